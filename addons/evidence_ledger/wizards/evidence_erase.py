from odoo import fields, models


class EvidenceErase(models.TransientModel):
    """Erase the personal values of entries; the entries stand, and say that it happened."""

    _name = "evidence.erase"
    _description = "Erase Personal Data"

    entry_ids = fields.Many2many(
        "evidence.entry", string="Entries", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    reason = fields.Text(required=True, help="For example: the request of the person, and its date.")

    def action_erase(self):
        """Erase for good, unless a value is retained or under legal hold."""
        self.ensure_one()
        self.check_access("create")
        self.entry_ids.check_access("read")
        # sudo: no role writes personal values; the wizard is the officer's, checked above.
        self.entry_ids.sudo().personal_ids._erase(self.reason)
        return {"type": "ir.actions.act_window_close"}
