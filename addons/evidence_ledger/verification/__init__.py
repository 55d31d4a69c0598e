from .checkpoints import checkpoint_findings, checkpoint_link
from .entries import entry_findings, entry_link
from .guards import guard_findings
from .keys import key_findings
from .originals import file_findings
from .personal import personal_findings
from .reports import report_findings
from .run import findings, unstopped
from .scope import Scope
