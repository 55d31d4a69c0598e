from . import test_exposure
from . import test_logic_behaviour
from . import test_logic_collection
from . import test_logic_limit
from . import test_logic_rule
from . import test_logic_score
from . import test_logic_statement
from . import test_profile
from . import test_proof
from . import test_merge
from . import test_takeover
from . import test_assessment, test_bureau, test_limit, test_limit_proposal
from . import test_scorecard, test_statement, test_statement_import
from . import test_cover
from . import test_rule
from . import test_what_if
