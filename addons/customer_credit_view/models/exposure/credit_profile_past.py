from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, float_repr

from ...logic.commitment import Commitment, commitment

# The residual as of a day: what was matched by then. Partials carry the later of the two dates as max_date.
ITEMS = """
    SELECT profile.id, own.currency_id,
           CASE WHEN past.residual > 0 THEN 'open' ELSE 'unapplied' END,
           CASE WHEN past.residual > 0 THEN COALESCE(item.date_maturity, item.date) END,
           SUM(past.residual)::text
      FROM credit_profile AS profile
      JOIN res_company AS own ON own.id = profile.company_id
      JOIN res_company AS branch ON branch.parent_path LIKE own.parent_path || '%%'
      JOIN res_partner AS debtor ON debtor.commercial_partner_id = profile.partner_id
      JOIN account_move_line AS item ON item.partner_id = debtor.id AND item.company_id = branch.id
      JOIN account_account AS account ON account.id = item.account_id AND account.account_type = 'asset_receivable'
      JOIN LATERAL (
            SELECT item.balance
                   - COALESCE((SELECT SUM(amount) FROM account_partial_reconcile
                                WHERE debit_move_id = item.id AND max_date <= %(day)s), 0)
                   + COALESCE((SELECT SUM(amount) FROM account_partial_reconcile
                                WHERE credit_move_id = item.id AND max_date <= %(day)s), 0) AS residual
           ) AS past ON past.residual <> 0
     WHERE profile.id IN %(profiles)s AND item.parent_state = 'posted' AND item.date <= %(day)s
     GROUP BY 1, 2, 3, 4
"""
# What had left for the customer by then, less what had come back.
DELIVERED = """
    SELECT move.sale_line_id, SUM(CASE WHEN target.usage = 'customer' THEN move.product_qty ELSE -move.product_qty END)
      FROM stock_move AS move
      JOIN stock_location AS target ON target.id = move.location_dest_id
      JOIN stock_location AS source ON source.id = move.location_id
     WHERE move.sale_line_id IN %(lines)s AND move.state = 'done'
       AND (target.usage = 'customer') <> (source.usage = 'customer')
       AND (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date <= %(day)s
     GROUP BY move.sale_line_id
"""


class CreditProfile(models.Model):
    """What customers owed on a day that is past, from the documents: for the auditor.

    Orders and rests that were cancelled later were still open then. Quantities and prices of orders are those of today,
    drafts have left no trace, and disputes of then are not known.
    """

    _inherit = "credit.profile"

    def _read_documents(self, day):
        """Return (profile id, currency id, part, due date, amount as text) as of ``day``."""
        if not self:
            return []
        self.env["account.move.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        items = self.env.execute_query(SQL(ITEMS, day=day, profiles=tuple(self.ids)))
        return [*items, *self._read_past_commitments(day)]

    def _read_past_commitments(self, day):
        rows = []
        by_customer = self._by_customer()
        lines = self.env["sale.order.line"].search(self._get_past_lines_domain(day))
        # Days are those of the company: the search is wider by the difference of time zones.
        lines = lines.filtered(lambda line: line.state == "sale" or _was_open(line.order_id, line.order_id, day))
        delivered = self._get_delivered_until(lines, day)
        for line in lines.with_context(accrual_entry_date=day):
            profile = by_customer.get((line.credit_debtor_id.commercial_partner_id, line.company_id.root_id))
            if profile:
                row = (profile.id, line.currency_id.id)
                committed = self._get_past_commitment(line, delivered.get(line.id, 0.0), day)
                rows.append((*row, "undelivered", line.credit_promised_date, committed.undelivered))
                rows.append((*row, "delivered", None, committed.delivered))
        return rows

    def _get_past_lines_domain(self, day):
        """The lines of orders that were confirmed by ``day``, and of these such as were cancelled later."""
        cancelled_later = Domain("state", "!=", "sale") & Domain("order_id.credit_cancelled_at", ">=", day)
        return (
            Domain("credit_debtor_id.commercial_partner_id", "in", self.partner_id.ids)
            & Domain("display_type", "=", False)
            & Domain("order_id.date_order", "<=", day)
            & (Domain("state", "=", "sale") | cancelled_later)
        )

    @api.model
    def _get_past_commitment(self, line, delivered, day):
        """What ``line``, read as of ``day``, committed to when ``delivered`` had left; a rest that was cancelled
        by then does not count."""
        if line.is_downpayment:
            return Commitment(delivered=-line._get_credit_invoiced_ahead(day))
        expected = line._get_credit_expected_quantity(lambda move: _was_open(move, line.order_id, day))
        return commitment(
            *(Decimal(str(quantity)) for quantity in (line.product_uom_qty, delivered, line.qty_invoiced_at_date)),
            price=Decimal(float_repr(line.price_total, line.currency_id.decimal_places)),
            expected=None if expected is None else Decimal(str(expected + line.qty_delivered - delivered)),
        )

    def _by_customer(self):
        """Return ``{(customer, main company): profile}``."""
        return {(profile.partner_id, profile.company_id): profile for profile in self}

    def _get_delivered_until(self, lines, day):
        stocked = lines.filtered(lambda line: line.qty_delivered_method == "stock_move")
        delivered = {line.id: line.qty_delivered for line in lines - stocked}
        self.env["stock.move"].flush_model()
        for company, own in stocked.grouped("company_id").items():
            zone = company.partner_id.tz or "UTC"
            delivered.update(self.env.execute_query(SQL(DELIVERED, lines=tuple(own.ids), zone=zone, day=day)))
        return delivered


def _was_open(record, order, day):
    """Whether ``record``, the order or one of its moves, was cancelled after ``day``."""
    return bool(record.credit_cancelled_at) and order._gate_day(record.credit_cancelled_at) > day
