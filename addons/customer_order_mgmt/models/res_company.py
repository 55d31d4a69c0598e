from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_prefix = fields.Char(
        string="Customer Order Prefix", default="CO", help="Stands before the number of a customer order."
    )
    customer_order_user_id = fields.Many2one(
        "res.users",
        string="Default Responsible",
        domain="[('share', '=', False)]",
        help="Answers customer orders of customers who have no salesperson.",
    )
    customer_order_product_id = fields.Many2one(
        "product.product",
        string="Custom-made Item",
        domain="[('sale_ok', '=', True), ('type', '=', 'consu')]",
        help="The product that stands on sales orders for items made to the customer's description. When empty, the"
        " product “Custom-made item” that comes with customer orders.",
    )

    def _get_customer_order_product(self):
        """Return the product that stands on sales orders for what is made to the customer's description."""
        self.ensure_one()
        return self.customer_order_product_id or self.env.ref(
            "customer_order_mgmt.product_custom_made", raise_if_not_found=False
        )
