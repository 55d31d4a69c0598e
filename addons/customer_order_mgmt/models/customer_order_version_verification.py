from odoo import models


class CustomerOrderVersion(models.Model):
    """Lets anyone who holds the document check it on a public page."""

    _inherit = "customer.order.version"

    def _get_verification_url(self):
        """The address of the public verification page, which the acknowledgement prints."""
        self.ensure_one()
        # sudo: the token opens a page without commercial content; it is kept out of lists and exports, not secret here.
        return f"{self.get_base_url()}/customer-order/verify/{self.sudo().verification_token}"
