from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.customer_credit_view.tools import count_table
from odoo.tools import float_repr

COUNTED = """
    SELECT line.credit_debtor_id AS partner_id, line.company_id, line.currency_id,
           'ordered' AS part, line.promised_date AS day, line.credit_ordered AS amount
      FROM %(rows)s AS line
     WHERE line.credit_ordered <> 0 AND line.credit_debtor_id IS NOT NULL
"""
IN_FORCE = ("accepted", "fulfilled")


class CustomerOrderLine(models.Model):
    """What was accepted and is carried by no sales order counts itself; the rest counts through its sales lines."""

    _inherit = "customer.order.line"

    credit_debtor_id = fields.Many2one(
        related="order_id.partner_invoice_id", string="Debtor", store=True, index="btree_not_null"
    )
    credit_ordered = fields.Monetary(
        string="Accepted without Sales Order, with Tax", compute="_compute_credit_ordered", store=True
    )

    def init(self):
        super().init()
        self.env["credit.counter"].init()
        count_table(self.env.cr, self._table, COUNTED)

    @api.depends(
        "state",
        "quantity",
        "product_uom_id",
        "price_total",
        "order_id.is_framework",
        "sale_line_ids.state",
        "sale_line_ids.product_uom_qty",
        "sale_line_ids.product_uom_id",
    )
    def _compute_credit_ordered(self):
        for line in self:
            line.credit_ordered = float(line._get_credit_ordered())

    def _get_credit_ordered(self, day=None):
        """Return the amount with tax of what was accepted and is on no sales order; or, as far as quantities of today
        tell, was on none that was confirmed by ``day``.

        A framework counts by its releases: each is accepted, and judged, on its own.
        """
        self.ensure_one()
        if self.state not in IN_FORCE or self.order_id.is_framework or not self.quantity:
            return Decimal()
        # sudo: what an order commits to does not depend on which sales orders the user may see.
        carrying = self.sudo().sale_line_ids.filtered(lambda carrier: carrier.state != "cancel")
        if day:
            carrying = carrying.filtered_domain([("state", "=", "sale"), ("order_id.date_order", "<=", day)])
        carried = sum(
            carrier.product_uom_id._compute_quantity(carrier.product_uom_qty, self.product_uom_id, round=False)
            for carrier in carrying
        )
        share = max(Decimal(str(self.quantity)) - Decimal(str(carried)), Decimal()) / Decimal(str(self.quantity))
        return Decimal(float_repr(self.price_total, self.currency_id.decimal_places)) * share
