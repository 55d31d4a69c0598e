from . import order_gate_rule
from . import product_template
from . import stock_picking
