from ..logic.findings import Finding, FindingCode
from .checkpoints import checkpoint_findings
from .entries import entry_findings
from .guards import guard_findings
from .keys import key_findings
from .originals import file_findings
from .personal import personal_findings
from .reports import report_findings


def findings(env, scope):
    """Everything that does not hold in ``scope``, each thing once. Checkpoints span subjects: they are recomputed only
    where whole ledgers are verified."""
    checks = [entry_findings, file_findings, personal_findings]
    if not scope.subjects:
        checks += [checkpoint_findings, report_findings, key_findings, guard_findings]
    told = set()
    for check in checks:
        for finding in unstopped(check, env, scope):
            what = finding.code, finding.ref, finding.figures.get("path"), finding.figures.get("guard")
            if what not in told:
                told.add(what)
                yield finding


def unstopped(check, *args):
    """What ``check`` finds. Rubbish that stops it (a date before Christ, nothing where a column refuses that) is itself
    a finding: whoever tampers must not be able to keep the other checks from running."""
    try:
        yield from check(*args)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        yield Finding(FindingCode.UNREADABLE, None, {"path": check.__name__, "error": str(error)})
