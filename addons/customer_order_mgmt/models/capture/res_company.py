from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_charge_product_id = fields.Many2one(
        "product.product",
        string="Allowances and Charges",
        domain="[('sale_ok', '=', True), ('type', '=', 'service')]",
        help="The product of lines that stand for an allowance or a charge on a whole order that arrived as a file."
        " When empty, the product “Allowance or charge” that comes with customer orders.",
    )

    def _get_customer_order_charge_product(self):
        """Return the product of allowances and charges on a whole order."""
        self.ensure_one()
        return self.customer_order_charge_product_id or self.env.ref(
            "customer_order_mgmt.product_order_charge", raise_if_not_found=False
        )
