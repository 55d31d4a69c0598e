from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_acknowledge_hours = fields.Integer(
        string="Hours to Acknowledge",
        default=24,
        help="After so many hours an order whose customer was sent no answer stands on the work list.",
    )
