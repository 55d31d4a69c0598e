from . import customer_order_contract  # the models of contracts inherit it

# isort: split
from . import (
    customer_order,
    customer_order_acknowledge,
    customer_order_acknowledgement,
    customer_order_content,
    customer_order_counter,
    customer_order_due,
    customer_order_line,
    customer_order_portal,
    customer_order_progress,
    customer_order_verification_visit,
    customer_order_version,
    customer_order_version_due,
    customer_order_version_line,
    customer_order_version_tax,
    customer_order_version_verification,
    res_company,
    sale_order,
    sale_order_line,
)
