from . import (
    customer_order_channel,
    customer_order_draft,
    customer_order_draft_entry,
    customer_order_draft_files,
    customer_order_draft_lines,
    customer_order_draft_view,
    customer_order_product_code,
    customer_order_submission,
    product_product,
    product_template,
    res_company,
    res_config_settings,
)
