from odoo import fields, models

from ...exceptions import OrderStateRefused
from ...logic.anchors import Anchor, Relation
from ...logic.written_text import parse_number
from .customer_order_intake_field import AMOUNTS


class CustomerOrderIntakeField(models.Model):
    """A person confirms that the order says what the document says; what was confirmed and corrected is learned."""

    _inherit = "customer.order.intake.field"

    def action_confirm(self):
        """Say that the order agrees with the document in these values."""
        self._check_person()
        for row in self.filtered(lambda row: not row.is_confirmed):
            row._confirm()
        return True

    def action_confirm_sure(self):
        """Confirm all values of these orders that were read for sure; the others are confirmed one by one."""
        rows = self.order_id.captured_field_ids
        return rows.filtered(lambda row: row.is_sure or row.name == "line_count").action_confirm()

    def _check_person(self):
        self.order_id.check_access("write")
        self.order_id._check_not_received()
        if self.filtered(lambda row: not row.order_id):
            raise OrderStateRefused(self.env._("Capture the order first; then compare it with the document."))
        if self.env.user._is_superuser():
            raise OrderStateRefused(self.env._("Only a person can compare an order with a document."))

    def _confirm(self):
        is_new = not self.confirmed_by_id
        self._keep(
            {
                "confirmed_by_id": self.env.uid,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_value": self._get_state_to_confirm(),
            }
        )
        self.line_id._teach_customer_codes()
        if is_new:
            self._teach()

    def _teach(self):
        """Remember where this value stands on this customer's documents."""
        anchors, true_value = self.env["customer.order.anchor"], self._get_true_value()
        if not true_value or self.name in ("line", "line_count"):
            return
        customer, company = self.order_id.commercial_partner_id, self.company_id
        found = self.label and Anchor(self.name, self.label, Relation(self.relation))
        if found:
            anchors._learn(customer, company, found, is_hit=true_value == self.read_value)
        if true_value != self.read_value:
            found = self.intake_id._find_anchor(self.name, true_value)
            if found:
                anchors._learn(customer, company, found, is_hit=True)

    def _get_true_value(self):
        return self.value if self.name in AMOUNTS else self.order_value

    # What keeps an order from being received

    def _get_faults(self):
        """Return one sentence per value that nobody compared, and per total that differs."""
        labels = dict(self._get_names())
        open_rows = self.filtered(lambda row: row._must_be_confirmed() and not row.is_confirmed)
        faults = [
            self.env._(
                "%(value)s: compare “%(read)s” with the document and confirm it.",
                value=labels[row.name],
                read=row.read_value or self.env._("nothing was read"),
            )
            for row in open_rows
        ]
        for row in self.filtered(lambda row: row.name in AMOUNTS and row.value and not row.difference_reason):
            if not row._agrees():
                faults.append(
                    self.env._(
                        "%(value)s: the document says %(document)s, the order %(order)s. Correct the lines, or write"
                        " why they differ.",
                        value=labels[row.name],
                        document=row.value,
                        order=row.order_value,
                    )
                )
        return faults

    def _agrees(self):
        """Whether the order's total is the document's. Business customers often state theirs without taxes."""
        order, stated = self.order_id, parse_number(self.value, decimal_mark=".")
        amounts = [order.amount_untaxed]
        if self.name == "amount_total":
            amounts.append(order.amount_total)
        return stated and any(order._money(amount) == order._money(float(stated.value)) for amount in amounts)
