from . import test_customer_order_mgmt_example
