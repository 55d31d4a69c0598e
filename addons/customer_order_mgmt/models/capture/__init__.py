from . import (
    customer_order_capture,
    customer_order_capture_problems,
    customer_order_line_capture,
    customer_order_parser,
    customer_order_parser_tables,
    customer_order_parser_template,
    customer_order_product_code,
    customer_order_resolver,
    customer_order_resolver_products,
    customer_order_source,
    res_company,
    res_config_settings,
)
