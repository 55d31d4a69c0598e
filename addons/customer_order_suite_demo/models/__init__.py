from . import customer_order_suite_demo
