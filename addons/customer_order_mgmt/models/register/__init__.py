from . import (
    customer_order,
    customer_order_register_closing,
    customer_order_register_closing_act,
    customer_order_register_closing_check,
    customer_order_register_closing_print,
    customer_order_register_line,
    customer_order_register_total,
    evidence_verification,
    ir_actions_report,
)
