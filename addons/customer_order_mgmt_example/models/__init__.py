from . import (
    customer_order,
    customer_order_arrangement,
    customer_order_check_line,
    customer_order_line,
    customer_order_version_arrangement,
    product_template,
)
