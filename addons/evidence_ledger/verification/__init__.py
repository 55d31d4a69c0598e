from .checkpoints import checkpoint_findings, checkpoint_link
from .entries import entry_findings, entry_link
from .originals import file_findings, personal_findings
from .run import findings
from .scope import Scope
