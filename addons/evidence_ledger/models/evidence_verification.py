from odoo import api, fields, models

from ..logic.findings import FindingCode
from ..verification import Scope, findings, unstopped


class EvidenceVerification(models.Model):
    """One recomputation of a company's ledger, and what it found."""

    _name = "evidence.verification"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Evidence Verification"
    _order = "started_at desc, id desc"
    _rec_name = "started_at"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    started_at = fields.Datetime("Started on", required=True, readonly=True)
    finished_at = fields.Datetime("Finished on", required=True, readonly=True)
    entry_count = fields.Integer("Entries", readonly=True)
    checkpoint_count = fields.Integer("Checkpoints", readonly=True)
    unsigned_count = fields.Integer("Unsigned Checkpoints", readonly=True)
    head_number = fields.Integer("Last Checkpoint", readonly=True, aggregator=None)
    head_hash = fields.Char(
        "Hash of the Last Checkpoint",
        readonly=True,
        help="Compare it with the one that was last printed or mailed: only that shows that nothing was cut off.",
    )
    finding_ids = fields.One2many("evidence.verification.finding", "verification_id", "Findings", readonly=True)
    state = fields.Selection(
        [("sound", "Everything holds"), ("unsigned", "Holds, signatures are missing"), ("broken", "Does not hold")],
        string="Result",
        required=True,
        readonly=True,
        index=True,
    )

    @api.depends("company_id", "started_at")
    def _compute_display_name(self):
        for verification in self:
            moment = fields.Datetime.context_timestamp(verification, verification.started_at)
            verification.display_name = f"{verification.company_id.name} {moment:%Y-%m-%d %H:%M}"

    @api.model
    def action_verify(self):
        """Verify the ledger of the current company now, and open the report."""
        self.env["evidence.entry"].check_access("read")
        # sudo: an auditor writes nothing, but leaves the report of a verification.
        verification = self.sudo()._run(self.env.company)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": verification.id,
            "views": [(False, "form")],
        }

    @api.model
    def _run(self, company):
        """Verify the ledger of ``company`` and keep the report. As superuser."""
        self.env.flush_all()
        started_at, last = fields.Datetime.now(), self._get_last(company)
        found = [*findings(self.env, Scope([company.id])), *unstopped(self._get_document_findings, company)]
        # An unsigned checkpoint is counted; named is the one where signatures stopped. Neither is a broken ledger.
        named = [finding for finding in found if finding.code != FindingCode.SIGNATURE_MISSING]
        broken = [finding for finding in named if finding.code != FindingCode.SIGNATURE_STOPPED]
        unsigned_count = len(found) - len(named)
        verification = self.create(
            {
                **self._prepare_report_vals(company),
                "started_at": started_at,
                "finished_at": fields.Datetime.now(),
                "unsigned_count": unsigned_count,
                "state": "broken" if broken else "unsigned" if named else "sound",
            }
        )
        self.env["evidence.verification.finding"]._note(verification, named)
        if broken:
            verification._alert_auditors(self.env._("The evidence does not hold: look at the findings."))
        elif unsigned_count > last.unsigned_count:
            verification._alert_auditors(self.env._("New checkpoints are not signed: their form says why."))
        return verification

    @api.model
    def _get_document_findings(self, company):
        """Yield a ``Finding`` for each document of ``company`` that does not say any more what was sealed about it.

        The ledger knows hashes only. An addon that keeps the content beside it compares both: extend with ``super()``.
        """
        yield from ()

    @api.model
    def _prepare_report_vals(self, company):
        own = [("company_ref", "=", company.id)]
        head = self.env["evidence.checkpoint"]._get_head(company)
        return {
            "company_id": company.id,
            "entry_count": self.env["evidence.entry"].search_count(own),
            "checkpoint_count": self.env["evidence.checkpoint"].search_count(own),
            "head_number": head and head.number,
            "head_hash": head and head.checkpoint_hash,
        }

    def _alert_auditors(self, summary):
        auditors = self.env.ref("evidence_ledger.group_evidence_auditor").all_user_ids
        for auditor in auditors.filtered(lambda user: user.active and self.company_id in user.company_ids):
            self.activity_schedule("mail.mail_activity_data_todo", user_id=auditor.id, summary=summary)

    @api.model
    def _get_last(self, company):
        """The last report of ``company``; for whoever publishes its result, without need of a right on reports."""
        # sudo: when and how the last verification ended is public, on the page that a document links to.
        return self.sudo().search([("company_id", "=", company.id)], limit=1)

    @api.model
    def _cron_verify(self):
        # All companies: one whose whole ledger was removed is the one to look at. pylint: disable=no-search-all
        for company in self.env["res.company"].search([]):
            self._run(company)
            self.env["ir.cron"]._commit_progress(1)
