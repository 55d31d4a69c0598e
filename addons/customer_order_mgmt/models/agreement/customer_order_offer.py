import json
from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...exceptions import OrderIncomplete, OrderStateRefused
from ...logic.given import is_said
from ...logic.offer import LINE, alterations
from ..customer_order_line import COMPARED

# With so many decimals at least.
NUMBERS = {"quantity": 0, "price_unit": 2, "discount": 0}
# Their position is that in our answer.
ANSWERED = (*LINE, "promised_date")
# What of the order can say something else than what was received, so that the notice follows while it is written.
WORDS = (
    "amount_total",
    "partner_id",
    "partner_invoice_id",
    "partner_shipping_id",
    "payment_term_id",
    "incoterm_id",
    "incoterm_location",
    "instructions",
    "terms",
    *(f"line_ids.{name}" for name in COMPARED),
    "line_ids.instructions",
)
ALTERATION = {"line": "integer", "field": "text", "before?": "text", "after?": "text"}


class CustomerOrder(models.Model):
    """What we altered in the order since the customer's words were received, and correcting what we typed wrongly."""

    _inherit = "customer.order"

    is_altered = fields.Boolean(
        compute="_compute_alterations",
        help="The order says something else than what was received: accepting it makes a counter-offer.",
    )
    alterations = fields.Text(string="Altered since Receipt", compute="_compute_alterations")

    @api.depends("state", "received_content", *WORDS)
    def _compute_alterations(self):
        for order in self:
            found = order._get_alterations() if order.state == "received" else []
            order.is_altered = bool(found)
            order.alterations = "\n".join(order._describe_alterations(found))

    def _get_alterations(self, content=None):
        """Return the ``Change`` list of what this order alters in what was received; ``content`` saves computing it."""
        self.ensure_one()
        if self.is_taken_over or not self.received_content:
            # What was agreed before this system was in use is recorded as it was agreed.
            return []
        content = content or self._get_content()
        return alterations(json.loads(self.received_content), content.payload(), self._get_late_days())

    def _get_late_days(self):
        """How many days later than requested a promise may be without altering the order; None: it never does."""
        company = self.company_id
        return company.customer_order_late_days if company.customer_order_late_is_counter else None

    def _describe_alterations(self, found):
        """Return a sentence per ``Change``, for people."""
        return [self._describe_alteration(change) for change in found]

    def _describe_alteration(self, change):
        names = {"line": change.line, "before": change.before, "after": change.after}
        if change.field == "line":
            if change.after is None:
                return self.env._("Line %(line)s was left out: %(before)s", **names)
            return self.env._("Line %(line)s was added: %(after)s", **names)
        label = self._get_alteration_label(change)
        before, after = (self._say_altered(change.field, value) for value in (change.before, change.after))
        names |= {"line": self._say_position(change), "label": label, "before": before, "after": after}
        if change.line:
            return self.env._("Line %(line)s, %(label)s: %(before)s → %(after)s", **names)
        return self.env._("%(label)s: %(before)s → %(after)s", **names)

    def _say_position(self, change):
        """The position of an altered line, with what is on it where the position is one of this order."""
        name = self.line_ids.sorted()[change.line - 1 : change.line].name if change.field in ANSWERED else ""
        return f"{change.line}, {name.splitlines()[0]}" if name else change.line

    def _say_altered(self, field, value):
        """A value of a payload as people write it: numbers and dates in the language of the reader."""
        if value in (None, ""):
            return self.env._("nothing")
        if field in NUMBERS:
            number = Decimal(value).normalize()
            decimals = max(-number.as_tuple().exponent, NUMBERS[field])
            return formatLang(self.env, float(number), digits=decimals)
        return format_date(self.env, value) if field.endswith("_date") else str(value)

    def _get_alteration_label(self, change):
        version = self.env["customer.order.version.line" if change.line else "customer.order.version"]
        if change.field not in version._fields:
            return change.field
        return version._fields[change.field]._description_string(self.env)

    def _prepare_alterations_payload(self, found):
        values = []
        for change in found:
            value = {"line": change.line, "field": change.field}
            for side in ("before", "after"):
                if getattr(change, side) is not None:
                    value[side] = str(getattr(change, side))
            values.append(value)
        return values

    def action_correct(self, reason):
        """Say that the alterations since receipt mend what we had captured wrongly: these are the customer's words.

        What was sealed at receipt stays; the correction is sealed with its reason and becomes what acceptance is
        compared with.
        """
        self.check_access("write")
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please give the reason why the captured order is corrected."))
        for order in self:
            order._correct(reason)
        return True

    def _correct(self, reason):
        self._begin_act("received")
        self._check_complete(self._get_receipt_faults())
        content = self._get_content()
        found = self._get_alterations(content)
        if not found:
            raise OrderStateRefused(self.env._("%s says what was received: there is nothing to correct.", self.name))
        # The promise is ours: no word of the customer's.
        lines = tuple(replace(line, promised_date=line.requested_date) for line in content.lines)
        text, content_hash = self._get_canonical(replace(content, lines=lines))
        payload = {
            "content": content_hash,
            "corrected_content": self.received_hash,
            "changed": self._prepare_alterations_payload(found),
        }
        self._advance("received", received_content=text, received_hash=content_hash)
        self._seal("customer_order.corrected", payload, reason=reason)

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.corrected": EventSchema(
                1, {"content": "hash", "corrected_content": "hash", "changed": [ALTERATION]}
            ),
        }
