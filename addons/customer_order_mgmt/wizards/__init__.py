from . import customer_order_reject
from . import order_gate_takeover
