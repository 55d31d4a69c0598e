from odoo import fields, models

RESPONSES = [("nothing", "Nothing"), ("warn", "Warn"), ("block", "Block")]


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_price_tolerance = fields.Float(
        string="Price Tolerance",
        digits=(5, 2),
        default=0.0,
        help="In percent: by how much a net price may differ from the quotation, the framework or the pricelist.",
    )
    customer_order_price_response = fields.Selection(
        RESPONSES,
        string="Price Beyond Tolerance",
        required=True,
        default="warn",
        help="What the check does about a price beyond the tolerance, or in another currency. Block: the order is held"
        " until a controller releases it. A price above ours never blocks, it warns.",
    )
    customer_order_tax_identity_response = fields.Selection(
        RESPONSES,
        string="Tax Identity Missing or Wrong",
        required=True,
        default="warn",
        help="What the check does about a business without a tax number, in a country whose businesses have one, or"
        " with a number that cannot be right. Block: the order is held until a controller releases it.",
    )
    customer_order_near_days = fields.Integer(
        string="Look for Duplicates",
        default=90,
        help="How many days back the check looks for an order of the same customer that is nearly the same."
        " 0: it does not look.",
    )
    customer_order_near_tolerance = fields.Float(
        string="Same Amount",
        digits=(5, 2),
        default=1.0,
        help="In percent: by how much the totals of two orders may differ to count as nearly the same.",
    )
    customer_order_use_availability = fields.Boolean(
        string="Check Availability",
        default=True,
        help="Warn when the goods will not be in the warehouse on the promised day, as far as planned today.",
    )

    _price_tolerance_not_negative = models.Constraint(
        "CHECK(customer_order_price_tolerance >= 0)", "The price tolerance cannot be below zero."
    )
    _near_not_negative = models.Constraint(
        "CHECK(customer_order_near_days >= 0 AND customer_order_near_tolerance >= 0)",
        "Days and tolerance for duplicates cannot be below zero.",
    )
