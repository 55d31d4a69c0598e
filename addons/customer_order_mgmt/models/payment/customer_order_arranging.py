from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import float_repr

from ...exceptions import AmendmentRefused
from ...logic.arrangement import fill
from ..customer_order import OPEN_STATES
from .customer_order_arrangement import share_amounts


class CustomerOrder(models.Model):
    """How the customer pays this order: part of the contract, and what payment dates follow where there is one."""

    _inherit = "customer.order"

    arrangement_ids = fields.One2many("customer.order.arrangement", "order_id", string="Payment Arrangement", copy=True)
    arrangement_template_id = fields.Many2one(
        "customer.order.arrangement.template",
        string="Arrangement Template",
        check_company=True,
        copy=False,
        help="Fills in the rows; they can then be changed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order in orders.filtered(lambda order: order.arrangement_template_id and not order.arrangement_ids):
            order.arrangement_ids = order.arrangement_template_id._prepare_rows()
        return orders

    def write(self, vals):
        if "arrangement_template_id" in vals:
            self._check_open()
        result = super().write(vals)
        if vals.get("arrangement_template_id") and "arrangement_ids" not in vals:
            for order in self:
                order.arrangement_ids = [Command.clear(), *order.arrangement_template_id._prepare_rows()]
        return result

    @api.onchange("arrangement_template_id")
    def _onchange_arrangement_template_id(self):
        if self.arrangement_template_id:
            self.arrangement_ids = [Command.clear(), *self.arrangement_template_id._prepare_rows()]

    def _get_unit(self):
        """The smallest amount of the order's currency."""
        currency = self.currency_id or self.company_id.currency_id
        return Decimal(float_repr(currency.rounding, currency.decimal_places))

    def _get_arrangement_amounts(self):
        """Return ``{row: amount}``, which add up to the total of a complete arrangement."""
        rows = self.arrangement_ids.sorted()
        total = self._money(self.amount_total) if self.currency_id else Decimal(0)
        amounts = share_amounts(rows, total, self._get_unit())
        if self.state not in OPEN_STATES:
            # Fixed amounts were agreed for what was ordered then: nobody owes more than the order comes to now.
            amounts = dict(zip(amounts, fill(total, list(amounts.values())), strict=True))
        return {row: float(amount) for row, amount in amounts.items()}

    def _get_arrangement_summary(self):
        return "\n".join(row._get_label() for row in self.arrangement_ids.sorted())

    # What keeps an order from being received

    def _get_receipt_faults(self):
        return super()._get_receipt_faults() + self._get_arrangement_faults()

    def _get_arrangement_faults(self):
        """Return one sentence per fault of the payment arrangement. Extend with ``super()``."""
        self.ensure_one()
        rows = self.arrangement_ids
        if not rows or not self.currency_id:
            return []
        faults = []
        if self.currency_id.compare_amounts(sum(rows.mapped("amount")), self.amount_total):
            faults.append(
                self.env._(
                    "The payment arrangement adds up to %(sum)s instead of %(total)s: change a share, or add a row"
                    " “Open Credit” without one, which takes the rest.",
                    sum=self.currency_id.format(sum(rows.mapped("amount"))),
                    total=self.currency_id.format(self.amount_total),
                )
            )
        if len(rows.filtered(lambda row: row._get_share().rest)) > 1:
            faults.append(
                self.env._("Only one row of the payment arrangement takes the rest: give the others a share.")
            )
        return faults

    def _check_amended(self):
        super()._check_amended()
        asked = sum(self.arrangement_ids.mapped("amount"))
        if self.arrangement_ids and self.currency_id.compare_amounts(asked, self.amount_total):
            raise AmendmentRefused(
                self.env._(
                    "%(order)s would come to %(total)s, and its payment arrangement asks for %(sum)s in fixed amounts,"
                    " which an amendment does not change. What is added belongs into an order of its own.",
                    order=self.name,
                    total=self.currency_id.format(self.amount_total),
                    sum=self.currency_id.format(asked),
                )
            )

    # The contract

    def _get_content(self):
        order = self.with_context(lang=self._get_document_language())
        rows = enumerate(order.arrangement_ids.sorted(), start=1)
        return replace(
            super()._get_content(),
            arrangement_summary=order._get_arrangement_summary(),
            arrangement=tuple(row._get_content(position) for position, row in rows),
        )

    # Payment dates

    @api.depends("arrangement_ids.amount", "arrangement_ids.due_event", "arrangement_ids.due_days")
    def _compute_due_ids(self):
        return super()._compute_due_ids()

    def _get_dues(self):
        """With an arrangement each row has its dates; what is on open credit follows the payment terms."""
        if not self.arrangement_ids:
            return super()._get_dues()
        dues = defaultdict(float)
        for row in self.arrangement_ids.sorted():
            for date, amount in self._get_row_dues(row):
                dues[date] += amount
        rounded = [(date, self.currency_id.round(amount)) for date, amount in sorted(dues.items())]
        return [(date, amount) for date, amount in rounded if amount]

    def _get_row_dues(self, row):
        """Return ``[(date, amount)]`` of one row: at once from acceptance, or delivery by delivery."""
        if row.due_event == "acceptance":
            day = self.accepted_date or self._get_reference_date()
            return [(day + timedelta(days=row.due_days), row.amount)]
        dues, left = [], row.amount
        invoices = self._get_expected_invoices()
        for position, (day, total, untaxed) in enumerate(invoices, start=1):
            share = total / self.amount_total if self.amount_total else 0.0
            amount = self.currency_id.round(row.amount * share) if position < len(invoices) else left
            left -= amount
            if row.kind == "open_credit":
                dues += self._get_invoice_dues(day, amount, untaxed * amount / total if total else 0.0)
            else:
                dues.append((day + timedelta(days=row.due_days), amount))
        return dues
