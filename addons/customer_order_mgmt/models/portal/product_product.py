from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic.capture import readable

BOUGHT_STATES = ("accepted", "fulfilled", "settled", "closed")


class Purchase(NamedTuple):
    """When a customer last bought a product, and how much."""

    date: fields.Date
    quantity: float
    unit: str


class Offer(NamedTuple):
    """A product as one customer sees it in the list."""

    product: models.BaseModel
    price: float
    is_tax_included: bool
    last_purchase: Purchase | None
    own_code: str


class ProductProduct(models.Model):
    """The list from which customers order in the portal."""

    _inherit = "product.product"

    @api.model
    def _get_customer_list_domain(self, order):
        """Return which products the customer of ``order`` may order. Extend it with ``&`` to narrow the list."""
        return (
            Domain("sale_ok", "=", True)
            & Domain("is_customer_orderable", "=", True)
            & Domain("type", "!=", "combo")
            & Domain("company_id", "in", [False, order.company_id.id])
        )

    @api.model
    def _get_customer_search_domain(self, order, words):
        """Return which products ``words`` find: each word in a name, a code, or the customer's own code."""
        fields_searched = ("default_code", "name", "barcode", "product_template_variant_value_ids.name")
        found = Domain.TRUE
        for word in readable(words)[:100].split()[:10]:
            anywhere = Domain.OR(Domain(field, "ilike", word) for field in fields_searched)
            found &= anywhere | Domain("id", "in", self._find_by_own_code(order, word))
        return found

    def _get_customer_offers(self, order):
        """Return an ``Offer`` per product, in this order, with what ``order``'s customer pays and last bought.

        ``order`` is a draft, or a new record that only names company and customer. The number of queries does not
        depend on the number of products.
        """
        prices = order._get_list_prices(self)
        purchases = self._get_last_purchases(order)
        own_codes = self._get_own_codes(order)
        return [
            Offer(
                product=product,
                price=prices[product.id],
                is_tax_included=any(order._get_list_taxes(product).mapped("price_include")),
                last_purchase=purchases.get(product.id),
                own_code=own_codes.get(product.id, ""),
            )
            for product in self
        ]

    def _get_last_purchases(self, order):
        """Return ``{product id: Purchase}`` from the accepted orders of the customer, whichever contact ordered."""
        if not self:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (line.product_id)
                       line.product_id, customer_order.accepted_date, line.quantity, line.product_uom_id
                  FROM customer_order_line line
                  JOIN customer_order ON customer_order.id = line.order_id
                 WHERE line.product_id IN %(products)s
                   AND customer_order.commercial_partner_id = %(customer)s
                   AND customer_order.company_id = %(company)s
                   AND customer_order.state IN %(states)s
                 ORDER BY line.product_id, customer_order.accepted_date DESC, line.id DESC
                """,
                products=tuple(self.ids),
                customer=order.commercial_partner_id.id,
                company=order.company_id.id,
                states=BOUGHT_STATES,
            )
        )
        units = self.env["uom.uom"].browse(row[3] for row in rows)
        unit_names = {unit.id: unit.name for unit in units}
        return {product: Purchase(day, quantity, unit_names[unit]) for product, day, quantity, unit in rows}

    @api.model
    def _find_by_own_code(self, order, code):
        """Return ids of the products that the customer of ``order`` calls by a code like ``code``."""
        codes = self.env["customer.order.product.code"]
        return codes.search(codes._get_customer_domain(order) & Domain("code", "ilike", code)).product_id.ids

    def _get_own_codes(self, order):
        """Return ``{product id: code}`` by which the customer of ``order`` calls these products."""
        codes = self.env["customer.order.product.code"]
        found = codes.search(codes._get_customer_domain(order) & Domain("product_id", "in", self.ids), order="id")
        return {code.product_id.id: code.code for code in found}
