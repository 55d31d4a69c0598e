import json

from odoo import models
from odoo.fields import Command

from ...logic.contract import ROWS


class CustomerOrder(models.Model):
    """Deliveries and invoices of an order, as its customer sees them."""

    _inherit = "customer.order"

    def _get_portal_deliveries(self):
        """The deliveries to the customer, and what came back, oldest first; cancelled ones are nobody's business."""
        # sudo: customers may not read deliveries; they see those of their own order.
        pickings = self.sudo().sale_order_ids.picking_ids
        return pickings.filtered(
            # By their ends, not by their kind: goods may also go straight from the supplier to the customer.
            lambda picking: picking.state != "cancel"
            and (self._is_return(picking) or picking._gate_is_at_customer(picking.location_dest_id))
        ).sorted(lambda picking: (picking.date_done or picking.scheduled_date, picking.id))

    def _is_return(self, delivery):
        return delivery._gate_is_at_customer(delivery.location_id)

    def _get_portal_invoices(self):
        """The posted invoices and credit notes of this order, oldest first, but those that bill other customers too."""
        # sudo: customers may not read sales orders; the invoices are addressed to them.
        invoices = self.sudo().sale_order_ids.invoice_ids
        return invoices.filtered(lambda move: move.state == "posted" and self._is_billed_alone(move)).sorted(
            lambda move: (move.invoice_date, move.id)
        )

    def _is_billed_alone(self, invoice):
        """Whether an invoice concerns this customer only: several may have theirs sent to one address."""
        sales = invoice.invoice_line_ids.sale_line_ids.order_id
        return sales.partner_id.commercial_partner_id <= self.commercial_partner_id

    def _get_portal_state_sentence(self):
        """What the state means for the customer, in one sentence; False where the state says it."""
        self.ensure_one()
        return {
            "received": self.env._("We have received this order and are checking it. It is binding once we accept it."),
            "countered": self.env._("We offer you something else. Please read it: nothing is binding until you agree."),
            "cancelled": self.env._("Everything that was open in this order was cancelled."),
        }.get(self.state, False)

    def _get_portal_state_word(self):
        """The state in the customer's words."""
        self.ensure_one()
        if self.state == "countered":
            if self.counter_confirmed_at:
                return self.env._("You agreed")
            return self.env._("Waiting for your answer")
        if self._get_amendment_to_answer():
            return self.env._("Waiting for your answer")
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _get_portal_attributes(self, line):
        """The attributes of a line of this order, or of a version."""
        if line._name == "customer.order.line":
            return line.attribute_ids
        return line.version_id._get_attributes(line.sequence)

    def _has_price_on_request(self, line):
        """Whether a line waits for a price of ours: custom-made, and neither offered nor accepted yet."""
        is_frozen = line._name == "customer.order.version.line" and line.id
        return not is_frozen and line.is_custom and not line.price_unit

    def _get_portal_received(self):
        """The order as it was received, as an unsaved version, while we alter it: that is no offer yet."""
        versions = self.env["customer.order.version"]
        if not self.is_altered:
            return versions
        payload = json.loads(self.received_content)
        rows = {
            column: [Command.create(row) for row in payload.pop(name, [])] for name, (column, _kind) in ROWS.items()
        }
        head = {name: value for name, value in payload.items() if name in versions._fields}
        return versions.new({"order_id": self.id, **head, **rows})

    def _get_submission_consent(self):
        """The customer's signature under the order as it was submitted in the portal."""
        return self.consent_ids.filtered(lambda consent: consent.content_hash == self.received_hash)[:1]

    def _get_counter_sentences(self):
        """What our counter-offer changes, a sentence each."""
        return self._describe_alterations(self._get_alterations()) if self.state == "countered" else []
