from dataclasses import replace

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ..exceptions import OrderIncomplete
from ..logic.given import is_said


class CustomerOrder(models.Model):
    """Receiving and rejecting an order."""

    _inherit = "customer.order"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.received": EventSchema(
                1,
                {
                    "content": "hash",
                    "received_date": "date",
                    "taken_over": "boolean",
                    "customer_reference?": "text",
                    "customer_date?": "date",
                    "currency": "text",
                    "total": "money",
                    "files": ["file"],
                },
            ),
            "customer_order.rejected": EventSchema(1, {"content": "hash", "total": "money"}),
        }

    def action_receive(self):
        """Register the customers' orders: complete, numbered without gaps, content and source files sealed."""
        self.check_access("write")
        for order in self:
            order._receive()
        return True

    def _receive(self):
        self._begin_act("draft")
        self._forget_stated_day()
        self._check_complete(self._get_receipt_faults())
        self.received_date = (self.is_taken_over and self.received_date) or self._get_today()
        content = self._get_content()
        # The counter row is taken when everything else is done, since it is what other receipts wait for.
        self.env.flush_all()
        content = replace(content, order_name=self._take_name())
        text, content_hash = self._get_canonical(content)
        self._advance("received", name=content.order_name, received_content=text, received_hash=content_hash)
        self._seal("customer_order.received", self._prepare_receipt_payload(content, content_hash))

    def _get_today(self):
        """Today where the company is: colleagues around the globe then agree on the day of an act."""
        self.ensure_one()
        zone = self.company_id.partner_id.tz
        return fields.Date.context_today(self.with_context(tz=zone) if zone else self)

    def _take_name(self):
        # sudo: nobody may write counters; receiving an order is what moves them.
        number = self.env["customer.order.counter"].sudo()._take_number(self.company_id)
        return f"{self.company_id.customer_order_prefix or ''}{number:05d}"

    def _prepare_receipt_payload(self, content, content_hash):
        return {
            "content": content_hash,
            "received_date": self.received_date,
            "taken_over": self.is_taken_over,
            "customer_reference": self.customer_reference or None,
            "customer_date": self.customer_date or None,
            "currency": content.currency_code,
            "total": str(content.amount_total),
            "files": list(self._get_files()),
        }

    def _adopt_files(self):
        """Attach the files to their order: uploaded to a new one, only their author can read them."""
        for order in self:
            # sudo: who may link a file to the order could read it, and so may attach it.
            files = order._get_files().sudo()
            files.filtered(lambda file: not file.res_id).write({"res_model": order._name, "res_id": order.id})

    def _get_files(self):
        """Every file that belongs to this order: sealed at receipt, readable by who reads the order. Extend with
        ``super()``."""
        return self.source_attachment_ids | self.line_ids.attachment_ids

    def action_open_reject(self):
        """Ask for the reason of a rejection."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject Customer Order"),
            "res_model": "customer.order.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_reject(self, reason):
        """Decline received orders; the reason is kept and sealed."""
        self._check_manager()
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please give the reason why the order is rejected."))
        for order in self:
            order._begin_act("received")
            order._advance("rejected", reject_reason=reason)
            order._seal(
                "customer_order.rejected",
                {"content": order.received_hash, "total": str(order._money(order.amount_total))},
                reason=reason,
            )
        return True

    def _check_complete(self, faults):
        if faults:
            order = self.customer_reference or self.display_name
            raise OrderIncomplete(
                self.env._("%(order)s is not complete:\n%(faults)s", order=order, faults="\n".join(faults))
            )

    def _get_receipt_faults(self):
        """Return one sentence per fault that keeps the order from being received. Extend with ``super()``."""
        self.ensure_one()
        faults = []
        if not self.partner_id:
            faults.append(self.env._("The customer is missing."))
        if not self.currency_id:
            faults.append(self.env._("The currency is missing."))
        if not self.line_ids:
            faults.append(self.env._("There is no line."))
        if self.is_taken_over and self.received_date and self.received_date > self._get_today():
            faults.append(self.env._("The order cannot be received on a day to come."))
        if self.currency_id.compare_amounts(self.amount_total, 0.0) < 0:
            faults.append(self.env._("The total is below zero."))
        for position, line in enumerate(self.line_ids.sorted(), start=1):
            faults += line._get_faults(position)
        return faults
