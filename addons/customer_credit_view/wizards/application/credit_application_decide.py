from odoo import api, fields, models

from ...logic.application import earliest_reapplication
from ...models.application.credit_application import VERDICTS
from ...models.profile.credit_profile import STANDINGS


class CreditApplicationDecide(models.TransientModel):
    """The decision about an application; with it the case folder is frozen."""

    _name = "credit.application.decide"
    _description = "Decide"
    _inherit = ["evidence.guarded"]

    application_id = fields.Many2one("credit.application", required=True)
    currency_id = fields.Many2one(related="application_id.currency_id")
    company_id = fields.Many2one(related="application_id.company_id")
    recommendation = fields.Text(string="Recommended Because", related="application_id.recommendation")
    verdict = fields.Selection(
        VERDICTS, string="Decision", compute="_compute_verdict", store=True, readonly=False, precompute=True
    )
    amount = fields.Monetary(
        string="Limit",
        compute="_compute_verdict",
        store=True,
        readonly=False,
        precompute=True,
        help="In the application's currency.",
    )
    term_id = fields.Many2one(
        "account.payment.term",
        string="Terms",
        compute="_compute_verdict",
        store=True,
        readonly=False,
        precompute=True,
    )
    conditions = fields.Text(help="What the customer reads beside the approval, such as a deposit to be paid first.")
    refusal_reason_id = fields.Many2one("credit.refusal.reason", string="Refused Because")
    customer_note = fields.Text(string="Words to the Customer")
    reapply_date = fields.Date(
        string="May Apply Again From", compute="_compute_reapply_date", store=True, readonly=False
    )
    standing = fields.Selection(
        STANDINGS, compute="_compute_standing", store=True, readonly=False, required=True, precompute=True
    )
    note = fields.Text(string="Why", required=True, help="For our files; it is sealed with the case folder.")

    @api.depends("application_id")
    def _compute_verdict(self):
        for wizard in self:
            application = wizard.application_id
            wizard.verdict = application.recommended
            wizard.amount = application.recommended_amount
            wizard.term_id = application.recommended_term_id

    @api.depends("refusal_reason_id")
    def _compute_reapply_date(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            reason = wizard.refusal_reason_id
            wizard.reapply_date = reason and earliest_reapplication(today, reason.wait_months)

    @api.depends("verdict", "application_id")
    def _compute_standing(self):
        for wizard in self:
            verdict = wizard.verdict or "refuse"
            wizard.standing = wizard.application_id and wizard.application_id._get_decided_standing(verdict)

    def action_decide(self):
        self.ensure_one()
        if self.verdict == "approve":
            self.application_id._approve(
                self.amount, self.term_id, self.note, conditions=self.conditions, standing=self.standing
            )
        else:
            self.application_id._refuse_credit(
                self.refusal_reason_id,
                self.note,
                customer_note=self.customer_note,
                reapply_date=self.reapply_date,
                standing=self.standing,
            )
        return {"type": "ir.actions.act_window_close"}
