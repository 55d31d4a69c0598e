from odoo import fields, models


class CreditApplication(models.Model):
    """The figures in the case folder: the statement and the assessment on which it was decided."""

    _inherit = "credit.application"

    def _get_case_assessment(self):
        known = super()._get_case_assessment()
        profile, today = self._get_profile().sudo(), fields.Date.context_today(self)  # sudo: see _get_folder
        statement = self.env["credit.statement"]._get_latest(profile, today).get(profile)
        if statement:
            content = statement._prepare_content()
            known |= {"figures": content.pop("figures"), "statement": content}
        assessment = self.env["credit.assessment"]._get_in_force(profile, today).get(profile)
        if assessment:
            known["assessment"] = {
                "number": assessment.name,
                "score": f"{assessment.score:.2f}",
                "grade": assessment.grade or "",
                "scorecard": assessment.scorecard_version or "",
                "seal": assessment.content_hash or "",
            }
        return known
