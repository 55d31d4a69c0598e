from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ...exceptions import AmendmentRefused, DuplicateOrder
from ...logic.check import Check, Result
from ...logic.duplicates import is_near, normalized

ENDED = ("rejected", "cancelled")
# A draft is not received: it may be the same document, captured twice, and warns only.
BLOCKING = ("received", "countered", "accepted", "fulfilled", "settled", "closed")
_TOGETHER = 100


class CustomerOrder(models.Model):
    """Orders that the customer sent twice: the same number, or another number and the same goods for the same sum."""

    _inherit = "customer.order"

    customer_reference_normalized = fields.Char(
        string="Comparable Number",
        compute="_compute_customer_reference_normalized",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The customer's number without case, spaces, punctuation, leading zeros and words such as PO or No.",
    )
    duplicate_ids = fields.Many2many(
        "customer.order",
        string="Same Number",
        compute="_compute_duplicates",
        groups="base.group_user",
        help="Orders of the same customer with the same number.",
    )
    near_duplicate_ids = fields.Many2many(
        "customer.order",
        string="Nearly the Same",
        compute="_compute_duplicates",
        groups="base.group_user",
        help="Recent orders of the same customer with nearly the same goods and total.",
    )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"customer_reference_normalized"}

    @api.depends("customer_reference")
    def _compute_customer_reference_normalized(self):
        for order in self:
            order.customer_reference_normalized = normalized(order.customer_reference) or False

    @api.depends("customer_reference", "partner_id", "amount_total", "duplicate_decision_ids.duplicate_ids")
    def _compute_duplicates(self):
        asked = self.filtered(lambda order: order.state not in ENDED)
        exact, near = asked._find_duplicates(), asked._find_near_duplicates()
        for order in self:
            order.duplicate_ids = exact.get(order)
            order.near_duplicate_ids = near.get(order)

    def _find_duplicates(self):
        """Return ``{order: orders}``: those with its number that nobody said are another release."""
        numbered = self.filtered("customer_reference_normalized")
        others = self.env["customer.order"].search(
            [
                ("company_id", "in", numbered.company_id.ids),
                ("commercial_partner_id", "in", numbered.commercial_partner_id.ids),
                ("customer_reference_normalized", "in", numbered.mapped("customer_reference_normalized")),
                ("state", "not in", ENDED),
            ]
        )
        by_key = others.grouped(lambda order: order._get_number_key())
        found = {}
        for order in numbered:
            same = by_key.get(order._get_number_key(), others.browse())
            found[order] = same.filtered(lambda other, order=order: not order._is_same_framework(other))
        return self._without_decided(found)

    def _get_number_key(self):
        self.ensure_one()
        return self.company_id.id, self.commercial_partner_id.id, self.customer_reference_normalized

    def _is_same_framework(self, other):
        """Whether both belong to one framework: customers order releases under the framework's number."""
        return bool(self._get_framework() & other._get_framework())

    def _get_framework(self):
        self.ensure_one()
        return self._origin if self.is_framework else self.framework_id

    def _find_near_duplicates(self):
        """Return ``{order: orders}``: those of the last days with nearly the same total and lines."""
        asked = self.filtered(
            lambda order: order.company_id.customer_order_near_days and order.partner_id and order.line_ids
        )
        found = {}
        for some in split_every(_TOGETHER, asked._ids, asked.browse):
            candidates = self.env["customer.order"].search(
                Domain.OR(order._get_near_domain() for order in some), order="id"
            )
            by_customer = candidates.grouped(lambda order: (order.company_id, order.commercial_partner_id))
            contents = defaultdict(Counter)
            for line in (candidates | some).line_ids:
                contents[line.order_id.id].update([line._get_signature()])
            for order in some:
                same = by_customer.get((order.company_id, order.commercial_partner_id), candidates.browse())
                near = [other.id for other in same if order._is_near(other, contents)]
                found[order] = candidates.browse(near)
        return self._without_decided(found)

    def _get_near_domain(self):
        self.ensure_one()
        company = self.company_id
        share = company.customer_order_near_tolerance / 100
        # The tolerance is a share of the larger total; a little wider here, since only ``logic`` decides.
        low, high = self.amount_total * (1 - share) - 0.01, self.amount_total / max(1 - share, 0.01) + 0.01
        day = self.received_date or self._get_today()
        near = timedelta(days=company.customer_order_near_days)
        received = Domain("received_date", ">=", day - near) & Domain("received_date", "<=", day + near)
        return Domain(
            [
                ("company_id", "=", company.id),
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("state", "not in", ENDED),
                ("amount_total", ">=", low),
                ("amount_total", "<=", high),
                ("id", "!=", self._origin.id),
            ]
        ) & (received | Domain("received_date", "=", False))

    def _is_near(self, other, contents):
        tolerance = Decimal(repr(self.company_id.customer_order_near_tolerance))
        totals = (self._money(self.amount_total), self._money(other.amount_total))
        return (
            self.currency_id == other.currency_id
            and other.id != self._origin.id
            and (not self.customer_reference_normalized or self._get_number_key() != other._get_number_key())
            and is_near(contents[self.id], contents[other.id], *totals, tolerance)
        )

    def _without_decided(self, found):
        """Leave out of ``{order: orders}`` the order itself and what was decided about."""
        return {order: others - order._origin - order._get_decided_duplicates() for order, others in found.items()}

    def _get_duplicate_checks(self):
        exact, near = self._find_duplicates(), self._find_near_duplicates()
        return {
            order: order._check_duplicates(exact.get(order, self.browse()), near.get(order, self.browse()))
            for order in self
        }

    def _check_duplicates(self, exact, near):
        checks = []
        blocking = exact.filtered(lambda order: order.state in BLOCKING)
        if blocking:
            message = self._explain_duplicates(blocking)
            checks.append(self._prepare_duplicate_check("duplicate", Result.BLOCK, message, blocking))
        if exact - blocking:
            message = self.env._("A draft of the same customer has the same number: it may be the same order.")
            checks.append(self._prepare_duplicate_check("duplicate_draft", Result.WARN, message, exact - blocking))
        if near:
            message = self.env._(
                "Nearly the same goods for nearly the same total stand on %(orders)s: is it the same order?",
                orders=", ".join(near.mapped("display_name")),
            )
            checks.append(self._prepare_duplicate_check("duplicate_near", Result.WARN, message, near))
        if not checks:
            message = self.env._("No other order of the customer has this number, and none is nearly the same.")
            checks.append(self._prepare_duplicate_check("duplicate", Result.PASS, message, self.browse()))
        return checks

    def _explain_duplicates(self, orders):
        return self.env._(
            "%(orders)s of the same customer has the number %(number)s too. Say whether this is another release or"
            " reject one of them.",
            orders=", ".join(orders.mapped("name")),
            number=self.customer_reference,
        )

    def _prepare_duplicate_check(self, code, result, message, orders):
        names = ", ".join(orders.mapped("display_name"))
        # Not for a controller to release: it is resolved by an act of its own, which names what it answers.
        return Check(topic="duplicate", code=code, result=result, message=message, expected=names, is_releasable=False)

    def _check_no_duplicate(self):
        """Raise ``DuplicateOrder`` while another order in force has the customer's number and nobody said why."""
        for order, blocking in self._find_blocking_duplicates():
            raise DuplicateOrder(order._explain_duplicates(blocking))

    def _check_number_is_free(self):
        """Raise ``AmendmentRefused`` when an amendment gives this order a number that another order in force has."""
        for order, blocking in self._find_blocking_duplicates():
            raise AmendmentRefused(
                self.env._(
                    "%(orders)s of the same customer has the number %(number)s: an accepted order cannot take it too.",
                    orders=", ".join(blocking.mapped("name")),
                    number=order.customer_reference,
                )
            )

    def _find_blocking_duplicates(self):
        """Yield ``(order, orders)`` where orders in force have its number and nobody said why."""
        # sudo: what is binding for the company does not depend on which orders the user may see.
        for order, others in self.sudo()._find_duplicates().items():
            blocking = others.filtered(lambda other: other.state in BLOCKING)
            if blocking:
                yield order, blocking

    def _claim_customer_number(self):
        if self.customer_reference_normalized:
            # sudo: the row only makes acceptances collide; nobody reads or writes it otherwise.
            self.env["customer.order.number"].sudo()._claim_number(self)
