from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_requirement_mode = fields.Selection(
        [("block", "The delivery is held"), ("warning", "The delivery leaves with a warning")],
        string="Requirement not Ticked",
        required=True,
        default="block",
        help="What happens when goods shall leave and a requirement of the customer's order is not ticked.",
    )
    customer_order_confirmation = fields.Selection(
        [
            ("never", "Never by itself"),
            ("attributes", "For lines with attributes"),
            ("custom", "For all custom-made lines"),
        ],
        string="Confirmed as Ordered",
        required=True,
        default="attributes",
        help="For which lines a requirement is added that the item is confirmed as ordered before it leaves.",
    )
