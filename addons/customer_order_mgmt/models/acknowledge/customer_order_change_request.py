import json

from markupsafe import Markup
from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...logic.acknowledgement import pair, promises_of, wishes_of
from ...logic.order_change import ChangeKind, OrderedLine
from ..agreement.customer_order_amending import AMENDABLE_STATES


class CustomerOrder(models.Model):
    """A change that the customer asks for by electronic message, put on record."""

    _inherit = "customer.order"

    @api.model
    def _get_evidence_events(self):
        return super()._get_evidence_events() | {
            "customer_order.change_received": EventSchema(
                1,
                {
                    "kind": "text",
                    "number": "text",
                    "channel": "text",
                    "issue_date?": "date",
                    "amendment?": "text",
                    "document": "file",
                },
            ),
        }

    def _note_change(self, change, file_vals, channel):
        """Seal the customer's document and return what it became: an amendment in draft, or this order."""
        self.ensure_one()
        is_amended = self.state in AMENDABLE_STATES
        amendment = self._prepare_change_amendment(change, channel) if is_amended else None
        # sudo: who may write the order may attach the customer's document to it, whichever record keeps it.
        document = self.env["ir.attachment"].sudo().create({**file_vals, **self._prepare_change_owner(amendment)})
        if amendment:
            amendment.source_attachment_ids = document
        elif self.state == "received":
            self.source_attachment_ids = [*self.source_attachment_ids.ids, document.id]
        self._seal("customer_order.change_received", self._prepare_change_payload(change, channel, amendment, document))
        self._tell_of_change(change, amendment, document)
        if amendment and channel == "edi":
            amendment._try_request(document)
        return amendment or self

    def _get_noted_changes(self):
        """Return the numbers of the changes that were put on record for this order."""
        domain = [
            ("subject_model", "=", self._name),
            ("subject_key", "=", self._get_evidence_key()),
            ("company_ref", "=", self.company_id.id),
            ("event", "=", "customer_order.change_received"),
        ]
        # sudo: whether a message is known does not depend on whether the user may read the ledger.
        return {json.loads(entry.payload)["number"] for entry in self.env["evidence.entry"].sudo().search(domain)}

    def _prepare_change_owner(self, amendment):
        return {"res_model": (amendment or self)._name, "res_id": (amendment or self).id}

    def _prepare_change_payload(self, change, channel, amendment, document):
        return {
            "kind": str(change.kind),
            "number": change.number,
            "channel": channel,
            "issue_date": change.issue_date,
            "amendment": amendment.name if amendment else None,
            "document": document,
        }

    def _prepare_change_amendment(self, change, channel):
        lines = self.env["customer.order.amendment"]._prepare_change_lines(self, change)
        amendment = self.env["customer.order.amendment"].create(
            {
                "order_id": self.id,
                "reason": change.note or self._get_change_title(change),
                "request_reference": change.number,
                "line_ids": lines,
            }
        )
        return amendment._ask_by(channel)

    def _tell_of_change(self, change, amendment, document):
        title = self._get_change_title(change)
        if amendment:
            wish = amendment.changes or self.env._("Nothing that is not in force already.")
        else:
            wish = self._describe_change(change)
        body = Markup("<p>%s</p><p style='white-space: pre-line'>%s</p>") % (title, wish)
        (amendment or self)._message_log(body=body, attachment_ids=[] if amendment else document.ids)
        note = self.env._("%(title)s\n%(wish)s", title=title, wish=wish)
        (amendment or self)._tell_responsible(self.env._("The customer asks for a change"), note)

    def _get_change_title(self, change):
        names = {"number": change.number, "order": change.order_number or self.name}
        if change.kind == ChangeKind.CANCELLATION:
            return self.env._("The customer cancels order %(order)s (message %(number)s).", **names)
        return self.env._("The customer changes order %(order)s (message %(number)s).", **names)

    def _describe_change(self, change):
        """What the document asks for, in words, where no amendment can say it."""
        sentences = [change.note] if change.note else []
        actions = {
            "1": self.env._("added"),
            "2": self.env._("deleted"),
            "3": self.env._("changed"),
            "4": self.env._("not affected"),
            "": self.env._("stated"),
        }
        for line in change.lines:
            captured = line.captured
            sentences.append(
                self.env._(
                    "Line %(number)s %(action)s: %(quantity)s %(unit)s %(item)s, price %(price)s, wanted %(day)s",
                    number=line.number,
                    action=actions[line.action],
                    quantity=captured.quantity if captured.quantity is not None else "–",
                    unit=captured.unit,
                    item=captured.description or captured.customer_product_code or captured.product_code,
                    price=captured.price_unit if captured.price_unit is not None else "–",
                    day=captured.requested_date or "–",
                )
            )
        return "\n".join(sentences)

    def _get_ordered_lines(self):
        """Return the lines in force as the customer counts them: by their position in its own order."""
        self.ensure_one()
        version = self.current_version_id
        keys = {line.sequence: line.line_res_id for line in version.line_ids}
        promises = promises_of(json.loads(version.payload), keys)
        partners = pair(wishes_of(json.loads(self.received_content or "{}")), promises)
        return [
            OrderedLine(
                promise.key,
                partners[promise.position].position if promise.position in partners else 0,
                promise.product_code,
                promise.customer_product_code,
            )
            for promise in promises
        ]
