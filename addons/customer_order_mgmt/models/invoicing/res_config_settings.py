from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_invoicing_plan_id = fields.Many2one(
        related="company_id.customer_order_invoicing_plan_id",
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
