from odoo import fields, models


class CreditLimitReference(models.Model):
    """What another supplier of a customer reports about its credit there."""

    _name = "credit.limit.reference"
    _inherit = ["evidence.guarded"]
    _description = "Trade Reference"
    _order = "date desc, id desc"
    _rec_name = "supplier"
    _check_company_auto = True

    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one("credit.profile", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    supplier = fields.Char(required=True, help="Who reports.")
    date = fields.Date(required=True, default=fields.Date.context_today)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    limit_amount = fields.Monetary(string="Limit There", required=True)
    note = fields.Char(string="How It Pays", help="In the words of the supplier.")

    _amount_not_negative = models.Constraint("CHECK(limit_amount >= 0)", "A limit is not below zero.")
