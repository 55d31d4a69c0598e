from . import profile
from . import exposure
