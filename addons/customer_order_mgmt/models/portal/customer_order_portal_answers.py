from typing import NamedTuple

from odoo import models
from odoo.fields import Command

from ...exceptions import DraftRefused, OrderStateRefused
from .customer_order_agreement import MAX_REASON

REMARK_KINDS = ("shortage", "damage", "wrong", "other")


class Remark(NamedTuple):
    """What the customer says of one delivered item."""

    move: models.BaseModel
    kind: str
    quantity: float


# A prepaid order is settled as soon as the goods arrive.
ANSWERABLE = ("accepted", "fulfilled", "settled")


class CustomerOrder(models.Model):
    """The customer's answer to a delivery in the portal: accepted, apart from what it remarks, or refused.

    Who holds the link of an order may answer, as with counter-offers: it was sent to the contact.
    """

    _inherit = "customer.order"

    def _may_answer_delivery(self, delivery):
        """Whether the customer may answer: goods arrived, and were not accepted yet."""
        is_open = self.state in ANSWERABLE and delivery.customer_order_verdict != "accepted"
        return is_open and delivery.state == "done" and not self._is_return(delivery)

    def _portal_answer_delivery(self, delivery, verdict, note, remarks, signer):
        """Keep and seal what the customer says of one of its deliveries; return the answer.

        ``remarks`` is ``{move id: (kind, quantity)}`` as entered. Each becomes an incident, and so does a refusal
        without one. What was accepted is not answered again; what was refused may be accepted later.
        """
        self._begin_act(*ANSWERABLE)
        self._check_unanswered(delivery, verdict)
        remarks = self._read_remarks(delivery, remarks)
        note = self._read_reason(note) if remarks or verdict == "refused" else self._read_text(note, MAX_REASON)
        signed = self._read_signer(signer)
        answer = self.env["customer.order.delivery.acceptance"].create(
            {
                "order_id": self.id,
                "picking_id": delivery.id,
                "verdict": verdict,
                "answer_date": self._get_today(),
                "channel": "portal",
                "person": signed["name"],
                "note": note or False,
                "attachment_ids": [Command.link(signed["signature_id"])],
            }
        )
        self._report_remarks(delivery, remarks, note, is_refused=verdict == "refused")
        self._tell_delivery_answer(answer)
        return answer

    def _check_unanswered(self, delivery, verdict):
        if verdict not in ("accepted", "refused"):
            raise DraftRefused(self.env._("Please say whether you accept the delivery."))
        if not self._may_answer_delivery(delivery) or delivery.customer_order_verdict == verdict:
            raise OrderStateRefused(
                self.env._("You answered for %(delivery)s already. Please reload the page.", delivery=delivery.name)
            )

    # Remarks

    def _get_remark_kinds(self):
        labels = dict(self.env["customer.order.incident"]._fields["kind"]._description_selection(self.env))
        return [(kind, labels[kind]) for kind in REMARK_KINDS]

    def _get_delivered_moves(self, delivery):
        """What the customer got with a delivery, as far as it belongs to this order."""
        own = delivery.move_ids.filtered(lambda move: move.state == "done" and move.quantity)
        return own.filtered(lambda move: move.sale_line_id.order_id.customer_order_id == self)

    def _read_remarks(self, delivery, entered):
        found = []
        for move in self._get_delivered_moves(delivery):
            kind, quantity = entered.get(str(move.id), ("", ""))
            if kind or quantity:
                found.append(self._read_remark(move, kind, quantity))
        return found

    def _read_remark(self, move, kind, quantity):
        if kind not in REMARK_KINDS or not quantity:
            raise DraftRefused(
                self.env._("%(item)s: please say what is wrong and with how many.", item=move.product_id.display_name)
            )
        quantity = self._read_quantity(quantity)
        if move.product_uom.compare(quantity, move.quantity) > 0:
            raise DraftRefused(
                self.env._("%(item)s: that is more than was delivered.", item=move.product_id.display_name)
            )
        return Remark(move, kind, quantity)

    def _report_remarks(self, delivery, remarks, note, *, is_refused):
        for remark in remarks:
            line = remark.move.sale_line_id.customer_order_line_id
            unit = line.product_uom_id or remark.move.product_uom
            self._report_incident(
                {
                    "picking_id": delivery.id,
                    "line_id": line.id,
                    "kind": remark.kind,
                    "quantity": remark.move.product_uom._compute_quantity(remark.quantity, unit),
                    "description": note,
                }
            )
        if is_refused and not remarks:
            self._report_incident({"picking_id": delivery.id, "kind": "other", "description": note})

    def _tell_delivery_answer(self, answer):
        names = {"name": answer.person, "delivery": answer.picking_id.name}
        self.message_post(
            body=self.env._("%(name)s accepted %(delivery)s in the portal.", **names)
            if answer.verdict == "accepted"
            else self.env._("%(name)s refused %(delivery)s in the portal.", **names),
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _get_delivery_answer(self, delivery):
        """What the customer said last of a delivery."""
        return delivery.customer_order_acceptance_ids.sorted("id")[-1:]

    def _get_answer_statement(self):
        """What the customer ticks before it signs for a delivery, in words."""
        return self.env._("I answer in the name of %(customer)s.", customer=self.commercial_partner_id.name)
