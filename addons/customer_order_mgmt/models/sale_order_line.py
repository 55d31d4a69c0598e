from odoo import api, fields, models
from odoo.tools import float_compare

from ..exceptions import AcceptedOrderIsBinding

# What an acceptance binds. Routes, analytic accounts and the delivered quantity of services stay free.
BOUND_FIELDS = frozenset(
    {
        "order_id",
        "display_type",
        "is_downpayment",
        "is_expense",
        "product_id",
        "product_template_id",
        "product_no_variant_attribute_value_ids",
        "product_custom_attribute_value_ids",
        "combo_item_id",
        "linked_line_id",
        "name",
        "product_uom_qty",
        "product_uom_id",
        "price_unit",
        "technical_price_unit",
        "discount",
        "tax_ids",
        "extra_tax_data",
        "customer_lead",
        "price_subtotal",
        "price_tax",
        "price_total",
        "price_reduce_taxexcl",
        "price_reduce_taxinc",
        "company_id",
        "currency_id",
        "order_partner_id",
        "state",
    }
)
# What Odoo measures from deliveries and invoices, without calling ``write``. Other lines of invoices and moves would
# change the figures, too: they are linked from their own side.
MEASURED_FIELDS = frozenset(
    {
        "qty_delivered_method",
        "qty_invoiced",
        "qty_invoiced_posted",
        "qty_to_invoice",
        "untaxed_amount_invoiced",
        "untaxed_amount_to_invoice",
        "invoice_status",
        "invoice_lines",
        "move_ids",
    }
)
# Native invoicing of a down payment names and prices its own lines, whose quantity is zero: they add nothing to order.
DOWN_PAYMENT_FIELDS = frozenset({"name", "price_unit", "technical_price_unit", "tax_ids", "extra_tax_data"})


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    customer_order_line_id = fields.Many2one(
        "customer.order.line",
        string="Customer Order Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Looked at afterwards, because defaults and computed values come in behind ``vals_list``. A product that is
        # delivered without having been ordered would add a line too (stock.move._action_synch_order): refused as well.
        lines.filtered(lambda line: not line._is_down_payment_row()).order_id._check_not_bound()
        if lines.customer_order_line_id:
            raise AcceptedOrderIsBinding(self.env._("Only accepting a customer order links a sales order to it."))
        return lines

    def write(self, vals):
        if "customer_order_line_id" in vals:
            raise AcceptedOrderIsBinding(self.env._("Only accepting a customer order links a sales order to it."))
        touched = BOUND_FIELDS.union(MEASURED_FIELDS).intersection(vals)
        if touched:
            self._check_not_bound(touched)
        if "qty_delivered" in vals:
            self.filtered(lambda line: line.qty_delivered_method != "manual").order_id._check_not_bound()
        result = super().write(vals)
        if "order_id" in touched:
            self.order_id._check_not_bound()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_bound(self):
        self.filtered(lambda line: not line._is_down_payment_row()).order_id._check_not_bound()

    def _check_not_bound(self, touched):
        lines = self
        if touched <= DOWN_PAYMENT_FIELDS:
            lines = self.filtered(lambda line: not line._is_down_payment_row())
        lines.order_id._check_not_bound()

    def _get_protected_fields(self):
        """Bound sales orders are locked, which Odoo extends to analytic accounts; those are our own business."""
        names = super()._get_protected_fields()
        is_bound = self.order_id and all(self.order_id.mapped("customer_order_version_id"))
        return [name for name in names if name != "analytic_distribution"] if is_bound else names

    def _is_down_payment_row(self):
        self.ensure_one()
        return self.is_downpayment and not self.product_uom_qty and not self.product_id

    def _link_to_customer_order_line(self, line):
        self.ensure_one()
        return super().write({"customer_order_line_id": line.id})

    def _is_as_accepted(self):
        """Whether this line says what its customer order line says."""
        self.ensure_one()
        line = self.customer_order_line_id
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return (
            float_compare(self.product_uom_qty, line.quantity, precision_digits=digits) == 0
            and self.product_uom_id == line.product_uom_id
            # What is custom-made goes by a product of the company's choice, which may choose another one later.
            and (not line.product_id or self.product_id == line.product_id)
            and self.name == line.name
            and self.price_unit == line.price_unit
            and self.discount == line.discount
            and self.tax_ids == line.tax_ids
            and self.currency_id.compare_amounts(self.price_total, line.price_total) == 0
            and self.currency_id.compare_amounts(self.price_subtotal, line.price_subtotal) == 0
        )
