from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import fields, models

from ...logic.altman import Zone
from .credit_scorecard_criterion import Input

ZONES = {Zone.DISTRESS: Decimal(0), Zone.GREY: Decimal(1), Zone.SAFE: Decimal(2)}


class CreditScorecardCriterion(models.Model):
    """Where criteria are read: each method answers for all customers at once."""

    _inherit = "credit.scorecard.criterion"

    def _get_values_ratio(self, profiles, date):
        values = {}
        for profile, statement in self.env["credit.statement"]._get_latest(profiles, date).items():
            row = statement.ratio_ids.filtered(lambda row: row.ratio == self.ratio and not row.gap)
            if row:
                values[profile] = Input(Decimal(repr(row.value)), self._get_basis(statement), statement.period_end)
        return values

    def _get_values_altman(self, profiles, date):
        values = {}
        for profile, statement in self.env["credit.statement"]._get_latest(profiles, date).items():
            if statement.altman_zone:
                models_ = dict(statement._fields["altman_model"]._description_selection(self.env))
                basis = self.env._(
                    "%(model)s is %(score).2f; %(statement)s",
                    model=models_[statement.altman_model],
                    score=statement.altman_score,
                    statement=self._get_basis(statement),
                )
                values[profile] = Input(ZONES[statement.altman_zone], basis, statement.period_end)
        return values

    def _get_values_statement_age(self, profiles, date):
        return {
            profile: Input(
                _months_between(statement.period_end, date), self._get_basis(statement), statement.period_end
            )
            for profile, statement in self.env["credit.statement"]._get_latest(profiles, date).items()
        }

    def _get_values_tenure(self, profiles, date):
        values = {}
        for profile, first in profiles._get_first_invoice_dates().items():
            if first <= date:
                basis = self.env._("first invoice on %s", fields.Date.to_string(first))
                values[profile] = Input(_months_between(first, date), basis, date)
        return values

    def _get_values_days_late(self, profiles, date):
        return self._get_behaviour_values(profiles, date, "days_late")

    def _get_values_payment_index(self, profiles, date):
        return self._get_behaviour_values(profiles, date, "payment_index")

    def _get_behaviour_values(self, profiles, date, name):
        """Return a figure of payment behaviour, where it rests on payments."""
        values = {}
        for profile, figures in profiles._get_behaviour(date).items():
            value = getattr(figures, name)
            if value is not None:
                basis = self.env._("payments up to %(date)s: %(count)s", date=date, count=figures.payment_count)
                values[profile] = Input(Decimal(repr(round(float(value), 4))), basis, date)
        return values

    def _get_values_bureau(self, profiles, date):
        reports = self.env["credit.bureau.report"]._get_latest(profiles, date, self.bureau_id)
        values = {}
        for profile, report in reports.items():
            if report.has_score:
                basis = self.env._(
                    "%(bureau)s, report of %(date)s",
                    bureau=report.bureau_id.name,
                    date=fields.Date.to_string(report.report_date),
                )
                values[profile] = Input(Decimal(repr(report.score)), basis, report.report_date)
        return values

    def _get_values_manual(self, profiles, date):
        """What an analyst enters is with the assessment, not with the customer."""
        return {}

    def _get_basis(self, statement):
        """Say in words which statement a value is from."""
        traits = [fields.Date.to_string(statement.period_end)]
        traits += [self.env._("%s months", statement.months)] if statement.months != 12 else []
        traits.append(self.env._("audited") if statement.is_audited else self.env._("not audited"))
        traits += [self.env._("consolidated")] if statement.is_consolidated else []
        return self.env._("statement of %s", ", ".join(traits))


def _months_between(first, last):
    passed = relativedelta(last, first)
    return Decimal(passed.years * 12 + passed.months)
