from . import evidence_mixin
from . import evidence_head
from . import evidence_unsealed
from . import evidence_entry
from . import evidence_personal
from . import evidence_file
