from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_auto_acknowledge = fields.Boolean(
        string="Acknowledge by Itself",
        help="Customers are mailed our answer soon after an order was received, countered, accepted or rejected."
        " Orders from before this was switched on are not mailed.",
    )
    customer_order_response_profile = fields.Selection(
        [
            ("ubl", "UBL 2.1"),
            ("t76", "Peppol Order Response (T76)"),
            ("t116", "Peppol Order Response Advanced (T116)"),
        ],
        string="OrderResponse Format",
        required=True,
        default="ubl",
        help="The identifiers that exported OrderResponse documents carry. Peppol needs electronic addresses of both"
        " parties.",
    )
