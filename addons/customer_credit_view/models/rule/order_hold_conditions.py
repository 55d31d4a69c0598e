from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...exceptions import ReleaseConditionRefused

CONDITION = {"kind": "text", "text": "text", "share?": "text", "amount?": "text", "until?": "date"}


class OrderHold(models.Model):
    """Releasing with conditions: the document goes on, its goods leave when the conditions are kept."""

    _inherit = "order.hold"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "order_hold.conditions": EventSchema(1, {"conditions": [CONDITION]}),
            "order_hold.condition_met": EventSchema(1, {"text": "text", "how": "text"}),
            "order_hold.condition_waived": EventSchema(1, {"text": "text"}),
        }

    def _release_with_conditions(self, conditions, reason, *, resume=False):
        """Release this hold on ``conditions``, values of ``credit.release.condition``; return what resuming returns.

        Who may release may do so; the conditions are sealed with the release.
        """
        self.ensure_one()
        if not conditions:
            raise ReleaseConditionRefused(
                self.env._("A release with conditions needs one. Please enter it, or release without conditions.")
            )
        self.action_release(reason)
        kept = self.env["credit.release.condition"]._keep([{**vals, "hold_id": self.id} for vals in conditions])
        self._seal("order_hold.conditions", {"conditions": [one._prepare_payload() for one in kept]}, reason=reason)
        # Without figures: the log of a hold is for everybody who meets it.
        kinds = dict(kept._fields["kind"]._description_selection(self.env))
        told = ", ".join(kinds[kind] for kind in dict.fromkeys(kept.mapped("kind")))
        self.message_post(body=self.env._("Released with conditions: %(kinds)s.", kinds=told))
        return self.action_resume() if resume else True
