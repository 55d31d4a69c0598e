from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ..exceptions import AcceptanceFailed

# Anything else in the context could change how sales orders are made: ``skip_procurement`` would plan no delivery.
KEPT_CONTEXT = ("lang", "tz", "allowed_company_ids", "tracking_disable")


class CustomerOrder(models.Model):
    """The sales orders that fulfil an accepted order."""

    _inherit = "customer.order"

    def _get_delivery_groups(self):
        """Return ``{promised date: lines}``, in the order of dates: one sales order each.

        The promised date of a sales order stands on its head (``commitment_date``), hence one per date.
        """
        self.ensure_one()
        groups = self.line_ids.sorted().grouped(lambda line: line.promised_date or self._get_reference_date())
        return dict(sorted(groups.items()))

    def _create_sales_orders(self):
        self.ensure_one()
        first, *others = [self._create_sales_order(date, lines) for date, lines in self._get_delivery_groups().items()]
        return first.concat(*others)

    def _create_sales_order(self, date, lines):
        """Create the sales order of ``lines``, which are promised for ``date``."""
        sale_order = self._get_sales_model()
        sale = sale_order.create(self._prepare_sale_order_vals(date))
        # Creation ignores a given currency and takes the pricelist's. Lines come after it, since they round to the
        # currency at hand and do not depend on it (sale.order.line._compute_amount).
        sale.currency_id = self.currency_id
        sale.order_line = [Command.create(line._prepare_sale_order_line_vals()) for line in lines]
        sale._link_to_customer_order(self, lines)
        return sale

    def _get_sales_model(self):
        """Return the empty set of sales orders in the environment in which acceptance makes them."""
        # Replaced, not extended. pylint: disable=context-overridden
        context = {key: value for key, value in self.env.context.items() if key in KEPT_CONTEXT}
        # sudo: who may accept a customer order need not be a salesperson; the act was checked.
        return self.env["sale.order"].with_context(context).sudo().with_company(self.company_id)

    def _prepare_sale_order_vals(self, date):
        """Return the values of the head of the sales order for what is promised for ``date``."""
        self.ensure_one()
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "partner_invoice_id": (self.partner_invoice_id or self.partner_id).id,
            "partner_shipping_id": (self.partner_shipping_id or self.partner_id).id,
            "client_order_ref": self.customer_reference,
            "origin": self.name,
            "pricelist_id": self.pricelist_id.id if self.pricelist_id.currency_id == self.currency_id else False,
            "payment_term_id": self.payment_term_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "incoterm": self.incoterm_id.id,
            "incoterm_location": self.incoterm_location,
            "warehouse_id": self.warehouse_id.id,
            "commitment_date": self._get_noon(date),
            "user_id": self.user_id.id,
            "note": plaintext2html(self.terms) if self.terms else False,
            # The customer ordered already: nothing is left to sign or to pay online before confirmation.
            "require_signature": False,
            "require_payment": False,
        }

    def _get_noon(self, date):
        """Noon of ``date`` where the goods are shipped, in UTC: no time zone turns it into another day there."""
        partner = self.warehouse_id.partner_id or self.company_id.partner_id
        zone = partner.tz or self.company_id.partner_id.tz or self.env.user.tz or "UTC"
        return datetime.combine(date, time(12), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)

    def _confirm_sales_orders(self, sales):
        try:
            sales.action_confirm()
        except UserError as error:
            raise AcceptanceFailed(
                self.env._(
                    "%(order)s was not accepted, because its sales orders cannot be confirmed: %(reason)s",
                    order=self.name,
                    reason=error,
                )
            ) from error
        if self.is_taken_over:
            # Confirming sets the date to now (sale.order._prepare_confirmation_values).
            sales.date_order = self._get_noon(self.accepted_date)

    def _check_as_accepted(self, sales):
        """Refuse the acceptance when an addon, a pricelist or a rounding made a sales order say something else."""
        if self._is_followed_by(sales):
            return
        deviating = sales._get_ordered_lines().filtered(lambda line: not line._is_as_accepted())
        raise AcceptanceFailed(
            self.env._(
                "%(order)s was not accepted, because its sales orders would not say exactly what is accepted:"
                " %(total)s instead of %(accepted)s %(currency)s. %(lines)s",
                order=self.name,
                total=sum(sales.mapped("amount_total")),
                accepted=self.amount_total,
                currency=self.currency_id.name,
                lines=", ".join(deviating.mapped("display_name")),
            )
        )

    def _is_followed_by(self, sales):
        """Whether ``sales`` together say exactly what this order says."""
        lines = sales._get_ordered_lines()
        totals = ("amount_untaxed", "amount_tax", "amount_total")
        return (
            all(line._is_as_accepted() for line in lines)
            and lines.customer_order_line_id == self.line_ids.filtered("quantity")
            and all(self._money(sum(sales.mapped(name))) == self._money(self[name]) for name in totals)
            and all(sale.state == "sale" for sale in sales)
            and sales.partner_id.commercial_partner_id <= self.commercial_partner_id
            and sales.currency_id <= self.currency_id
        )
