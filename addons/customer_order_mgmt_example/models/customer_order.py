from odoo import models


class CustomerOrder(models.Model):
    """A check of our own: goods under licence go to licensed destinations only."""

    _inherit = "customer.order"

    def _get_checks(self):
        checks = super()._get_checks()
        for order in self:
            checks[order] += order._get_licence_checks()
        return checks

    def _get_licence_checks(self):
        destination = self.partner_shipping_id.country_id or self.partner_id.country_id
        licensed = self.line_ids.filtered("product_id.export_country_ids")
        return [line._check_licence(destination) for line in licensed]
