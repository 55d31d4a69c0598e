from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_auto_acknowledge = fields.Boolean(
        string="Acknowledge by Itself",
        help="Customers are mailed our answer soon after an order was received, countered, accepted or rejected."
        " Orders from before this was switched on are not mailed.",
    )
