from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import float_repr

from ...logic.progress import Stage
from ...logic.settlement import Standing, is_settled, tolerated

DIFFERENCE = {
    "difference": "integer",
    "code": "text",
    "invoice": "text",
    "amount": "money",
    "open": "money",
    "currency": "text",
    "proposed_by?": "integer",
}


class CustomerOrder(models.Model):
    """Settled: paid equals due, within the company's tolerance or by differences that somebody approved."""

    _inherit = "customer.order"

    difference_ids = fields.One2many("customer.order.difference", "order_id", string="Differences")
    billed_amount = fields.Monetary(
        string="Due", compute="_compute_billed_amount", help="Invoiced with taxes, advances counted once."
    )
    settled_amount = fields.Monetary(
        string="Received", compute="_compute_billed_amount", help="What of the invoices is paid or offset."
    )
    missing_amount = fields.Monetary(
        string="Open",
        compute="_compute_billed_amount",
        help="Due and not received; below zero what was paid too much.",
    )

    @api.depends("paid_percent", "invoiced_percent", "amount_total")
    def _compute_billed_amount(self):
        for order in self:
            # sudo: amounts are shown to order clerks, who may not read invoices.
            lines = order.sudo().sale_order_ids.order_line.filtered(lambda line: not line.display_type)
            order.billed_amount, order.settled_amount = order._get_billed_and_paid(lines)
            surplus = order._get_surplus(lines)
            order.missing_amount = order.billed_amount - order.settled_amount - surplus

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.difference_approved": EventSchema(1, DIFFERENCE),
            "customer_order.difference_rejected": EventSchema(1, DIFFERENCE),
            "customer_order.difference_void": EventSchema(1, DIFFERENCE),
            "customer_order.difference_booked": EventSchema(1, {**DIFFERENCE, "entry": "text"}),
        }

    def _follow_own_progress(self):
        self.difference_ids._void_outdated()
        return super()._follow_own_progress()

    def _get_stage(self, progress):
        stage = super()._get_stage(progress)
        if stage not in (Stage.FULFILLED, Stage.SETTLED):
            return stage
        standing = self._get_standing()
        if is_settled(standing, self._get_tolerance()):
            return Stage.SETTLED
        # What is short counts as paid within what rounding costs; nothing is rounded to too much.
        return Stage.FULFILLED if standing.missing < 0 else stage

    def _get_standing(self):
        """Return the ``Standing`` of this order, in its currency."""
        self.ensure_one()
        self.invalidate_recordset(["billed_amount", "settled_amount", "missing_amount"])
        approved = sum(
            self._to_order_currency(row.invoice_id, row.amount * self._get_share(row.invoice_id))
            for row in self._get_closing_differences()
        )
        return Standing(
            due=self._money(self.billed_amount),
            paid=self._money(self.billed_amount - self.missing_amount),
            approved=self._money(approved),
        )

    def _get_surplus(self, sale_lines):
        """Return what the customer paid beyond what these lines' invoices took, in the order's currency: rests of
        payments, and what no invoice takes back of its advances any more."""
        invoices = sale_lines.invoice_lines.move_id.filtered(lambda move: move.state == "posted")
        rest = sum(
            self._to_order_currency(
                move, -sum(move._get_left_payments().mapped("amount_residual_currency")) * self._get_share(move)
            )
            for move in invoices.filtered(lambda move: move.move_type == "out_invoice")
        )
        return rest + self._get_surplus_advance(sale_lines)

    def _get_surplus_advance(self, sale_lines):
        """Return what was asked for in advance beyond what the order is worth: an amendment made it less."""
        advances = sale_lines.filtered("is_downpayment")
        excess = self.billed_amount - self.amount_total
        # The advance of each sales order is rounded in itself.
        if not advances or excess <= self.currency_id.rounding * (len(sale_lines.order_id) + 1):
            return 0.0
        left = sum(float(advance.open.total) for advance in advances._get_open_advances())
        return max(min(excess, left), 0.0)

    def _get_closing_differences(self):
        """Return the approved differences with which the order counts as paid although the amount stays open, or the
        customer's. What is in dispute is still claimed, so it settles nothing."""
        # sudo: invoices of differences are read whoever's act settles the order.
        order = self.sudo()
        invoices = order.sale_order_ids.order_line.invoice_lines.move_id
        approved = [("invoice_id", "in", invoices.ids), ("state", "=", "approved")]
        return order.env["customer.order.difference"].search([*approved, ("code", "!=", "dispute")])

    def _get_share(self, invoice):
        """Return the share, 0 to 1, of this order in an invoice that may be about several."""
        lines = invoice.invoice_line_ids
        own = lines.filtered(lambda line: line.sale_line_ids.order_id.customer_order_id == self)
        total = sum(lines.mapped("price_total"))
        return sum(own.mapped("price_total")) / total if total else 0.0

    def _get_tolerance(self):
        """Return what may be missing on this order, or be too much, in its currency."""
        self.ensure_one()
        company = self.company_id
        limit = company.currency_id._convert(
            company.customer_order_tolerance_amount, self.currency_id, company, self._get_today()
        )
        return tolerated(
            self._money(self.billed_amount),
            amount=self._money(limit),
            percent=Decimal(float_repr(company.customer_order_tolerance_percent, 2)),
        )

    def action_propose_difference(self):
        """Open a new difference between what is due and what was paid."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Difference of %(order)s", order=self.name),
            "res_model": "customer.order.difference",
            "view_mode": "form",
            "context": {"default_order_id": self.id},
        }

    def action_view_differences(self):
        """Open the differences of this order."""
        return self.difference_ids._get_records_action(name=self.env._("Differences in Payment"))
