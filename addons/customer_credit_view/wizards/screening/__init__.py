from . import credit_screening_load
from . import credit_screening_clear
