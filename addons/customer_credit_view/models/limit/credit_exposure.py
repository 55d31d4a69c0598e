from odoo import api, fields, models
from odoo.tools import SQL

LIMIT = SQL("credit_limit.amount * COALESCE(limit_rates.rate, 1)")
# By their values they are in the order of use, which is the order of groups. Equality is within the limit.
BANDS = [
    ("0_none", "No Limit"),
    ("1_under_50", "Under 50 %"),
    ("2_under_80", "50 to 80 %"),
    ("3_up_to_100", "80 to 100 %"),
    ("4_over", "Over the Limit"),
]
BAND = """
    CASE WHEN %(limit)s IS NULL THEN '0_none'
         WHEN (%(net)s) > %(limit)s THEN '4_over'
         WHEN (%(net)s) < 0.5 * %(limit)s OR %(limit)s = 0 THEN '1_under_50'
         WHEN (%(net)s) < 0.8 * %(limit)s THEN '2_under_80'
         ELSE '3_up_to_100'
     END
"""
JOINS = """
    %(joins)s
    LEFT JOIN (%(running)s) AS running ON running.profile_id = profile.id
    LEFT JOIN credit_limit ON credit_limit.id = running.limit_id
    LEFT JOIN (VALUES %(rates)s) AS limit_rates (company_id, currency_id, rate)
           ON limit_rates.company_id = profile.company_id AND limit_rates.currency_id = credit_limit.currency_id
"""


class CreditExposure(models.Model):
    """What is used of the limits, to search and to group by. Without a limit the amounts are empty."""

    _inherit = "credit.exposure"

    limit_amount = fields.Monetary(string="Limit", readonly=True, help="The customer's own limit in force today.")
    available_amount = fields.Monetary(
        string="Available", readonly=True, help="Limit less net exposure; below zero what is over."
    )
    utilisation = fields.Float(
        string="Limit Used (%)", readonly=True, aggregator="avg", help="Net exposure as a share of the limit."
    )
    utilisation_band = fields.Selection(BANDS, string="Use of the Limit", readonly=True)

    @api.model
    def _get_select(self):
        return SQL(
            """
            %(select)s,
            %(limit)s AS limit_amount,
            %(limit)s - (%(net)s) AS available_amount,
            100 * (%(net)s) / NULLIF(%(limit)s, 0) AS utilisation,
            %(band)s AS utilisation_band
            """,
            select=super()._get_select(),
            net=self._get_net(),
            limit=LIMIT,
            band=SQL(BAND, net=self._get_net(), limit=LIMIT),
        )

    @api.model
    def _get_joins(self):
        # sudo: a limit binds whoever asks; the rows are filtered by the rules of this model.
        limits = self.env["credit.limit"].sudo()
        running = limits._get_in_force_query(fields.Date.context_today(self), SQL())
        return SQL(JOINS, joins=super()._get_joins(), running=running, rates=self._get_rates())

    @api.model
    def _get_used_currencies(self):
        # sudo: see _get_joins.
        limits = self.env["credit.limit"].sudo()._read_group([], ["company_id", "currency_id"])
        return [*super()._get_used_currencies(), *limits]
