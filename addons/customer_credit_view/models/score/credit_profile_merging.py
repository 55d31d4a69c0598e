from odoo import fields, models
from odoo.tools import SQL


class CreditProfile(models.Model):
    """What becomes of scores and reports when two profiles turn out to be one customer."""

    _inherit = "credit.profile"

    def _absorb(self, others):
        self._tell_reports_apart(others)
        result = super()._absorb(others)
        today = fields.Date.context_today(self)
        assessment = self.env["credit.assessment"]._get_in_force(self, today).get(self)
        if assessment:
            self._act({"grade": assessment.grade})
        return result

    def _tell_reports_apart(self, others):
        """A bureau may have said the same of both: then the number of the report names the profile it was about."""
        twins = SQL(
            """
            UPDATE credit_bureau_report other
               SET report_number = CONCAT(other.report_number, ' ', profile.name)
              FROM credit_profile profile, credit_bureau_report own
             WHERE other.profile_id = profile.id AND other.profile_id IN %(others)s AND own.profile_id IN %(all)s
               AND own.profile_id != other.profile_id AND own.bureau_id = other.bureau_id
               AND own.report_date = other.report_date
               AND COALESCE(own.report_number, '') = COALESCE(other.report_number, '')
            """,
            others=tuple(others.ids),
            all=tuple((self + others).ids),
        )
        self.env.flush_all()
        self.env.cr.execute(twins)
        self.env["credit.bureau.report"].invalidate_model(["report_number"])
