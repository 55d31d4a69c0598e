from . import test_ordered, test_rules
