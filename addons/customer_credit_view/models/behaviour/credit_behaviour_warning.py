from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

from ...logic.early_warning import Signs, judge

BATCH = 500
AGAIN_AFTER = 30


class CreditBehaviour(models.Model):
    """Early warning: a sign beyond the company's threshold becomes somebody's task, and may set *watch*."""

    _inherit = "credit.behaviour"

    @api.model
    def _warn(self, company):
        """Look at the customers of ``company`` whose figures were counted, and open a task for each new warning."""
        if not company.credit_warning_is_on:
            return
        thresholds = company._get_credit_thresholds()
        drops = self.env["credit.profile"]._get_grade_drops(company)
        for ids in split_every(BATCH, self.search(self._get_warning_domain(company, thresholds, drops)).ids):
            for row in self.browse(ids):
                # An empty slope reads as 0, which warns of nothing either.
                signs = Signs(row.late_slope, row.newest_days_late, row.broken_count, drops.get(row.profile_id.id, 0))
                row._take_warnings(judge(signs, thresholds), company._get_credit_today())

    def _take_warnings(self, warnings, today):
        """Act on ``warnings`` unless the same signs led to a task lately: what somebody has looked at does not come
        back the next night."""
        self.ensure_one()
        signs = {str(warning.reason) for warning in warnings}
        known = set((self.warned_for or "").split())
        is_recent = self.warned_date and self.warned_date > today - timedelta(days=AGAIN_AFTER)
        if signs and not (is_recent and signs <= known):
            profile = self.profile_id
            lang = profile._get_warned_person().lang or self.env.lang
            text = profile.with_context(lang=lang)._describe_warnings(warnings)
            self.write({"warned_date": today, "warned_for": " ".join(sorted(signs)), "warned_text": text})
            profile._take_warning(warnings)

    @api.model
    def _get_warning_domain(self, company, thresholds, drops):
        """Those that can have a warning at all: of 50,000 customers a few."""
        signs = [
            Domain("late_slope", ">=", thresholds.slope) if thresholds.slope else Domain.FALSE,
            Domain("broken_count", ">=", thresholds.broken) if thresholds.broken else Domain.FALSE,
            Domain("profile_id", "in", list(drops)),
        ]
        return Domain("company_id", "=", company.id) & Domain("profile_id.active", "=", True) & Domain.OR(signs)
