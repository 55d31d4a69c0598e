import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import count_anew, create_counters
from .account_move_line import COUNTED as COUNTED_ITEMS
from .sale_order_line import COUNTED as COUNTED_LINES

_logger = logging.getLogger(__name__)

PARTS = [
    ("quoted", "Quoted"),
    ("ordered", "Ordered"),
    ("undelivered", "Undelivered"),
    ("delivered", "Delivered, Not Invoiced"),
    ("draft", "Draft Invoices"),
    ("open", "Open Items"),
    ("unapplied", "Unapplied Payments and Credits"),
]
# What is decided elsewhere and only stands here while it is not folded.
FOLD = """
    WITH taken AS (DELETE FROM credit_counter_change RETURNING partner_id, company_id, currency_id, part, day, amount),
    summed AS (
        SELECT partner_id, company_id, currency_id, part, day, SUM(amount) AS amount FROM taken
         GROUP BY partner_id, company_id, currency_id, part, day HAVING SUM(amount) <> 0
         ORDER BY partner_id, company_id, currency_id, part, day
    )
    INSERT INTO credit_counter (partner_id, company_id, currency_id, part, day, amount)
    SELECT partner_id, company_id, currency_id, part, day, amount FROM summed
    ON CONFLICT (partner_id, company_id, currency_id, part, COALESCE(day, DATE '0001-01-01'))
    DO UPDATE SET amount = credit_counter.amount + EXCLUDED.amount
"""
# Any number: only one fold runs at a time.
FOLD_LOCK = 7263541098


class CreditCounter(models.Model):
    """The totals of what customers owe, as PostgreSQL counts them: by debtor, company, currency, part and day.

    Nobody writes them; the debtor is the contact that the documents name.
    """

    _name = "credit.counter"
    _description = "Credit Counter"
    _auto = False
    _order = "partner_id, part, day"

    partner_id = fields.Many2one("res.partner", string="Debtor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    part = fields.Selection(PARTS, readonly=True)
    day = fields.Date(readonly=True, help="When open items are due, when ordered goods are promised.")
    amount = fields.Monetary(readonly=True)

    def init(self):
        create_counters(self.env.cr)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(id) AS id, partner_id, company_id, currency_id, part, day, SUM(amount) AS amount
              FROM (SELECT * FROM credit_counter UNION ALL SELECT * FROM credit_counter_change) AS counted
             GROUP BY partner_id, company_id, currency_id, part, day
            HAVING SUM(amount) <> 0
            """
        )

    @api.model
    def _fold(self):
        """Add the changes since the last time to the totals. Does nothing while another transaction does it."""
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLD_LOCK])
        if self.env.cr.fetchone()[0]:
            self.env.cr.execute(FOLD)
            self.env.cr.execute("DELETE FROM credit_counter WHERE amount = 0")

    @api.model
    def _get_counted(self):
        """Return ``{table: SELECT of what is counted of it}``. Extend it with ``super()`` beside ``count_table``."""
        return {"account_move_line": COUNTED_ITEMS, "sale_order_line": COUNTED_LINES}

    @api.model
    def _rebuild(self):
        """Compute what open orders commit to, and count everything anew, batch by batch: the log tells how far it is.

        It is one transaction: whoever reads in between sees the counters of before.
        """
        # sudo: what is owed is counted whole, whatever the user may see.
        self.sudo()._recompute_commitments()
        self.env.flush_all()
        self.env.cr.execute("LOCK TABLE credit_counter, credit_counter_change IN EXCLUSIVE MODE")
        self.env.cr.execute("DELETE FROM credit_counter_change")
        self.env.cr.execute("DELETE FROM credit_counter")
        for table, counted in self._get_counted().items():
            for done, last in count_anew(self.env.cr, table, counted):
                _logger.info("Rows of %s counted for the exposure: up to %s of %s", table, done, last)
        self.env.cr.execute(FOLD)

    @api.model
    def _recompute_commitments(self):
        """Compute the stored amounts that are counted. Extend with ``super()`` for models of your own."""
        self.env["sale.order.line"]._recompute_credit_commitments()

    @api.model
    def _cron_fold(self):
        self._fold()
