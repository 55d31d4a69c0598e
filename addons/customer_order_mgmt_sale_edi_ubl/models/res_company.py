from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_from_ubl = fields.Boolean(
        string="UBL Orders Become Customer Orders",
        help="Electronic orders that are uploaded to quotations become drafts of customer orders instead.",
    )
