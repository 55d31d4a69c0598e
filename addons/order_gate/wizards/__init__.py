from . import order_hold_decide
