from . import (
    customer_order_acknowledge,
    customer_order_acknowledgement,
    customer_order_acknowledgement_check,
    customer_order_acknowledgement_document,
    customer_order_acknowledgement_line,
    customer_order_acknowledgement_queue,
    customer_order_acknowledgement_response,
    customer_order_answer,
    evidence_verification,
    res_company,
    res_config_settings,
)
