from . import customer_order_reject
