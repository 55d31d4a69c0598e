from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_repr

from ...exceptions import OrderFileRefused
from ...logic.capture import CapturedOrder
from ...logic.order_change import ChangeKind, ChangeRefused, LineAction, match
from ...logic.order_response import net_price


class CustomerOrderAmendment(models.Model):
    """The lines of an amendment that the customer asks for by electronic message."""

    _inherit = "customer.order.amendment"

    @api.model
    def _prepare_change_lines(self, order, change):
        """Return the commands of the lines: every line in force, as it shall be, and the new ones.

        Raises ``OrderFileRefused`` when the message names lines, items or units that the order does not have.
        """
        if change.kind == ChangeKind.CANCELLATION:
            return [Command.create(self._prepare_cancelled_line(line)) for line in order.line_ids.sorted()]
        self._check_change_currency(order, change)
        found = self._match_change(order, change)
        by_key = {found[line.number]: line for line in change.lines if line.number in found}
        lines = order.line_ids.sorted()
        self._check_change_units({line: by_key[line.id] for line in lines if line.id in by_key})
        known = [Command.create(self._prepare_changed_line(line, by_key.get(line.id))) for line in lines]
        added = [
            line
            for line in change.lines
            if line.action == LineAction.ADD or (line.action == LineAction.UNSAID and line.number not in found)
        ]
        return known + self._prepare_added_lines(order, added)

    def _check_change_currency(self, order, change):
        """Raise when prices are in another currency: agreeing to it would agree to other amounts."""
        own, other = order.currency_id.name, change.currency_code
        if other not in ("", own) and any(line.captured.price_unit is not None for line in change.lines):
            raise OrderFileRefused(
                self.env._("The order is in %(own)s, and the change is in “%(other)s”.", own=own, other=other)
            )

    def _match_change(self, order, change):
        try:
            return match(change.lines, order._get_ordered_lines())
        except ChangeRefused as error:
            raise self.env["customer.order.change"]._prepare_refusal(error, change.number) from error

    def _prepare_cancelled_line(self, line):
        # What was delivered or invoiced cannot be taken back by a message.
        return {"order_line_id": line.id, "quantity": min(line.quantity, line._get_done_quantity())}

    def _prepare_changed_line(self, line, change):
        """Return the values of the amendment's line for ``line``, changed as ``change`` says if there is one."""
        if change and change.action == LineAction.REMOVE:
            return self._prepare_cancelled_line(line)
        vals = {"order_line_id": line.id}
        if not change:
            return vals
        captured = change.captured
        if captured.quantity is not None:
            vals["quantity"] = float(captured.quantity)
        if captured.requested_date and captured.requested_date != line.requested_date:
            # The customer asks for that day: agreeing to it is promising it.
            vals |= {"requested_date": captured.requested_date, "promised_date": captured.requested_date}
        if captured.price_unit is not None and captured.price_unit != self._get_net_price(line):
            vals |= {"price_unit": float(captured.price_unit), "discount": 0.0}
        return vals

    def _get_net_price(self, line):
        digits = self.env["decimal.precision"].precision_get
        return net_price(
            Decimal(float_repr(line.quantity, digits("Product Unit"))),
            Decimal(repr(line.price_unit)),
            Decimal(float_repr(line.discount, digits("Discount"))),
            Decimal(float_repr(line.price_subtotal, line.currency_id.decimal_places)),
        )

    def _check_change_units(self, changes):
        """Raise unless every change counts in the unit of its line; ``changes`` by line."""
        named = {change.captured.unit for change in changes.values() if change.captured.unit}
        units = self.env["customer.order.resolver"]._find_units(named)
        for line, change in changes.items():
            text = change.captured.unit
            if text and line.product_uom_id not in units[text]:
                raise OrderFileRefused(
                    self.env._(
                        "Line %(line)s: it is ordered in %(unit)s, and the change counts in “%(other)s”.",
                        line=change.number,
                        unit=line.product_uom_id.name,
                        other=text,
                    )
                )

    def _prepare_added_lines(self, order, added):
        if not added:
            return []
        captured = CapturedOrder(lines=tuple(line.captured for line in added))
        [resolution] = self.env["customer.order.resolver"]._resolve(
            [captured], order.company_id, order.partner_id, allow_custom=True
        )
        if not resolution.is_valid:
            sentences = order._describe_problems([p for p in resolution.problems if p.is_blocking])
            raise OrderFileRefused("\n".join(sentences))
        fields = ("product_id", "name", "quantity", "product_uom_id", "price_unit", "discount", "instructions")
        return [
            Command.create(
                {
                    **{name: vals[name] for name in fields if vals.get(name)},
                    "sequence": 1000 + position,
                    "requested_date": vals["requested_date"],
                    "promised_date": vals["requested_date"],
                }
            )
            for position, vals in enumerate(resolution.line_vals)
        ]

    def _try_request(self, document):
        """Take the customer's own message as its consent to exactly this, where it can be agreed at all."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._request_by_customer({"channel": "edi", "document_id": document.id})
        except UserError as error:
            self._message_log(body=self.env._("It cannot be agreed as it is asked for: %(reason)s", reason=error))
