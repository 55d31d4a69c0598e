from odoo import models


class CreditProfile(models.Model):
    _inherit = "credit.profile"

    def action_show_ordered(self):
        """The lines of accepted customer orders that no sales order carries."""
        domain = [
            ("credit_ordered", "!=", 0),
            ("credit_debtor_id.commercial_partner_id", "=", self.partner_id.id),
        ]
        return self._show("customer.order.line", self.env._("Ordered"), domain)

    def _read_counters(self, key):
        self.env["customer.order.line"].flush_model()
        return super()._read_counters(key)
