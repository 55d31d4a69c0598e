from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_customer_orderable = fields.Boolean(
        string="Customers Can Order It",
        help="The product is in the list from which customers order in the portal, each at its own price.",
    )

    def action_offer_to_customers(self):
        """Put the products that can be sold into the list from which customers order."""
        self.filtered(lambda product: product.sale_ok and product.type != "combo").is_customer_orderable = True

    def action_withdraw_from_customers(self):
        """Take the products out of the list; orders that were submitted keep them."""
        self.is_customer_orderable = False
