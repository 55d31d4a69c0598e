from . import (
    customer_order,
    customer_order_work,
    customer_order_work_kinds,
    digest_digest,
    res_company,
    res_config_settings,
)
