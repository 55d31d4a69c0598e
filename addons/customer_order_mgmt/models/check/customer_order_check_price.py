from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.tools import format_date, formatLang

from ...logic.check import Check, Response, Result


class ExpectedPrice(NamedTuple):
    """A net price for one of the line's units, in the order's currency, and the words that say where it is from."""

    price: float
    origin: str


class CustomerOrder(models.Model):
    """Prices and discounts beside those of the framework, the quotation or the pricelist, whichever speaks first."""

    _inherit = "customer.order"

    def _get_price_checks(self):
        expected, unpriced = self._get_expected_prices(), self._get_unpriced_lines()
        found = {}
        for order in self:
            # A line that was taken back costs nothing.
            lines = order.line_ids.filtered(lambda line: line in expected and line.quantity)
            checks = {line: line._check_price(expected[line]) for line in lines}
            failed = {line: check for line, check in checks.items() if check.result != Result.PASS}
            forgotten = (order.line_ids & unpriced).filtered(lambda line, failed=failed: line not in failed)
            found[order] = [*failed.values(), *(line._prepare_unpriced() for line in forgotten)]
            if not found[order]:
                found[order].append(order._prepare_price_pass(len(lines)))
        return found

    def _get_unpriced_lines(self):
        """The lines that cost nothing although neither a discount nor a quotation or framework says that they are
        free: their price was never said."""
        lines = self.line_ids.filtered(lambda line: line.quantity and not line.price_unit and line.discount < 100)
        if not lines:
            return lines
        agreed = {**self._get_quotation_prices(), **self._get_framework_prices()}
        return lines.filtered(lambda line: line not in agreed or round(agreed[line].price, 6))

    def _prepare_price_pass(self, count):
        tolerance = formatLang(self.env, self.company_id.customer_order_price_tolerance, digits=2)
        message = self.env._(
            "The prices are as expected (lines: %(count)s, tolerance: %(tolerance)s %%).",
            count=count,
            tolerance=tolerance,
        )
        if not count:
            message = self.env._("There is no price to compare with.")
        elif self.company_id.customer_order_price_response == Response.NOTHING:
            message = self.env._("The company does not compare prices.")
        return Check(topic="price", code="price", result=Result.PASS, message=message)

    def _get_expected_prices(self):
        """Return ``{line: ExpectedPrice}``; lines that nothing prices are left out. Extend with ``super()``."""
        return {**self._get_pricelist_prices(), **self._get_quotation_prices(), **self._get_framework_prices()}

    def _get_pricelist_prices(self):
        lines = self.line_ids.filtered("product_id")
        rules = self._get_pricelist_rules(lines.product_id)
        prices = {}
        for line in lines:
            rule = line._find_pricelist_rule(rules[line.order_id.pricelist_id])
            prices[line] = ExpectedPrice(line._get_rule_price(rule), self._name_rule(line, rule))
        return prices

    def _get_pricelist_rules(self, products):
        """Return ``{pricelist: rules}``, in their order: all at once, where Odoo searches for each line."""
        rules = self.env["product.pricelist.item"].search(
            [
                ("pricelist_id", "in", self.pricelist_id.ids),
                "|",
                ("categ_id", "=", False),
                ("categ_id", "parent_of", products.categ_id.ids),
                "|",
                ("product_tmpl_id", "=", False),
                ("product_tmpl_id", "in", products.product_tmpl_id.ids),
                "|",
                ("product_id", "=", False),
                ("product_id", "in", products.ids),
            ]
        )
        return defaultdict(self.env["product.pricelist.item"].browse, rules.grouped("pricelist_id"))

    def _name_rule(self, line, rule):
        pricelist = line.order_id.pricelist_id
        if not pricelist:
            return self.env._("in the product's list price")
        if rule.date_start:
            return self.env._(
                "in the pricelist %(pricelist)s from %(date)s",
                pricelist=pricelist.name,
                date=format_date(self.env, rule.date_start),
            )
        return self.env._("in the pricelist %(pricelist)s", pricelist=pricelist.name)
