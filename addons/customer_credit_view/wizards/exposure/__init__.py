from . import credit_exposure_past
from . import credit_exposure_past_row
