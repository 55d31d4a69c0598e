from odoo import fields, models


class CustomerOrderVersion(models.Model):
    _inherit = "customer.order.version"

    arrangement_summary = fields.Text(
        string="Payment Arrangement", readonly=True, help="The arrangement in words, in the customer's language."
    )
    arrangement_ids = fields.One2many(
        "customer.order.version.arrangement", "version_id", string="Arrangement", readonly=True
    )
