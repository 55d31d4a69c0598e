from odoo import api, models
from odoo.addons.customer_order_mgmt.logic.matching import Doubt


class CustomerOrderResolver(models.AbstractModel):
    """Customers that only Odoo's own search for parties of electronic documents finds."""

    _inherit = "customer.order.resolver"

    @api.model
    def _find_customers(self, buyers):
        choices = super()._find_customers(buyers)
        for buyer, (_customer, doubt) in list(choices.items()):
            if doubt == Doubt.UNKNOWN and (found := self._retrieve_customer(buyer)):
                choices[buyer] = (found.commercial_partner_id, None)
        return choices

    def _retrieve_customer(self, buyer):
        """Return who has the electronic address, tax number, phone or mail. Not the name: it need only be similar."""
        # One search for each buyer: only for those that an electronic order describes, not for thousands of rows.
        if not (buyer.endpoint or buyer.phone):
            return self.env["res.partner"]
        is_addressed = buyer.endpoint_scheme and buyer.endpoint
        address = [("peppol_eas", "=", buyer.endpoint_scheme), ("peppol_endpoint", "=", buyer.endpoint)]
        return self.env["res.partner"]._retrieve_partner(
            vat=buyer.vat, phone=buyer.phone, email=buyer.email, domain=address if is_addressed else None
        )
