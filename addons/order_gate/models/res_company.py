from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    order_gate_user_id = fields.Many2one(
        "res.users",
        string="Responsible for Held Documents",
        domain="[('share', '=', False)]",
        help="Who must act on a hold, unless its rule names somebody. Empty: all controllers are told.",
    )
    order_gate_four_eyes = fields.Boolean(
        string="Four Eyes",
        default=True,
        help="Another person than the author of the document must release it.",
    )
    order_gate_invoice_blocks = fields.Boolean(
        string="Hold Invoices",
        help="Without it, what a gate finds at an invoice is a warning: goods that were delivered must be invoiced.",
    )
    order_gate_escalation_days = fields.Integer(
        string="Escalate After", default=2, help="Days after which a hold nobody decided is escalated. 0: never."
    )
    order_gate_escalation_user_id = fields.Many2one(
        "res.users",
        string="Escalate To",
        domain="[('share', '=', False)]",
        help="Whose task a hold becomes that waits too long. Empty: nobody's.",
    )

    def write(self, vals):
        before = {company: company.currency_id for company in self} if "currency_id" in vals else {}
        result = super().write(vals)
        for company, currency in before.items():
            if company.currency_id != currency:
                self.env["order.gate.rule"]._follow_currency(company, currency)
        return result
