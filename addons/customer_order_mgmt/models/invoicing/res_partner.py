from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_order_invoicing_plan_id = fields.Many2one(
        "customer.order.invoicing.plan",
        string="Invoicing Plan",
        company_dependent=True,
        domain="[('company_id', '=', current_company_id)]",
        tracking=True,
        help="When this customer's deliveries are invoiced. Empty: the company's plan.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "customer_order_invoicing_plan_id"]
