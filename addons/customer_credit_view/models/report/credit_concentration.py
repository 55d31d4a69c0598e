from odoo import fields, models
from odoo.tools import SQL

from ...tools import root_id
from ..collection.credit_open_item import DEPENDS
from ..profile.credit_profile import STANDINGS


class CreditConcentration(models.Model):
    """How much of a company's receivables hangs on each customer, the largest first."""

    _name = "credit.concentration"
    _description = "Concentration of Receivables"
    _auto = False
    _order = "rank, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    profile_id = fields.Many2one("credit.profile", string="Credit Profile", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    standing = fields.Selection(STANDINGS, readonly=True)
    grade = fields.Char(readonly=True)
    segment = fields.Selection(selection=lambda self: self.env["credit.open.item"]._get_segments(), readonly=True)
    rank = fields.Integer(readonly=True, aggregator="min")
    amount = fields.Monetary(string="Open", readonly=True, help="Less unapplied payments and credits.")
    overdue_amount = fields.Monetary(string="Overdue", readonly=True)
    share = fields.Float(
        digits=(16, 6), readonly=True, help="Of all that customers owe the company. Customers in credit are left out."
    )
    cumulated_share = fields.Float(
        string="Cumulated", digits=(16, 6), readonly=True, aggregator="max", help="Up to this customer."
    )
    herfindahl = fields.Float(
        string="Herfindahl Index",
        digits=(16, 6),
        readonly=True,
        help="Squared share. The sum over all customers is 1 when one owes everything, and close to 0 when many owe a"
        " little.",
    )

    _depends = DEPENDS

    @property
    def _table_query(self):
        items = self.env["credit.open.item"]._table_query
        return SQL(
            """
            SELECT owed.*, contact.country_id,
                   RANK() OVER largest AS rank,
                   owed.amount / SUM(owed.amount) OVER whole AS share,
                   SUM(owed.amount) OVER largest / SUM(owed.amount) OVER whole AS cumulated_share,
                   POWER(owed.amount / SUM(owed.amount) OVER whole, 2) AS herfindahl
              FROM (
                SELECT MIN(item.id) AS id, %(root)s AS company_id,
                       item.partner_id, item.profile_id, item.standing, item.grade,
                       item.segment, SUM(item.amount) AS amount,
                       COALESCE(SUM(item.amount) FILTER (WHERE item.days_overdue > 0), 0) AS overdue_amount
                  FROM (%(items)s) item
                  JOIN res_company branch ON branch.id = item.company_id
                 GROUP BY %(root)s, item.partner_id, item.profile_id, item.standing, item.grade, item.segment
                HAVING SUM(item.amount) > 0
              ) owed
              JOIN res_partner contact ON contact.id = owed.partner_id
            WINDOW whole AS (PARTITION BY owed.company_id),
                   largest AS (PARTITION BY owed.company_id ORDER BY owed.amount DESC, owed.id)
            """,
            items=items,
            root=root_id("branch"),
        )
