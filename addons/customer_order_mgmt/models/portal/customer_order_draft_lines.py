from collections import defaultdict

from odoo import models
from odoo.fields import Command, Domain

from ...exceptions import DraftRefused

MAX_LINES = 500


class CustomerOrder(models.Model):
    """Lines of a draft in the portal: what a customer may say, and what we compute from it."""

    _inherit = "customer.order"

    def _portal_add_products(self, rows):
        """Add products of the list; ``rows`` are ``(product id, quantity, requested day)``, added all or none.

        The same product for the same day is one line: its quantity grows.
        """
        draft = self._portal_take()
        products = draft._get_list_products([product_id for product_id, _quantity, _day in rows])
        wanted = defaultdict(float)
        for product_id, quantity, day in rows:
            wanted[products[product_id], draft._read_day(day)] += draft._read_quantity(quantity)
        present = {(line.product_id, line.requested_date): line for line in draft.line_ids if line.product_id}
        grown = draft.line_ids.browse()
        for key in wanted.keys() & present.keys():
            grown |= present[key]
            present[key].quantity = draft._read_quantity(present[key].quantity + wanted[key])
        own_codes = draft.env["product.product"].browse(products)._get_own_codes(draft)
        new = [(key, quantity) for key, quantity in wanted.items() if key not in present]
        draft.line_ids = [draft._prepare_list_line(*key, quantity, own_codes) for key, quantity in new]
        grown._refresh_price()
        draft._check_line_count()

    def _prepare_list_line(self, product, day, quantity, own_codes):
        return Command.create(
            {
                "product_id": product.id,
                "quantity": quantity,
                "requested_date": day,
                "customer_product_code": own_codes.get(product.id, False),
            }
        )

    def _get_list_products(self, product_ids):
        """Return ``{id: product}`` of the list; an id that is not in it is refused."""
        products = self.env["product.product"]
        found = products.search(products._get_customer_list_domain(self) & Domain("id", "in", product_ids))
        if set(product_ids) - set(found.ids):
            raise DraftRefused(self.env._("This item is not in our list any more."))
        return {product.id: product for product in found}

    def _portal_write_line(self, line_id, field, value):
        """Write one value of a line as the customer entered it; return the line."""
        line = self._portal_take()._get_portal_line(line_id)
        line._portal_set(field, line._read_portal_value(field, value))
        return line

    def _portal_remove_line(self, line_id):
        """Take a line out of the draft, with its files."""
        line = self._portal_take()._get_portal_line(line_id)
        files = line.attachment_ids
        line.unlink()
        files.unlink()

    def _portal_set_day(self, value):
        """Ask for all lines on the same day."""
        draft = self._portal_take()
        draft.line_ids.requested_date = draft._read_day(value)

    def _get_portal_line(self, line_id):
        line = self.line_ids.filtered(lambda line: str(line.id) == str(line_id))
        if not line:
            raise DraftRefused(self.env._("This line is no longer in your draft. Please reload the page."))
        return line

    def _check_line_count(self):
        if len(self.line_ids) > MAX_LINES:
            raise DraftRefused(self.env._("An order can have at most %(count)s lines.", count=MAX_LINES))

    # Prices of the list

    def _get_list_prices(self, products, quantity=1.0):
        """Return ``{product id: unit price}`` for this order's customer, in a constant number of queries."""
        company = self.company_id or self.env.company
        prices = self.pricelist_id._get_products_price(
            products,
            quantity,
            currency=self.currency_id or company.currency_id,
            date=self._get_reference_date(),
        )
        return {
            product.id: product._get_tax_included_unit_price_from_price(
                prices[product.id],
                product_taxes=product.taxes_id._filter_taxes_by_company(company),
                fiscal_position=self.fiscal_position_id,
            )
            for product in products
        }

    def _get_list_taxes(self, product):
        company = self.company_id or self.env.company
        return self.fiscal_position_id.map_tax(product.taxes_id._filter_taxes_by_company(company))

    def _refresh_terms(self):
        """Bring a draft that was kept for a while to today's terms, prices and taxes."""
        self.customer_date = self._get_today()
        self._compute_commercial_terms()
        self._compute_currency_id()
        self._compute_fiscal_position_id()
        self._compute_terms()
        self.line_ids._compute_tax_ids()
        self.line_ids._refresh_price()
