from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_invoicing_plan_id = fields.Many2one(
        "customer.order.invoicing.plan",
        string="Invoicing Plan",
        domain="[('company_id', '=', id)]",
        ondelete="restrict",
        help="How customers without a plan of their own are invoiced. Empty: by hand.",
    )
