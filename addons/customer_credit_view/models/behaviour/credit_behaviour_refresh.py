from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class CreditBehaviour(models.Model):
    """Counting: all customers of a company at once each night, or some of them now."""

    _inherit = "credit.behaviour"

    @api.model
    def _refresh(self, profiles):
        """Count ``profiles`` again as of today."""
        for company, chosen in profiles.grouped("company_id").items():
            self._count_all(company, chosen)

    @api.model
    def _count_all(self, company, profiles=None):
        """Write the figures of ``profiles``, by default of all in ``company``, as of today: one statement for all."""
        self.env.flush_all()
        # Sums of 50,000 customers by month do not fit in the few megabytes that are usual.
        self.env.cr.execute("SET LOCAL work_mem = '64MB'")
        today = company._get_credit_today()
        names = list(self._get_figures(self._get_span(company, today)))
        # Counted first and written then: PostgreSQL puts more than one worker only to what writes no table.
        figures = self._query_figures(company, today, profiles)
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE credit_behaviour_counted ON COMMIT DROP AS %s", figures))
        self.env.cr.execute(
            SQL(
                "INSERT INTO credit_behaviour (%(columns)s) SELECT %(columns)s FROM credit_behaviour_counted"
                " ON CONFLICT (profile_id) DO UPDATE SET (%(columns)s) = ROW(%(excluded)s)",
                columns=SQL(", ").join(map(SQL.identifier, names)),
                excluded=SQL(", ").join(SQL.identifier("excluded", name) for name in names),
            )
        )
        self.env.cr.execute("DROP TABLE credit_behaviour_counted")
        self.env.cr.execute("SET LOCAL work_mem TO DEFAULT")
        self.env["credit.behaviour"].invalidate_model()
        self.env["credit.profile"].invalidate_model(["behaviour_ids"])

    @api.model
    def _get_live(self, profiles, on_date=None):
        """Return ``{profile: Figures}`` counted now, as of the evening of ``on_date``; nothing is written.

        ``Figures`` is a NamedTuple with the fields of this model as its names, None where a figure rests on nothing.
        """
        self.env.flush_all()
        found = {}
        for company, chosen in profiles.grouped("company_id").items():
            rows = self.env.execute_query_dict(
                self._query_figures(company, on_date or company._get_credit_today(), chosen)
            )
            figures = NamedTuple("Figures", [(name, object) for name in rows[0]]) if rows else None
            by_id = {row["profile_id"]: figures(**row) for row in rows}
            found.update((profile, by_id[profile.id]) for profile in chosen)
        return found

    @api.model
    def _cron_count(self):
        """Every night: the figures of all customers, then who shows signs of trouble; company by company."""
        # Branches count with their company.
        companies = self.env["res.company"].search([("parent_id", "=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            self._count_all(company)
            self.with_company(company)._warn(company)
            if not self.env["ir.cron"]._commit_progress(1):
                break
