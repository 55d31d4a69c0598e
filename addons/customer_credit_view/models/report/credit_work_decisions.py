from odoo import fields, models
from odoo.fields import Domain

SOON = 30
ACTIONS = {
    "applications": "customer_credit_view.credit_application_action",
    "applications_decide": "customer_credit_view.credit_application_action",
    "hits": "customer_credit_view.credit_screening_hit_action",
    "hits_proposed": "customer_credit_view.credit_screening_hit_action",
    "proposals": "customer_credit_view.credit_limit_proposal_action",
    "limits_ending": "customer_credit_view.credit_limit_action",
    "proofs_different": "customer_credit_view.credit_proof_action",
}


class CreditWork(models.Model):
    """What waits for somebody to look at it or to decide: applications, hits, limits, differences of a proof."""

    _inherit = "credit.work"

    code = fields.Selection(
        selection_add=[
            ("applications", "Applications to review"),
            ("applications_decide", "Applications to decide"),
            ("hits", "Hits to look at"),
            ("hits_proposed", "Hits to clear"),
            ("proposals", "Limits to approve"),
            ("limits_ending", "Limits that end soon"),
            ("proofs_different", "Differences of a proof"),
        ],
        ondelete=dict.fromkeys(ACTIONS, "cascade"),
    )

    def _get_work_applications(self):
        return self.env["credit.application"], Domain("state", "in", ("submitted", "review"))

    def _get_work_applications_decide(self):
        return self.env["credit.application"], Domain("state", "=", "recommended")

    def _get_work_hits(self):
        return self.env["credit.screening.hit"], Domain("state", "=", "open")

    def _get_work_hits_proposed(self):
        return self.env["credit.screening.hit"], Domain("state", "=", "proposed")

    def _get_work_proposals(self):
        return self.env["credit.limit.proposal"], Domain("state", "=", "submitted")

    def _get_work_limits_ending(self):
        # Those that have ended already are found by rules of the kind “limit expired”.
        today = fields.Date.context_today(self)
        soon = Domain("date_to", ">=", today) & Domain("date_to", "<=", fields.Date.add(today, days=SOON))
        return self.env["credit.limit"], Domain("state", "=", "granted") & soon

    def _get_work_proofs_different(self):
        return self.env["credit.proof"], Domain("state", "=", "different")

    def _get_work_action(self):
        if self.code in ACTIONS:
            return self.env["ir.actions.act_window"]._for_xml_id(ACTIONS[self.code])
        return super()._get_work_action()
