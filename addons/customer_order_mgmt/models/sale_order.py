from odoo import api, fields, models

from ..exceptions import AcceptedOrderIsBinding

LINK_FIELDS = frozenset({"customer_order_id", "customer_order_version_id"})
# What an acceptance binds. Responsible people, tags and everything that deliveries, invoices and payments write
# stay free.
BOUND_FIELDS = frozenset(
    {
        "name",
        "state",
        "locked",
        "company_id",
        "partner_id",
        "partner_invoice_id",
        "partner_shipping_id",
        "client_order_ref",
        "origin",
        "date_order",
        "commitment_date",
        "pricelist_id",
        "currency_id",
        "currency_rate",
        "payment_term_id",
        "fiscal_position_id",
        "incoterm",
        "incoterm_location",
        "note",
        "amount_untaxed",
        "amount_tax",
        "amount_total",
    }
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_order_id = fields.Many2one(
        "customer.order",
        string="Customer Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The customer's formal order that this sales order fulfils.",
    )
    customer_order_version_id = fields.Many2one(
        "customer.order.version",
        string="Accepted Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="When set, quantities, prices, dates and parties are binding and change only through an amendment.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        # Looked at afterwards, because a default from the context comes in behind ``vals_list``.
        if orders.customer_order_id or orders.customer_order_version_id:
            raise AcceptedOrderIsBinding(self.env._("Only accepting a customer order links a sales order to it."))
        return orders

    def write(self, vals):
        if not LINK_FIELDS.isdisjoint(vals):
            raise AcceptedOrderIsBinding(self.env._("Only accepting a customer order links a sales order to it."))
        if not BOUND_FIELDS.isdisjoint(vals):
            self._check_not_bound()
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_bound(self):
        self._check_not_bound()

    def action_draft(self):
        self._check_not_bound()
        return super().action_draft()

    def action_unlock(self):
        self._check_not_bound()
        return super().action_unlock()

    def action_cancel(self):
        self._check_not_bound()
        return super().action_cancel()

    def _action_cancel(self):
        # Before super: deliveries and draft invoices would be cancelled first.
        self._check_not_bound()
        return super()._action_cancel()

    def _gate_is_judged(self, checkpoint):
        # The customer's order was judged as a whole when it was accepted; only acceptance sets this link.
        return super()._gate_is_judged(checkpoint) and not self.customer_order_id

    def _check_not_bound(self):
        bound = self.filtered("customer_order_version_id")
        if bound:
            raise AcceptedOrderIsBinding(
                self.env._(
                    "%(sale)s fulfils %(order)s, which was accepted. What was accepted changes only through an"
                    " amendment of the customer order.",
                    sale=bound[0].name,
                    # sudo: who is refused learns by which order, also without access to customer orders.
                    order=bound[0].sudo().customer_order_version_id.order_name,
                )
            )

    def _link_to_customer_order(self, order, lines):
        """Link a new sales order, created from ``lines`` in this sequence, to the customer order it will fulfil."""
        self.ensure_one()
        super().write({"customer_order_id": order.id})
        own_lines = self.order_line.filtered(lambda line: not line.display_type)
        for sale_line, line in zip(own_lines, lines, strict=True):
            sale_line._link_to_customer_order_line(line)

    def _release(self):
        """Let an amendment carry out what both sides agreed to; it binds the sales orders again before it ends."""
        return super().write({"customer_order_version_id": False, "locked": False})

    def _bind_to_version(self, version):
        """Make the accepted content binding. Locked, so that native screens do not offer what would be refused."""
        return super().write({"customer_order_version_id": version.id, "locked": True})

    def _get_ordered_lines(self):
        """The lines that something is ordered with: no texts, no down payments, nothing that was amended away."""
        return self.order_line.filtered(lambda line: line.product_uom_qty and not line.display_type)

    def action_view_customer_order(self):
        """Open the customer order that this sales order fulfils."""
        self.ensure_one()
        return self.customer_order_id._get_records_action()
