from . import customer_order_reasoned  # others inherit it

# isort: split
from . import (
    customer_order_amendment_end,
    customer_order_change_import,
    customer_order_confirmation,
    customer_order_correct,
    customer_order_counter_end,
    customer_order_framework_end,
    customer_order_import,
    customer_order_import_line,
    customer_order_import_order,
    customer_order_import_preview,
    customer_order_import_problem,
    customer_order_intake_sender,
    customer_order_reject,
    customer_order_repudiation,
    customer_order_withdraw,
    order_gate_takeover,
)
from . import customer_order_requirement_tick

# isort: split
from . import customer_order_register_close
from . import customer_order_duplicate_decide
