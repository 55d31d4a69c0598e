from odoo import models


class CreditApplication(models.Model):
    """An approved application asks for its limit, which the approval rules for limits then grant."""

    _inherit = "credit.application"

    def _after_approval(self):
        result = super()._after_approval()
        proposals = self.env["credit.limit.proposal"]
        profile = self._get_profile()
        waiting = proposals.search([("profile_id", "=", profile.id), ("state", "=", "submitted")], limit=1)
        if waiting:
            note = self.env._("%s waits for approval already: ask for the limit when it is decided.", waiting.name)
        else:
            proposal = proposals.create(self._prepare_limit_proposal_vals())
            proposal.action_submit()
            note = self.env._("The limit is asked for with %s.", proposal.name)
        self._message_log(body=note)
        return result

    def _prepare_limit_proposal_vals(self):
        """Hook: the proposal for the limit that was approved."""
        return {
            "profile_id": self._get_profile().id,
            "currency_id": self.currency_id.id,
            "amount": self.decided_amount,
            "reason": self.env._("Application %(application)s: %(why)s", application=self.name, why=self.decision_note),
        }
