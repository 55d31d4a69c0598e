from .checkpoints import checkpoint_findings
from .entries import entry_findings
from .originals import file_findings, personal_findings


def findings(env, scope):
    """Everything that does not hold in ``scope``, each thing once. Checkpoints span subjects: they are recomputed only
    where whole ledgers are verified."""
    checks = [entry_findings, file_findings, personal_findings]
    if not scope.subjects:
        checks.append(checkpoint_findings)
    told = set()
    for check in checks:
        for finding in check(env, scope):
            what = finding.code, finding.ref, finding.figures.get("path")
            if what not in told:
                told.add(what)
                yield finding
