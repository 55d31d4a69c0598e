from . import profile
from . import exposure
from . import takeover
