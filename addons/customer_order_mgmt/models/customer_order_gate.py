from odoo import models
from odoo.addons.order_gate.logic.content import Facts
from odoo.addons.order_gate.logic.findings import Checkpoint
from odoo.addons.order_gate.tools import modes

from .customer_order_guard import CONTENT_FIELDS


class CustomerOrder(models.Model):
    """A customer's order is judged when it is accepted. Its sales orders, which say the same, are not judged again."""

    _name = "customer.order"
    _inherit = ["customer.order", "order.gate.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if "line_ids" in vals or not CONTENT_FIELDS.isdisjoint(vals):
            self._gate_touch()
        return result

    def _advance(self, state, **vals):
        result = super()._advance(state, **vals)
        self._gate_touch()
        return result

    def _gate_is_judged(self, checkpoint):
        return checkpoint == Checkpoint.ACCEPT

    def _gate_is_ahead(self, checkpoint):
        return checkpoint == Checkpoint.ACCEPT and (self.state == "received" or self._is_waiting_for_gate())

    def _gate_is_dead(self):
        return self.state in ("rejected", "cancelled")

    def _gate_resume(self, checkpoint):
        return self.action_carry_out() if self._is_waiting_for_gate() else self.action_accept()

    def _gate_facts(self):
        return {order: order._prepare_gate_facts() for order in self}

    def _prepare_gate_facts(self):
        self.ensure_one()
        day = self._gate_business_day(self.accepted_date)
        return Facts(
            model=self._name,
            record_id=self.id,
            name=self.name,
            company_id=self.company_id.id,
            day=day,
            customer_id=self.commercial_partner_id.id or None,
            partner_id=self.partner_id.id or None,
            billed_id=self.partner_invoice_id.id or None,
            delivery_id=self.partner_shipping_id.id or None,
            term_id=self.payment_term_id.id or None,
            author_ids=tuple(self._get_gate_authors(self.line_ids).ids),
            lines=tuple(line._prepare_gate_line() for line in self.line_ids),
            **self._prepare_gate_amounts(self.currency_id, *self._get_amounts_at_stake(), day),
        )

    def _is_open_part_judged(self):
        """Whether only what is still to be shipped is at stake: an amendment is judged by what it leaves open."""
        self.ensure_one()
        return self.state in ("accepted", "fulfilled") and not modes.is_looking_back()

    def _get_amounts_at_stake(self):
        """Return ``(total, untaxed)`` of what the gate judges."""
        if not self._is_open_part_judged():
            return self.amount_total, self.amount_untaxed
        shares = {line: line._get_open_share() for line in self.line_ids}
        return tuple(
            sum(line[name] * share for line, share in shares.items()) for name in ("price_total", "price_subtotal")
        )
