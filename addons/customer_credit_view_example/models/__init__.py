from . import credit_profile
from . import credit_profile_facts
from . import credit_rule
from . import credit_scorecard_criterion
from . import res_company
from . import res_partner
