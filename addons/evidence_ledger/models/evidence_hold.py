from odoo import api, fields, models

from ..logic.event_schema import EventSchema


class EvidenceHold(models.Model):
    """A legal hold: while it lasts, no personal value of the document is erased."""

    _name = "evidence.hold"
    _inherit = ["evidence.mixin"]
    _description = "Legal Hold"
    _order = "id desc"
    _rec_name = "subject_key"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    subject_model = fields.Char("Document Type", required=True, help="The technical name of the document's model.")
    subject_key = fields.Char("Document", required=True, help="The business number of the document.")
    reason = fields.Text(required=True, help="For example: the court and its file number.")
    placed_by_id = fields.Many2one("res.users", "Placed by", readonly=True)
    placed_at = fields.Datetime("Placed on", required=True, readonly=True)
    lifted_at = fields.Datetime("Lifted on", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(company_id, subject_model, subject_key) WHERE lifted_at IS NULL", "This document is already under legal hold."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Whatever the caller says: it was this user, now, and only its own act lifts it.
        placed = {"placed_by_id": self.env.uid, "placed_at": fields.Datetime.now(), "lifted_at": False}
        holds = super().create([{**vals, **placed} for vals in vals_list])
        for hold in holds:
            hold._seal("hold.placed", hold._prepare_evidence_payload(), reason=hold.reason)
        return holds

    def action_lift(self):
        """End the hold: what it protected may be erased again."""
        # Who may place a hold may lift it; no role may write one, so that only this changes.
        self.check_access("create")
        for hold in self.sudo().filtered(lambda hold: not hold.lifted_at):
            hold.lifted_at = fields.Datetime.now()
            hold._seal("hold.lifted", hold._prepare_evidence_payload())

    @api.model
    def _is_held(self, company_ref, subject_model, subject_key):
        """Whether a legal hold is placed on the document."""
        return bool(
            self.search_count(
                [
                    ("company_id", "=", company_ref),
                    ("subject_model", "=", subject_model),
                    ("subject_key", "=", subject_key),
                    ("lifted_at", "=", False),
                ],
                limit=1,
            )
        )

    def _prepare_evidence_payload(self):
        return {"document_type": self.subject_model, "document": self.subject_key}

    def _get_evidence_key(self):
        return f"{self.subject_model} {self.subject_key}"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "hold.placed": EventSchema(1, {"document_type": "text", "document": "text"}),
            "hold.lifted": EventSchema(1, {"document_type": "text", "document": "text"}),
        }
