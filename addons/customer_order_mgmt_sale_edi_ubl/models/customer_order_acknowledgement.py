from dataclasses import replace

from odoo import models


class CustomerOrderAcknowledgement(models.Model):
    """Electronic addresses of the parties, which come with electronic invoicing."""

    _inherit = "customer.order.acknowledgement"

    def _prepare_response_party(self, partner, name):
        # sudo: the addresses are on every electronic document; who acknowledges need not read partners' settings.
        partner = partner.commercial_partner_id.sudo().with_company(self.company_id)
        party = super()._prepare_response_party(partner, name)
        return replace(party, endpoint=partner.peppol_endpoint or "", endpoint_scheme=partner.peppol_eas or "")
