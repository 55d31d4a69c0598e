from . import test_logic_behaviour, test_logic_collection, test_logic_rule, test_profile
