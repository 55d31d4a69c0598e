from . import test_logic_behaviour, test_logic_collection, test_profile
