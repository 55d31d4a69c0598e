"""What earlier verifications reported, compared with what is there now."""

from odoo.tools import SQL

from ..logic.findings import CheckpointRef, Finding, FindingCode


def report_findings(env, scope):
    """Checkpoints that were the head of a ledger once, and are gone: cut off, or written anew with all before them.

    Only a head outside of the database shows this against somebody who thinks of the reports too.
    """
    rows = env.execute_query(
        SQL(
            """
            SELECT DISTINCT report.company_id, report.head_number, report.head_hash
              FROM evidence_verification AS report
             WHERE %s AND report.head_hash IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM evidence_checkpoint
                                WHERE company_ref = report.company_id AND number = report.head_number
                                  AND checkpoint_hash = report.head_hash)
          ORDER BY report.company_id, report.head_number
            """,
            scope.company_condition("report", "company_id"),
        )
    )
    for company, number, reported in rows:
        yield Finding(FindingCode.CHECKPOINT_MISSING, CheckpointRef(company, number), {"reported": reported})
