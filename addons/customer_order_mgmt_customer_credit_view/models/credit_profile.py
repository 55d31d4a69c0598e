from odoo import api, models

from .customer_order_line import IN_FORCE


class CreditProfile(models.Model):
    _inherit = "credit.profile"

    def action_show_ordered(self):
        """The lines of accepted customer orders that no sales order carries."""
        domain = [
            ("credit_ordered", "!=", 0),
            ("credit_debtor_id.commercial_partner_id", "=", self.partner_id.id),
        ]
        return self._show("customer.order.line", self.env._("Ordered"), domain)

    @api.model
    def _flush_counted(self):
        super()._flush_counted()
        self.env["customer.order.line"].flush_model()

    def _read_past_commitments(self, day):
        return [*super()._read_past_commitments(day), *self._read_past_ordered(day)]

    def _read_past_ordered(self, day):
        """What was accepted by ``day`` and no sales order carried then."""
        lines = self.env["customer.order.line"].search(
            [
                ("credit_debtor_id.commercial_partner_id", "in", self.partner_id.ids),
                ("state", "in", IN_FORCE),
                ("order_id.accepted_date", "<=", day),
            ]
        )
        by_customer = self._by_customer()
        rows = []
        for line in lines:
            profile = by_customer.get((line.credit_debtor_id.commercial_partner_id, line.company_id.root_id))
            amount = profile and line._get_credit_ordered(day)
            if amount:
                rows.append((profile.id, line.currency_id.id, "ordered", line.promised_date, amount))
        return rows
