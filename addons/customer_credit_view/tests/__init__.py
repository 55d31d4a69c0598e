from . import test_logic_behaviour, test_logic_collection, test_logic_rule, test_profile
from . import test_logic_limit, test_logic_score, test_logic_statement
