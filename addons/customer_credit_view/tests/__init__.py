from . import (
    test_assessment,
    test_available,
    test_bureau,
    test_cover,
    test_exposure,
    test_limit,
    test_limit_proposal,
    test_logic_behaviour,
    test_logic_collection,
    test_logic_limit,
    test_logic_rule,
    test_logic_score,
    test_logic_statement,
    test_merge,
    test_profile,
    test_proof,
    test_risk_access,
    test_rule,
    test_scorecard,
    test_statement,
    test_statement_import,
    test_takeover,
    test_what_if,
)
from . import test_account_statement
from . import test_behaviour
from . import test_behaviour_counting
from . import test_collection
from . import test_collection_screens
from . import test_collection_tour
from . import test_dispute
from . import test_exposure
from . import test_hold_analysis
from . import test_logic_behaviour
from . import test_logic_collection
from . import test_logic_limit
from . import test_logic_rule
from . import test_logic_score
from . import test_logic_statement
from . import test_merge
from . import test_pledge
from . import test_portfolio
from . import test_profile
from . import test_proof
from . import test_takeover
from . import test_assessment, test_bureau, test_limit, test_limit_proposal
from . import test_scorecard, test_statement, test_statement_import
