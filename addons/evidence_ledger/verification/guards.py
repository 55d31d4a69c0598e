"""The triggers that refuse changes: whoever switched one off is likely to have used it."""

from ..logic.findings import Finding, FindingCode
from ..tools.immutable import REFUSAL, VERBS

TABLES = (
    "evidence_entry",
    "evidence_checkpoint",
    "evidence_checkpoint_leaf",
    "evidence_file",
    "evidence_key",
    "evidence_personal",
)


def guard_findings(env, _scope):
    """Triggers on the tables of evidence that are gone, switched off, or no longer refuse."""
    expected = {f"{table}_refuse_{verb}": REFUSAL for table in TABLES for verb in VERBS}
    expected["evidence_entry_queue"] = env["evidence.entry"]._get_queue_function()
    env.cr.execute(
        """
        SELECT trigger.tgname, function.prosrc FROM pg_trigger AS trigger
          JOIN pg_proc AS function ON function.oid = trigger.tgfoid
         WHERE trigger.tgname = ANY(%s) AND trigger.tgenabled = 'O'
        """,
        [list(expected)],
    )
    present = dict(env.cr.fetchall())
    for name, source in expected.items():
        if present.get(name) != source.split("$$")[1]:
            yield Finding(FindingCode.GUARD_MISSING, None, {"guard": name})
