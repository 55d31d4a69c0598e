from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_credit_prices(self):
        """Return what this line's quantity costs by its price list, and what it is given for; None where it has no
        price there.

        A lower price counts like a discount; what the price list itself takes off does not.
        """
        self.ensure_one()
        if self.display_type or not self.product_id or self.is_downpayment or self.combo_item_id:
            return None
        listed = self.with_company(self.company_id)._get_pricelist_price()
        taxes = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        listed = self.product_id._get_tax_included_unit_price_from_price(
            listed, product_taxes=taxes, fiscal_position=self.order_id.fiscal_position_id
        )
        if listed <= 0 or self.product_uom_qty <= 0:
            return None
        given = self.price_unit * (1 - (self.discount or 0.0) / 100)
        return listed * self.product_uom_qty, given * self.product_uom_qty

    def _get_credit_share(self, quantity):
        """Return what ``quantity`` of this line's goods is worth, taxes included, in the currency of the order."""
        if not self.product_uom_qty or self.product_id.type != "consu":
            return 0.0
        return self.price_total * min(quantity / self.product_uom_qty, 1.0)
