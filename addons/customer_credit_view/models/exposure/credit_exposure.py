from odoo import api, fields, models
from odoo.tools import SQL

READER = "customer_credit_view.group_credit_reader"
SUMS = """
    SELECT profile.id,
           profile.partner_id, profile.company_id, profile.standing, profile.grade, profile.segment, profile.user_id,
           profile.next_review_date, %(select)s
      FROM credit_profile AS profile
      LEFT JOIN LATERAL (
            SELECT SUM(own.amount) FILTER (WHERE own.part = 'quoted') AS quoted_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'ordered') AS ordered_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'undelivered') AS undelivered_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'delivered') AS delivered_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'draft') AS draft_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'open') AS open_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'open' AND own.day < %(today)s) AS overdue_amount,
                   SUM(own.amount) FILTER (WHERE own.part = 'unapplied') AS unapplied_amount,
                   SUM(own.amount) FILTER (WHERE own.part <> 'quoted' OR own.counts_quoted) AS exposure_amount
              FROM (SELECT counted.part, counted.day, BOOL_OR(root.credit_counts_quotations) AS counts_quoted,
                           SUM(counted.amount * COALESCE(rates.rate, 1)) AS amount
                      FROM res_partner AS debtor
                      JOIN LATERAL (
                            SELECT * FROM credit_counter WHERE credit_counter.partner_id = debtor.id
                            UNION ALL
                            SELECT * FROM credit_counter_change WHERE credit_counter_change.partner_id = debtor.id
                           ) AS counted ON TRUE
                      JOIN res_company AS branch ON branch.id = counted.company_id
                      JOIN res_company AS root ON root.id = profile.company_id
                       AND branch.parent_path LIKE root.parent_path || '%%'
                      LEFT JOIN (VALUES %(rates)s) AS rates (company_id, currency_id, rate)
                        ON rates.company_id = profile.company_id AND rates.currency_id = counted.currency_id
                     WHERE debtor.commercial_partner_id = profile.partner_id
                     GROUP BY counted.part, counted.day) AS own
           ) AS sums ON TRUE
      %(joins)s
     WHERE profile.active
"""
AMOUNTS = (
    "quoted_amount",
    "ordered_amount",
    "undelivered_amount",
    "delivered_amount",
    "draft_amount",
    "open_amount",
    "overdue_amount",
    "unapplied_amount",
    "exposure_amount",
)


class CreditExposure(models.Model):
    """What each customer owes, as rows to search, group and sum; in the currency of the company, at today's rates."""

    _name = "credit.exposure"
    _description = "Exposure by Customer"
    _auto = False
    _order = "exposure_amount desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    standing = fields.Selection(
        selection=lambda self: self.env["credit.profile"]._fields["standing"].selection, readonly=True
    )
    grade = fields.Char(readonly=True)
    segment = fields.Selection(
        selection=lambda self: self.env["credit.profile"]._fields["segment"].selection, readonly=True
    )
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    next_review_date = fields.Date(string="Next Review", readonly=True)
    quoted_amount = fields.Monetary(string="Quoted", readonly=True)
    ordered_amount = fields.Monetary(
        string="Ordered", readonly=True, help="Accepted customer orders, as far as no sales order carries them yet."
    )
    undelivered_amount = fields.Monetary(string="To Deliver", readonly=True)
    delivered_amount = fields.Monetary(string="To Invoice", readonly=True, help="Delivered and not invoiced yet.")
    draft_amount = fields.Monetary(string="Draft Invoices", readonly=True)
    open_amount = fields.Monetary(string="Open Items", readonly=True, help="Posted and unpaid, overdue ones included.")
    overdue_amount = fields.Monetary(
        string="Overdue", readonly=True, help="Of the open items, what is due before today and not disputed."
    )
    unapplied_amount = fields.Monetary(
        string="Unapplied", readonly=True, help="Payments and credit notes that are applied to nothing yet."
    )
    exposure_amount = fields.Monetary(
        string="Exposure", readonly=True, help="All parts; quotations only where the company counts them."
    )

    @property
    def _table_query(self):
        return SQL(
            SUMS,
            select=self._get_select(),
            joins=self._get_joins(),
            rates=self._get_rates(),
            today=fields.Date.context_today(self),
        )

    @api.model
    def _get_rates(self):
        """Rows (company, currency, rate) of what totals are multiplied with; the company's own has none."""
        rows, used = [SQL("(0, 0, 1.0::numeric)")], self._get_used_currencies()
        today = fields.Date.context_today(self)
        for company in {company.root_id for company, _currency in used} | {company for company, _currency in used}:
            for currency in {currency for _company, currency in used} - {company.currency_id}:
                rate = currency._get_conversion_rate(currency, company.currency_id, company, today)
                rows.append(SQL("(%s, %s, %s::numeric)", company.id, currency.id, rate))
        return SQL(", ").join(rows)

    def action_open_profile(self):
        """Open the credit profile that this row is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "credit.profile",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # Hooks

    @api.model
    def _get_used_currencies(self):
        """Return the pairs (company, currency) of amounts."""
        # sudo: rates are no secret, and the rows are filtered by the rules of this model.
        return self.env["credit.counter"].sudo()._read_group([], ["company_id", "currency_id"])

    @api.model
    def _get_net(self):
        """What is compared with a limit. Extend with ``super()``: take off what you cover."""
        return SQL("COALESCE(sums.exposure_amount, 0)")

    @api.model
    def _get_overdue(self):
        """What is asked for. Extend with ``super()``: take off what is not."""
        return SQL("COALESCE(sums.overdue_amount, 0)")

    @api.model
    def _get_select(self):
        """The columns of amounts. Extend with ``super()``: ``SQL("%s, …", super()._get_select())``."""
        columns = {name: SQL("COALESCE(sums.%s, 0)", SQL.identifier(name)) for name in AMOUNTS}
        columns["overdue_amount"] = self._get_overdue()
        return SQL(", ").join(SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items())

    @api.model
    def _get_joins(self):
        """What is joined to ``profile`` and ``sums``."""
        return SQL()
