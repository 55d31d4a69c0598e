from . import (
    test_ubl_fuzz,
    test_ubl_logic,
    test_ubl_order,
    test_ubl_response,
    test_ubl_upload,
)
