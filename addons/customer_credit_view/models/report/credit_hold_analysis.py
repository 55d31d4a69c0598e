from odoo import api, fields, models
from odoo.addons.order_gate.models.order_hold import CHECKPOINTS, STATES
from odoo.tools import SQL

LOST_DAYS = 90


class CreditHoldAnalysis(models.Model):
    """Holds, how long they took, and what became of the money after a release: each approver sees the price of it."""

    _name = "credit.hold.analysis"
    _description = "Holds and Releases"
    _auto = False
    _order = "held_at desc, id desc"
    _rec_name = "document_name"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    hold_id = fields.Many2one("order.hold", string="Hold", readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    checkpoint = fields.Selection(CHECKPOINTS, readonly=True)
    state = fields.Selection(STATES, string="Status", readonly=True)
    is_released = fields.Boolean(
        string="Was Released",
        readonly=True,
        help="A release that the document went on with stays one, whatever became of the document later.",
    )
    reason = fields.Char(string="Cause", readonly=True)
    is_credit = fields.Boolean(string="For Credit", readonly=True, help="A rule of credit was among the causes.")
    held_at = fields.Datetime(string="Held On", readonly=True)
    decided_at = fields.Datetime(string="Decided On", readonly=True)
    approver_id = fields.Many2one("res.users", string="Decided By", readonly=True)
    hours = fields.Float(
        string="Hours to Decision",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Until it was released or rejected, or until it went on because the cause was gone.",
    )
    amount = fields.Monetary(string="Held", readonly=True)
    released_amount = fields.Monetary(string="Released", readonly=True)
    invoiced_amount = fields.Monetary(
        string="Invoiced",
        readonly=True,
        help="Of the released orders, less credits. Whoever released an order more than once finds it at the latest"
        " release.",
    )
    overdue_amount = fields.Monetary(string="Overdue", readonly=True, help="Of the released orders, today.")
    lost_amount = fields.Monetary(
        string="Lost",
        readonly=True,
        help="Of the released orders: written off, or unpaid for more than 90 days.",
    )

    _depends = {
        "order.hold": ["state", "decided_at", "decided_by_id", "passed_at", "company_amount", "res_id"],
        "order.hold.finding": ["code"],
        "account.move.line": ["amount_residual", "parent_state", "sale_line_ids"],
        "account.partial.reconcile": ["amount"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT hold.id, hold.id AS hold_id, hold.company_id, hold.document_name,
                   COALESCE(contact.commercial_partner_id, hold.partner_id) AS partner_id, hold.checkpoint, hold.state,
                   %(released)s AS is_released,
                   hold.reason, hold.held_at, hold.decided_at, hold.decided_by_id AS approver_id,
                   EXISTS (SELECT FROM order_hold_finding finding
                            WHERE finding.hold_id = hold.id AND finding.code LIKE 'credit%%') AS is_credit,
                   (EXTRACT(EPOCH FROM COALESCE(hold.decided_at, hold.passed_at) - hold.held_at) / 3600)::float8
                       AS hours,
                   hold.company_amount AS amount,
                   CASE WHEN %(released)s THEN hold.company_amount END AS released_amount,
                   paid.invoiced AS invoiced_amount, paid.overdue AS overdue_amount, paid.lost AS lost_amount
              FROM order_hold hold
              LEFT JOIN res_partner contact ON contact.id = hold.partner_id
              LEFT JOIN LATERAL (%(paid)s) paid
                ON %(released)s AND NOT EXISTS (
                    SELECT FROM order_hold later
                     WHERE later.res_model = hold.res_model AND later.res_id = hold.res_id AND later.id > hold.id
                       AND later.decided_by_id = hold.decided_by_id AND %(released_later)s)
            """,
            paid=self._query_paid(),
            released=self._query_released(SQL.identifier("hold")),
            released_later=self._query_released(SQL.identifier("later")),
        )

    @api.model
    def _query_released(self, hold):
        """Whether ``hold`` was released: a release that was used and then void (the order grew, was held again for
        more, or was cancelled) answers for what went on with it. What was rejected and then void has the same columns;
        the ledger tells them apart."""
        return SQL(
            """
            (%(hold)s.state = 'released' OR %(hold)s.state = 'void' AND %(hold)s.passed_at IS NOT NULL AND EXISTS (
                SELECT FROM evidence_entry entry
                 WHERE entry.company_ref = %(hold)s.company_id AND entry.subject_model = 'order.hold'
                   AND entry.subject_key = %(hold)s.name AND entry.event = 'order_hold.released'))
            """,
            hold=hold,
        )

    @api.model
    def _query_paid(self):
        """What was invoiced of the documents of ``hold``, and how it is paid. Write-offs are what settled an item
        without being a payment, a credit note or an exchange difference."""
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT SUM(item.balance) AS invoiced,
                   SUM(item.amount_residual) FILTER (WHERE item.date_maturity < %(today)s) AS overdue,
                   COALESCE(SUM(item.amount_residual) FILTER (WHERE item.date_maturity < %(lost)s), 0)
                       + COALESCE(SUM(written.off), 0) AS lost
              FROM (SELECT DISTINCT invoice.id FROM (%(invoices)s) invoice) billed
              JOIN account_move_line item ON item.move_id = billed.id
               AND item.display_type = 'payment_term' AND item.parent_state = 'posted'
              LEFT JOIN LATERAL (
                SELECT SUM(part.amount) AS off
                  FROM account_partial_reconcile part
                  JOIN account_move_line other ON other.id = part.credit_move_id
                  JOIN account_move move ON move.id = other.move_id AND move.move_type = 'entry'
                  JOIN res_company company ON company.id = move.company_id
                 WHERE part.debit_move_id = item.id AND other.payment_id IS NULL AND other.statement_line_id IS NULL
                   AND move.journal_id IS DISTINCT FROM company.currency_exchange_journal_id
              ) written ON TRUE
            """,
            today=today,
            lost=fields.Date.subtract(today, days=LOST_DAYS),
            invoices=SQL(" UNION ALL ").join(self._get_invoices()),
        )

    @api.model
    def _get_invoices(self):
        """Return statements with the ``id`` of each invoice that comes from the document of ``hold``. An addon that
        binds another document to the gate extends this with ``super()``."""
        ordered = SQL(
            """
            SELECT bill.move_id AS id
              FROM sale_order_line line
              JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
              JOIN account_move_line bill ON bill.id = link.invoice_line_id
            """
        )
        return [
            SQL("%s WHERE hold.res_model = 'sale.order' AND line.order_id = hold.res_id", ordered),
            SQL(
                "%s JOIN stock_picking picking ON picking.sale_id = line.order_id"
                " WHERE hold.res_model = 'stock.picking' AND picking.id = hold.res_id",
                ordered,
            ),
            SQL(
                "SELECT move.id FROM account_move move WHERE hold.res_model = 'account.move' AND move.id = hold.res_id"
            ),
        ]
