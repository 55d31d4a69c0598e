from odoo import fields, models

from ...models.screening.credit_screening_hit import DIFFERENCES


class CreditScreeningClear(models.TransientModel):
    """Showing by what a customer differs from a listed party; another person then clears the hit."""

    _name = "credit.screening.clear"
    _description = "Show the Difference"

    hit_ids = fields.Many2many("credit.screening.hit", string="Hits", required=True)
    difference = fields.Selection(DIFFERENCES, required=True, help="By what the customer is told from the party.")
    reason = fields.Text(required=True, help="What was compared, and what it shows. It is sealed with the hit.")
    evidence_ids = fields.Many2many(
        "ir.attachment", string="Evidence", help="An extract of a register, a copy of a passport, a letter."
    )

    def action_propose(self):
        self.ensure_one()
        self.hit_ids._propose(self.difference, self.reason, self.evidence_ids)
        return {"type": "ir.actions.act_window_close"}
