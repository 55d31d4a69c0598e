from . import customer_order
from . import customer_order_line
from . import credit_counter
from . import credit_hold_analysis
from . import credit_profile
from . import stock_picking
