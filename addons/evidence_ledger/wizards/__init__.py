from . import evidence_erase
