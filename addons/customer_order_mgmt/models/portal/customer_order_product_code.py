from odoo import api, models
from odoo.fields import Domain


class CustomerOrderProductCode(models.Model):
    _inherit = "customer.order.product.code"

    @api.model
    def _get_customer_domain(self, order):
        """The codes of the customer of ``order``."""
        return Domain("company_id", "=", order.company_id.id) & Domain(
            "partner_id", "=", order.commercial_partner_id.id
        )
