from . import test_exposure
from . import test_logic_behaviour
from . import test_logic_collection
from . import test_logic_limit
from . import test_logic_rule
from . import test_logic_score
from . import test_logic_statement
from . import test_profile
