from odoo import models


class CreditApplication(models.Model):
    """An approved application asks for its limit, which the approval rules for limits then grant."""

    _inherit = "credit.application"

    def _after_approval(self):
        super()._after_approval()
        proposal = self.env["credit.limit.proposal"].create(self._prepare_limit_proposal_vals())
        proposal.action_submit()
        self._message_log(body=self.env._("The limit is asked for with %(proposal)s.", proposal=proposal.name))

    def _prepare_limit_proposal_vals(self):
        """Hook: the proposal for the limit that was approved."""
        return {
            "profile_id": self._get_profile().id,
            "currency_id": self.currency_id.id,
            "amount": self.decided_amount,
            "reason": self.env._("Application %(application)s: %(why)s", application=self.name, why=self.decision_note),
        }
