from odoo import api, fields, models

from ...models.application.credit_application import VERDICTS


class CreditApplicationRecommend(models.TransientModel):
    """What the analyst recommends; the controller decides on it."""

    _name = "credit.application.recommend"
    _description = "Recommend"
    _inherit = ["evidence.guarded"]

    application_id = fields.Many2one("credit.application", required=True)
    currency_id = fields.Many2one(related="application_id.currency_id")
    company_id = fields.Many2one(related="application_id.company_id")
    requested_amount = fields.Monetary(related="application_id.requested_amount")
    verdict = fields.Selection(VERDICTS, required=True, default="approve")
    amount = fields.Monetary(
        string="Limit", compute="_compute_terms", store=True, readonly=False, help="In the currency of the application."
    )
    term_id = fields.Many2one(
        "account.payment.term", string="Terms", compute="_compute_terms", store=True, readonly=False
    )
    reason = fields.Text(string="Why", required=True)

    @api.depends("application_id")
    def _compute_terms(self):
        for wizard in self:
            wizard.amount = wizard.application_id.requested_amount
            wizard.term_id = wizard.application_id.payment_term_id

    def action_recommend(self):
        self.ensure_one()
        self.application_id._recommend(self.verdict, self.amount, self.term_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
