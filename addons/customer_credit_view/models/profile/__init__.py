from . import credit_profile
from . import credit_profile_making
from . import credit_profile_standing
from . import credit_profile_merging
from . import res_partner
from . import sale_order
from . import evidence_verification
