from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, models

from ...logic.altman import FirmType, NoScore, altman
from ...logic.ratios import AMOUNTS, Measure, measure, tangible_net_worth, trend
from ...logic.statement_figures import Figure
from ...tools import has_rate
from .credit_statement_ratio import KINDS, RATIOS


class CreditStatement(models.Model):
    """What statements measure: ratios and Altman's score, beside those of the years before."""

    _inherit = "credit.statement"

    def _measure_customers(self):
        """Measure all statements of these customers: each is compared with the one before it."""
        # sudo: ratios are the program's, nobody writes them.
        statements = self.sudo().search([("profile_id", "in", self.profile_id.ids), ("state", "!=", "withdrawn")])
        contents = statements._get_contents()
        statements.ratio_ids.unlink()
        rows = []
        for _key, series in statements.grouped(lambda one: (one.profile_id, one.is_consolidated)).items():
            rows += series.sorted(lambda one: (one.period_end, one.id))._prepare_ratios(contents)
        # sudo: as above.
        self.env["credit.statement.ratio"].sudo().create(rows)
        for statement in statements:
            statement._apply_altman(contents[statement])

    def _prepare_ratios(self, contents):
        """Return the rows of these statements of one customer, which stand in the order of time."""
        rows, measured = [], {}
        for statement in self:
            # What scores and limits rest on does not change with a draft beside it.
            others = self.filtered(lambda one: one.state == "confirmed") if statement.state == "confirmed" else self
            opening, before = statement._find_opening(others), statement._find_before(others)
            policy = statement.company_id._get_ratio_policy()
            found = measure(contents[statement], contents.get(opening), policy)
            measured[statement] = statement._scaled(found)
            rows += statement._prepare_ratio_rows(measured[statement], statement._comparable(before, measured))
        return rows

    def _find_before(self, series):
        """The last statement of ``series``, which stands in the order of time, whose period ended before this one's."""
        return series.filtered(lambda other: other.period_end < self.period_end)[-1:]

    def _find_opening(self, series):
        """The statement whose period ends the day before this one's begins."""
        begin = self.period_end + timedelta(days=1) - relativedelta(months=self.months)
        before = series.filtered(lambda other: other.period_end == begin - timedelta(days=1))
        # Balances of another currency or unit cannot be averaged with these.
        return before.filtered(lambda other: (other.currency_id, other.unit) == (self.currency_id, self.unit))[:1]

    def _scaled(self, measured):
        """Amounts in whole units of the currency, whatever the statement prints."""
        unit = Decimal(self.unit)
        return {
            ratio: Measure(one.value * unit, None) if ratio in AMOUNTS and one.value is not None else one
            for ratio, one in measured.items()
        }

    def _comparable(self, before, measured):
        """What ``before`` measured, without amounts in another currency."""
        is_same = before.currency_id == self.currency_id
        return {ratio: one for ratio, one in measured.get(before, {}).items() if is_same or ratio not in AMOUNTS}

    def _prepare_ratio_rows(self, measured, before):
        rows = []
        for place, (name, _label) in enumerate(RATIOS):
            now, then = measured[name], before.get(name, Measure(None))
            direction = trend(name, then.value, now.value)
            rows.append(
                {
                    "statement_id": self.id,
                    "sequence": place,
                    "ratio": name,
                    "kind": KINDS.get(name, "share"),
                    "value": float(now.value or 0),
                    "gap": now.gap and now.gap.value,
                    "previous_value": float(then.value or 0),
                    "trend": direction and direction.value,
                }
            )
        return rows

    def _apply_altman(self, content):
        found = altman(content, FirmType(self.firm_type)) if self.firm_type else NoScore.NOT_SUITABLE
        is_gap = isinstance(found, NoScore)
        vals = {
            "altman_score": 0.0 if is_gap else float(found.score),
            "altman_model": False if is_gap else found.model.value,
            "altman_zone": False if is_gap else found.zone.value,
            "altman_gap": found.value if is_gap else False,
        }
        if any(self[name] != value for name, value in vals.items()):
            self._act(vals)

    def _get_strength(self):
        """Return ``{"net_worth", "working_capital", "turnover": Decimal}`` of a year in the company's currency.

        What is unknown is left out, as is all of a statement in a currency without a rate.
        """
        self.ensure_one()
        if not has_rate(self.currency_id, self.company_id):
            return {}
        [content] = self._get_contents().values()
        net_worth = tangible_net_worth(content, self.company_id._get_ratio_policy())
        figures = (Figure.CURRENT_ASSETS, Figure.CURRENT_LIABILITIES, Figure.REVENUE)
        assets, liabilities, revenue = (content.annual(figure) for figure in figures)
        working = None if None in (assets, liabilities) else assets - liabilities
        known = {"net_worth": net_worth, "working_capital": working, "turnover": revenue}
        return {name: self._convert(value) for name, value in known.items() if value is not None}

    def _convert(self, amount):
        """Return ``amount``, in the statement's currency and unit, in the company's currency; not rounded."""
        company = self.company_id
        rate = self.env["res.currency"]._get_conversion_rate(
            self.currency_id, company.currency_id, company, self.period_end
        )
        return amount * Decimal(self.unit) * Decimal(repr(rate))

    @api.depends("figure_ids.amount", "ratio_ids.value")
    def _compute_comparison(self):
        for statement in self:
            profile = statement.profile_id
            statement.comparison = profile._render_comparison(last=statement) if profile else False

    @api.model
    def _get_latest(self, profiles, date):
        """Return ``{profile: statement}``: the latest confirmed ones whose period ended by ``date``.

        Of the same day an audited one counts before others, and the firm's own before that of its group.
        """
        # sudo: scores and limits rest on all statements of a customer, whoever computes them.
        found = self.sudo().search(
            [("profile_id", "in", profiles.ids), ("state", "=", "confirmed"), ("period_end", "<=", date)],
            order="period_end desc, is_consolidated, is_audited desc, id desc",
        )
        latest = {}
        for statement in found:
            latest.setdefault(statement.profile_id, statement)
        # sudo: only looked up.
        return {profile: latest[profile.sudo()] for profile in profiles if profile.sudo() in latest}
