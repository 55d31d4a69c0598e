from . import (
    customer_order_anchor,
    customer_order_intake,
    customer_order_intake_capture,
    customer_order_intake_field,
    customer_order_intake_file,
    customer_order_intake_mail,
    customer_order_intake_reading,
    customer_order_received_by_mail,
    res_company,
    res_config_settings,
)
