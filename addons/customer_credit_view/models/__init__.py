from . import profile
from . import exposure
from . import takeover
from . import statement
from . import score
from . import limit
from . import cover
from . import rule
