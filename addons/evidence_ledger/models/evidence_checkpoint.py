from typing import NamedTuple

from odoo import api, fields, models


class Head(NamedTuple):
    """The end of a company's ledger, as printed and mailed."""

    number: int
    checkpoint_hash: str
    sealed_at: object
    key_fingerprint: str | None
    is_signed: bool


class EvidenceCheckpoint(models.Model):
    """A Merkle root over the entries since the last checkpoint, chained to it and signed.

    Sealing has its own short transaction after the business commits, so that business never waits for it.
    """

    _name = "evidence.checkpoint"
    _inherit = ["evidence.sealed"]
    _description = "Evidence Checkpoint"
    _order = "company_ref, number desc"
    _rec_name = "number"

    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    company_name = fields.Char("Company", required=True, readonly=True)
    number = fields.Integer("No.", required=True, readonly=True, aggregator=None)
    format = fields.Integer(required=True, readonly=True, aggregator=None)
    size = fields.Integer("Entries", required=True, readonly=True)
    root = fields.Char("Merkle Root", required=True, readonly=True)
    previous = fields.Char("Previous Checkpoint", required=True, readonly=True)
    sealed_at = fields.Datetime("Sealed on", required=True, readonly=True)
    key_fingerprint = fields.Char("Key", readonly=True)
    checkpoint_hash = fields.Char(
        required=True, readonly=True, help="Publish it: nothing before it can change unnoticed."
    )
    signature = fields.Char(readonly=True)
    obstacle = fields.Selection(
        [
            ("no_secret", "No secret is configured"),
            ("other_secret", "The secret does not open the key"),
            ("copy", "This database is a copy"),
        ],
        string="Why Unsigned",
        readonly=True,
    )
    leaf_ids = fields.One2many("evidence.checkpoint.leaf", compute="_compute_leaf_ids", string="Contained Entries")

    _one_place = models.Constraint("UNIQUE (company_ref, number)")
    _one_hash = models.Constraint("UNIQUE (checkpoint_hash)")

    @api.depends("company_name", "number")
    def _compute_display_name(self):
        for checkpoint in self:
            checkpoint.display_name = self.env._(
                "%(company)s: checkpoint %(number)s", company=checkpoint.company_name, number=checkpoint.number
            )

    @api.depends("company_ref", "number")
    def _compute_leaf_ids(self):
        for checkpoint in self:
            checkpoint.leaf_ids = self.env["evidence.checkpoint.leaf"].search(
                [("company_ref", "=", checkpoint.company_ref), ("checkpoint_number", "=", checkpoint.number)]
            )

    @api.model
    def _get_head(self, company):
        """The last ``Head`` of ``company``, None before the first; without need of a right on checkpoints."""
        # sudo: a head is meant to be published, by whoever prints a document.
        last = self.sudo().search([("company_ref", "=", company.id)], order="number desc", limit=1)
        if not last:
            return None
        fingerprint = last.key_fingerprint or None
        return Head(last.number, last.checkpoint_hash, last.sealed_at, fingerprint, bool(last.signature))

    @api.model
    def _cron_mail_heads(self):
        """Send each company's head to the addresses outside that it chose: the anchor of the whole ledger."""
        for company in self.env["res.company"].search([("evidence_anchor_emails", "!=", False)]):
            head = self._get_head(company)
            if head and not company.evidence_is_copy:
                self.env["mail.mail"].create(self._prepare_head_mail_vals(company, head))

    def _prepare_head_mail_vals(self, company, head):
        body = self.env["ir.qweb"]._render("evidence_ledger.head_mail", {"company": company, "head": head})
        return {
            "subject": self.env._("%(company)s: evidence checkpoint %(no)s", company=company.name, no=head.number),
            "email_to": company.evidence_anchor_emails,
            "email_from": company.email_formatted,
            "body_html": body,
        }
