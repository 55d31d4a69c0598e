from . import customer_order_line
from . import credit_counter
