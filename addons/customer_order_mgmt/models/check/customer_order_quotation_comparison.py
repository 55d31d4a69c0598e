from odoo import api, fields, models

from ...logic.quotation import Aspect, Change, Comparison, Head, HeadDifference, compare, plain
from ..customer_order_line import COMPARED
from .customer_order_check_price import ExpectedPrice
from .customer_order_quotation import OPEN_QUOTATION
from .quotation_position import place_of


class CustomerOrder(models.Model):
    """The order beside the quotations it answers: what differs, line by line and in the terms."""

    _inherit = "customer.order"

    quotation_comparison = fields.Html(
        compute="_compute_quotation_comparison", sanitize=False, groups="base.group_user"
    )
    has_quotation_differences = fields.Boolean(compute="_compute_quotation_comparison")

    @api.depends_context("lang", "uid")
    @api.depends(
        "quotation_ids.state",
        "quotation_ids.validity_date",
        "quotation_ids.order_line",
        "currency_id",
        "payment_term_id",
        "incoterm_id",
        "incoterm_location",
        "partner_shipping_id",
        *(f"line_ids.{name}" for name in COMPARED),
    )
    def _compute_quotation_comparison(self):
        for order in self:
            comparison = order._compare_with_quotations()
            order.has_quotation_differences = bool(order.quotation_ids) and not comparison.is_equal
            order.quotation_comparison = order._render_comparison(comparison) if order.quotation_ids else False

    def _compare_with_quotations(self, lines=None, quotations=None):
        """Return the ``Comparison`` of the order, or of some of its ``lines``, with its quotations, or some of them."""
        self.ensure_one()
        # sudo: what an order answers is compared whoever accepts it; no role in sales is needed for that.
        quotations = (self.quotation_ids if quotations is None else quotations).sudo()
        if not quotations:
            return Comparison()
        lines = self.line_ids if lines is None else lines
        offered = [position for sale in quotations for position in sale._prepare_quotation_positions()]
        ordered = [
            line._prepare_quotation_position(number)
            for number, line in enumerate(self.line_ids.sorted(), start=1)
            if line in lines
        ]
        heads = [(sale._prepare_quotation_head(), self._prepare_quotation_head()) for sale in quotations]
        comparison = compare(offered, ordered, heads)
        return Comparison((*self._get_quotation_obstacles(quotations), *comparison.heads), comparison.lines)

    def _get_quotation_obstacles(self, quotations):
        """Return what keeps quotations from being confirmed as they are, as differences of their heads."""
        found = []
        # An answer that reached us in time is in time, however long we take to accept it.
        day = self.received_date or self._get_today()
        for sale in quotations:
            if sale.state not in OPEN_QUOTATION or (sale.customer_order_id and sale.customer_order_id != self):
                states = dict(sale._fields["state"]._description_selection(self.env))
                change = Change(Aspect.STATE, states[sale.state], "")
                found.append(HeadDifference(quotation=sale.name, change=change))
            elif sale.validity_date and sale.validity_date < day:
                change = Change(Aspect.VALIDITY, sale.validity_date.isoformat(), day.isoformat())
                found.append(HeadDifference(quotation=sale.name, change=change))
        return found

    def _prepare_quotation_head(self):
        """Return the terms of the order that a quotation states, too. Extend both sides alike."""
        return Head(
            name=self.name,
            terms={
                Aspect.CURRENCY: self.currency_id.name or "",
                Aspect.PAYMENT_TERMS: self.payment_term_id.name or "",
                Aspect.INCOTERM: " ".join(filter(None, (self.incoterm_id.code, self.incoterm_location))),
                Aspect.DELIVERY_ADDRESS: place_of(self.partner_shipping_id or self.partner_id),
            },
        )

    def _render_comparison(self, comparison):
        return self.env["ir.qweb"]._render(
            "customer_order_mgmt.quotation_comparison",
            {
                "order": self,
                "comparison": comparison,
                "aspects": self._get_aspect_labels(),
                "changed": lambda line: {change.aspect for change in line.changes},
                "plain": plain,
            },
        )

    def _get_quotation_prices(self):
        """Return ``{line: ExpectedPrice}`` for the lines that answer a line of a quotation."""
        prices = {}
        lines = self.env["customer.order.line"]
        for order in self.filtered("quotation_ids"):
            for pair in order._compare_with_quotations().lines:
                if pair.offered and pair.ordered:
                    offered, ordered = pair.offered, pair.ordered
                    net = offered.price * (1 - offered.discount / 100) / offered.factor * ordered.factor
                    prices[lines.browse(ordered.key)] = ExpectedPrice(float(net), self.env._("in our quotation"))
        return prices
