import logging
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_repr

from ...logic.commitment import Commitment, commitment
from ...tools import count_table

_logger = logging.getLogger(__name__)

BATCH = 2000
NOTHING = Commitment()
COUNTED = """
    SELECT line.credit_debtor_id AS partner_id, line.company_id, line.currency_id,
           'quoted' AS part, NULL::date AS day, line.price_total AS amount
      FROM %(rows)s AS line
     WHERE line.state IN ('draft', 'sent') AND line.credit_debtor_id IS NOT NULL AND line.price_total <> 0
    UNION ALL
    SELECT line.credit_debtor_id, line.company_id, line.currency_id,
           'undelivered', line.credit_promised_date, line.credit_undelivered
      FROM %(rows)s AS line
     WHERE line.credit_undelivered <> 0 AND line.credit_debtor_id IS NOT NULL
    UNION ALL
    SELECT line.credit_debtor_id, line.company_id, line.currency_id, 'delivered', NULL::date, line.credit_delivered
      FROM %(rows)s AS line
     WHERE line.credit_delivered <> 0 AND line.credit_debtor_id IS NOT NULL
"""


class SaleOrderLine(models.Model):
    """What a line commits its debtor to, with tax, in the currency of the order."""

    _inherit = "sale.order.line"

    credit_debtor_id = fields.Many2one(
        related="order_id.partner_invoice_id", string="Debtor", store=True, index="btree_not_null"
    )
    credit_promised_date = fields.Date(compute="_compute_credit_promised_date", store=True)
    credit_undelivered = fields.Monetary(
        string="To Deliver, with Tax", compute="_compute_credit_commitment", store=True
    )
    credit_delivered = fields.Monetary(
        string="Delivered and Not Invoiced, with Tax",
        compute="_compute_credit_commitment",
        store=True,
        help="Of a down payment: minus what was invoiced ahead and not deducted yet.",
    )

    def init(self):
        super().init()
        self.env["credit.counter"].init()
        count_table(self.env.cr, self._table, COUNTED)

    @api.depends("order_id.commitment_date", "order_id.date_order", "customer_lead", "state")
    def _compute_credit_promised_date(self):
        # Most lines of an order are promised for one moment: its day is looked up once.
        for order, lines in self.grouped("order_id").items():
            for lead, together in lines.grouped("customer_lead").items():
                promised = order.commitment_date or (
                    order.date_order and fields.Datetime.add(order.date_order, days=lead or 0)
                )
                together.credit_promised_date = promised and order._gate_day(promised)

    @api.depends(
        "state",
        "product_uom_qty",
        "price_total",
        "qty_delivered",
        "qty_invoiced",
        "is_downpayment",
        "invoice_lines.price_total",
        "invoice_lines.move_id.state",
        "move_ids.state",
        "move_ids.product_uom_qty",
    )
    def _compute_credit_commitment(self):
        undelivered, delivered = defaultdict(list), defaultdict(list)
        for line in self:
            committed = line._get_credit_commitment() if line.state == "sale" else NOTHING
            undelivered[committed.undelivered, line.currency_id.id].append(line.id)
            delivered[committed.delivered, line.currency_id.id].append(line.id)
        # Most lines have nothing to invoice: what is the same for many is written once.
        for name, found in (("credit_undelivered", undelivered), ("credit_delivered", delivered)):
            for (amount, _currency), ids in found.items():
                self.browse(ids)[name] = float(amount)

    @api.model
    def _recompute_credit_commitments(self):
        """Compute what lines commit to, batch by batch; the log of the server tells how far it is."""
        names = ["credit_debtor_id", "credit_promised_date", "credit_undelivered", "credit_delivered"]
        done, total = 0, self.search_count(self._get_open_domain())
        for lines in self._get_open_in_batches():
            for name in names:
                self.env.add_to_compute(self._fields[name], lines)
            lines._recompute_recordset(names)
            self.env.flush_all()
            done += len(lines)
            _logger.info("Open order lines computed for the exposure: %s of %s", done, total)

    @api.model
    def _get_open_in_batches(self):
        """Yield the lines of confirmed orders, and all others that say they commit to something, batch by batch."""
        domain, last = self._get_open_domain(), 0
        while lines := self.search(domain & Domain("id", ">", last), order="id", limit=BATCH):
            last = lines[-1].id
            yield lines
            self.env.invalidate_all()

    @api.model
    def _get_open_domain(self):
        confirmed = Domain("order_id.state", "=", "sale") | Domain("state", "=", "sale")
        return confirmed | Domain("credit_undelivered", "!=", 0) | Domain("credit_delivered", "!=", 0)

    # Hooks

    def _get_credit_commitment(self):
        """Return the ``Commitment`` of this line of a confirmed order."""
        self.ensure_one()
        if self.is_downpayment:
            return Commitment(delivered=-self._get_credit_invoiced_ahead())
        quantities = [self.product_uom_qty, self.qty_delivered, self._get_credit_invoiced_quantity()]
        expected = self._get_credit_expected_quantity()
        return commitment(
            *(Decimal(str(quantity)) for quantity in quantities),
            price=Decimal(float_repr(self.price_total, self.currency_id.decimal_places or 2)),
            expected=expected if expected is None else Decimal(str(expected)),
        )

    def _get_credit_invoiced_ahead(self, day=None):
        """What of a down payment was invoiced and not deducted from an invoice yet, with tax; as posted by ``day``, if
        that is given."""
        ahead = Decimal()
        for item in self.invoice_lines - self._get_draft_credits():
            move = item.move_id
            if (move.state == "posted" and move.date <= day) if day else move.state != "cancel":
                amount = Decimal(float_repr(item.price_total, move.currency_id.decimal_places))
                ahead -= amount * move.direction_sign
        return ahead

    def _get_credit_invoiced_quantity(self):
        """How much is invoiced, drafts included. A draft credit note takes nothing back yet: the item is still owed."""
        credited = sum(
            item.product_uom_id._compute_quantity(item.quantity, self.product_uom_id)
            for item in self._get_draft_credits()
        )
        return self.qty_invoiced + credited

    def _get_draft_credits(self):
        return self.invoice_lines.filtered(
            lambda item: item.parent_state == "draft" and item.move_id.move_type == "out_refund"
        )

    def _get_credit_expected_quantity(self, was_open=lambda _move: False):
        """How much is still going to be delivered, None where no deliveries are planned for this line.

        ``was_open(move)`` says of a cancelled move whether it counts nevertheless: on a past day it was still open.
        """
        # No filtered recordsets: they would not keep what is read ahead for the moves of all lines together.
        moves = [move for move in self.move_ids if move.location_id.usage != "customer"]
        if not moves:
            return None
        waiting = [move for move in moves if move.state not in ("done", "cancel") or was_open(move)]
        if any(move.product_id != self.product_id for move in waiting):
            # Components of a kit: its quantity is not theirs.
            return None
        return sum(move.product_uom._compute_quantity(move.product_uom_qty, self.product_uom_id) for move in waiting)
