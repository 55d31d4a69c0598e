from odoo import fields, models
from odoo.fields import Domain

from ..behaviour.credit_profile_warning import ACTIVITY

ACTIONS = {
    "holds": "order_gate.order_hold_action",
    "holds_ready": "order_gate.order_hold_action",
    "conditions": "customer_credit_view.credit_release_condition_action",
    "collect": "customer_credit_view.credit_collection_action",
    "pledges_due": "customer_credit_view.credit_pledge_action",
    "pledges_broken": "customer_credit_view.credit_pledge_action",
    "disputes": "customer_credit_view.credit_dispute_action",
    "disputes_late": "customer_credit_view.credit_dispute_action",
    "warnings": "customer_credit_view.credit_profile_action",
    "reviews": "customer_credit_view.credit_profile_action",
}


class CreditWork(models.Model):
    """What waits, code by code. Days are those of the user's time zone."""

    _inherit = "credit.work"

    def _get_work_holds(self):
        return self.env["order.hold"], Domain("state", "=", "active")

    def _get_work_holds_ready(self):
        return self.env["order.hold"], Domain("state", "=", "ready")

    def _get_work_conditions(self):
        return self.env["credit.release.condition"], Domain("state", "=", "open")

    def _get_work_collect(self):
        return self.env["credit.collection"], Domain("collectable_amount", ">", 0)

    def _get_work_pledges_due(self):
        due = Domain("promised_date", "<=", fields.Date.context_today(self))
        return self.env["credit.pledge"], Domain("state", "=", "open") & due

    def _get_work_pledges_broken(self):
        lately = Domain("ended_date", ">", "today -7d")
        return self.env["credit.pledge"], Domain("state", "in", ("broken", "partly")) & lately

    def _get_work_disputes(self):
        return self.env["credit.dispute"], Domain("state", "=", "open")

    def _get_work_disputes_late(self):
        late = Domain("deadline_date", "<", fields.Date.context_today(self))
        return self.env["credit.dispute"], Domain("state", "=", "open") & late

    def _get_work_warnings(self):
        kind = self.env.ref(ACTIVITY)
        return self.env["credit.profile"], Domain("activity_ids", "any", [("activity_type_id", "=", kind.id)])

    def _get_work_reviews(self):
        return self.env["credit.profile"], Domain("next_review_date", "<=", fields.Date.context_today(self))

    def _get_work_action(self):
        if self.code in ACTIONS:
            return self.env["ir.actions.act_window"]._for_xml_id(ACTIONS[self.code])
        return super()._get_work_action()
