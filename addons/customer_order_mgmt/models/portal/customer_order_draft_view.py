from odoo import models
from odoo.tools import format_amount
from odoo.tools.misc import formatLang


class CustomerOrder(models.Model):
    """What the pages of a draft show."""

    _inherit = "customer.order"

    def _portal_get_figures(self):
        """Return the figures of the draft as texts: totals, and per line its price and amount."""
        draft = self._portal_take()
        currency = draft.currency_id
        return {
            "count": len(draft.line_ids),
            "untaxed": format_amount(draft.env, draft.amount_untaxed, currency),
            "tax": format_amount(draft.env, draft.amount_tax, currency),
            "total": format_amount(draft.env, draft.amount_total, currency),
            "lines": {
                line.id: {
                    "price": draft._format_price(line.price_unit) if line.product_id else "",
                    "amount": format_amount(draft.env, line.price_subtotal, currency) if line.product_id else "",
                    "day": line.requested_date and line.requested_date.isoformat(),
                }
                for line in draft.line_ids
            },
        }

    def _format_price(self, price):
        """A unit price in the order's currency, with the decimals that prices have."""
        return formatLang(self.env, price, dp="Product Price", currency_obj=self.currency_id)

    def _get_portal_title(self):
        """The words by which a customer knows its order before it has a number of ours."""
        return self.customer_reference or (self.name if self.state != "draft" else self.env._("Draft"))
