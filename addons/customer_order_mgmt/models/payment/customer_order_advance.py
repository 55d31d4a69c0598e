from odoo import api, fields, models
from odoo.addons.order_gate.logic.findings import Finding, Severity

from ...logic.arrangement import AdvanceStanding


class CustomerOrder(models.Model):
    """Whether what has to be paid before shipment was paid, and whether the payment is known to be true."""

    _inherit = "customer.order"

    advance_required = fields.Monetary(
        compute="_compute_advance", string="Advance Required", help="To be paid before anything is shipped."
    )
    advance_invoiced = fields.Monetary(compute="_compute_advance", string="Advance Invoiced")
    advance_received = fields.Monetary(
        compute="_compute_advance", string="Advance Received", help="Payments on the deposit invoices."
    )
    advance_verified = fields.Monetary(
        compute="_compute_advance",
        string="Advance Verified",
        help="What of it is known to be true: seen on a bank line, unless the company verifies less strictly.",
    )
    is_advance_missing = fields.Boolean(
        compute="_compute_advance",
        search="_search_is_advance_missing",
        help="Accepted, and not shipped, because an advance is not verified.",
    )

    def _compute_advance(self):
        standings = self._get_advance_standings()
        for order in self:
            standing = standings.get(order, AdvanceStanding(0))
            order.advance_required = float(standing.required)
            order.advance_invoiced = float(standing.invoiced)
            order.advance_received = float(standing.received)
            order.advance_verified = float(standing.verified)
            order.is_advance_missing = order.state == "accepted" and bool(standing.missing)

    @api.model
    def _search_is_advance_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Payments decide, which no domain can say; only open orders that ask for an advance are looked at.
        waiting = self.search(
            [
                ("state", "=", "accepted"),
                ("shipped_percent", "<", 100),
                ("arrangement_ids.is_before_shipment", "=", True),
            ]
        )
        missing = waiting.filtered("is_advance_missing")
        return [("id", "in" if True in value else "not in", missing.ids)]

    def _get_advance_standings(self):
        """Return ``{order: AdvanceStanding}`` of the orders that ask for something before shipment."""
        # sudo: a shipment waits for a payment whoever ships; clerks and stock users may not read payments.
        rows = self.sudo().arrangement_ids.filtered("is_before_shipment")
        paid = rows._get_deposit_invoices()._get_paid_amounts()
        standings = {}
        for order in self:
            own = rows.filtered(lambda row, order=order: row.order_id.id == order.id)
            invoices = own._get_deposit_invoices()
            if own:
                standings[order] = AdvanceStanding(
                    required=order._money(sum(own.mapped("amount"))),
                    invoiced=order._money(sum(row._get_net_invoiced() for row in own)),
                    received=order._money(sum(paid[move].received for move in invoices)),
                    verified=order._money(sum(paid[move].verified for move in invoices)),
                )
        return standings

    def _get_advance_findings(self):
        """Return ``{order: [Finding]}`` of what is missing before the first shipment of these orders of one company.

        Extend it with ``super()`` for further proof of a payment, or for less; a finding blocks every delivery of the
        order.
        """
        found = {}
        for order, standing in self._get_advance_standings().items():
            if standing.missing:
                found[order] = [order._prepare_advance_finding(standing)]
        return found

    def _prepare_advance_finding(self, standing):
        amounts = {
            "required": self.currency_id.format(float(standing.required)),
            "verified": self.currency_id.format(float(standing.verified)),
            "missing": self.currency_id.format(float(standing.missing)),
        }
        message = self.env._(
            "%(order)s asks for %(required)s before shipment. %(verified)s is verified, %(missing)s is missing.",
            order=self.name,
            **amounts,
        )
        figures = {name: str(getattr(standing, name)) for name in ("required", "received", "verified", "missing")}
        return Finding("advance_not_verified", Severity.BLOCK, message, figures, measure=standing.missing)

    def _touch_shipments(self):
        """Have the held deliveries of these orders judged again before the commit."""
        # sudo: whoever reconciles a payment may not read deliveries.
        pickings = self.sudo().sale_order_ids.order_line.move_ids.picking_id
        pickings.filtered(lambda picking: picking.state not in ("done", "cancel"))._gate_touch()
