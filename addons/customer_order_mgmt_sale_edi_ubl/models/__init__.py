from . import (
    customer_order_acknowledgement,
    customer_order_parser,
    customer_order_resolver,
    customer_order_ubl,
    res_company,
    res_config_settings,
    sale_order,
)
