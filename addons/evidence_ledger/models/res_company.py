from odoo import api, fields, models

from ..exceptions import EvidenceIsImmutable


class ResCompany(models.Model):
    _inherit = "res.company"

    evidence_anchor_emails = fields.Char(
        "Anchor Addresses",
        help="The last checkpoint is sent here every day (addresses separated by commas). Choose mailboxes that nobody "
        "of this company can change, such as the auditor's: they show it when the end of the ledger was cut off.",
    )
    evidence_retention_years = fields.Integer(
        "Retention",
        default=10,
        help="Personal values in evidence can be erased when this many years have passed since they were recorded.",
    )
    evidence_is_copy = fields.Boolean(
        "Copied Database",
        compute="_compute_evidence_is_copy",
        help="This database is a copy of the one that the key was made for: it signs and publishes nothing.",
    )

    _evidence_retention_in_years = models.Constraint(
        "CHECK(evidence_retention_years >= 0)", "Retention is a number of years: zero or more."
    )

    def _compute_evidence_is_copy(self):
        # sudo: everyone may know that this database is a copy, nobody reads keys for it.
        keys = self.env["evidence.key"].sudo().search([("company_id", "in", self.ids), ("retired_at", "=", False)])
        key_by_company = keys.grouped("company_id")
        for company in self:
            company.evidence_is_copy = keys._is_copy(key_by_company.get(company))

    @api.ondelete(at_uninstall=True)
    def _unlink_except_recorded(self):
        # sudo: the refusal holds for those who may not read evidence.
        recorded = self.env["evidence.entry"].sudo().search([("company_ref", "in", self.ids)], limit=1)
        if recorded:
            raise EvidenceIsImmutable(
                self.env._(
                    "%(company)s has sealed evidence. Archive the company instead.", company=recorded.company_name
                )
            )
