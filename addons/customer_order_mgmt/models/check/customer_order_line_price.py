from datetime import datetime, time
from decimal import Decimal

from odoo import fields, models
from odoo.tools import formatLang

from ...logic.check import Check, Response, Result, deviation, judge_price


class CustomerOrderLine(models.Model):
    """The price of a line beside the price it should have."""

    _inherit = "customer.order.line"

    def _get_label(self):
        """What a message calls this line."""
        self.ensure_one()
        return self.product_id.name or (self.name or "").strip().split("\n")[0]

    def _get_net_price(self):
        self.ensure_one()
        return self.price_unit * (1 - (self.discount or 0.0) / 100)

    def _get_price_day(self):
        self.ensure_one()
        return self.order_id.customer_date or fields.Date.context_today(self)

    def _find_pricelist_rule(self, rules):
        """Return the first of the pricelist's ``rules`` that is for this line, as Odoo would choose it."""
        self.ensure_one()
        day = self._get_price_day()
        quantity = self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id, raise_if_failure=False)
        return next(
            (
                rule
                for rule in rules
                if not (rule.date_start and rule.date_start > datetime.combine(day, time.max))
                and not (rule.date_end and rule.date_end < datetime.combine(day, time.min))
                and rule._is_applicable_for(self.product_id, quantity)
            ),
            rules.browse(),
        )

    def _get_rule_price(self, rule):
        self.ensure_one()
        order, product = self.order_id, self.product_id
        # Asked for another currency, Odoo does not convert fixed prices (product.pricelist.item._compute_price).
        currency, day = rule.currency_id or order.currency_id, self._get_price_day()
        price = rule._compute_price(product, self.quantity, self.product_uom_id, date=day, currency=currency)
        if currency != order.currency_id:
            price = currency._convert(price, order.currency_id, order.company_id, day, round=False)
        return product._get_tax_included_unit_price_from_price(
            price,
            product_taxes=product.taxes_id._filter_taxes_by_company(order.company_id),
            fiscal_position=order.fiscal_position_id,
        )

    def _say_price(self, price):
        """A price as people write it: in the decimals of the currency, with more of them where it has more."""
        decimals = max(-price.normalize().as_tuple().exponent, self.order_id.currency_id.decimal_places)
        return formatLang(self.env, float(price), digits=decimals)

    def _check_price(self, expected):
        """Return the ``Check`` of this line's net price."""
        self.ensure_one()
        company = self.order_id.company_id
        sides = [Decimal(repr(round(price, 6))) for price in (self._get_net_price(), expected.price)]
        tolerance = Decimal(repr(company.customer_order_price_tolerance))
        off = deviation(*sides)
        ordered, right = (self._say_price(side) for side in sides)
        message = self.env._(
            "%(item)s: %(ordered)s on the order, %(expected)s %(origin)s"
            " (%(deviation)s %%, tolerance %(tolerance)s %%).",
            item=self._get_label(),
            ordered=ordered,
            expected=right,
            origin=expected.origin,
            deviation=("+" if off > 0 else "−" if off else "") + formatLang(self.env, float(abs(off)), digits=2),
            tolerance=formatLang(self.env, float(tolerance), digits=2),
        )
        result = judge_price(*sides, tolerance, Response(company.customer_order_price_response))
        return Check(
            topic="price",
            code="price",
            result=result,
            message=message,
            line_id=self.id,
            ordered=ordered,
            expected=right,
            measure=abs(off),
        )

    def _prepare_unpriced(self):
        """Return the ``Check`` of a line whose price nobody said; no setting silences it."""
        self.ensure_one()
        message = self.env._(
            "%(item)s has no price: enter it before accepting, or a discount of 100 %% where it is free.",
            item=self._get_label(),
        )
        return Check(topic="price", code="unpriced", result=Result.WARN, message=message, line_id=self.id)
