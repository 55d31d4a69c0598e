from . import credit_cover
from . import credit_cover_acts
from . import credit_cover_check
from . import credit_profile_cover
from . import credit_profile_covered
from . import credit_exposure
