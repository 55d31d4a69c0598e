from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...exceptions import StandingRefused
from .credit_profile import STANDINGS


class CreditProfile(models.Model):
    """The standing: decided by an act, with a reason, and sealed."""

    _inherit = "credit.profile"

    def _set_standing(self, standing, reason):
        """Give these profiles ``standing`` because of ``reason``, a sentence that people read a year later.

        Checks no rights: buttons do. Raises ``StandingRefused`` without a reason or for an unknown standing.
        """
        if standing not in dict(STANDINGS) or not (reason or "").strip():
            raise StandingRefused(self.env._("Please choose a standing and say why."))
        changed = self.filtered(lambda profile: profile.standing != standing)
        if not changed:
            return
        before = {profile: profile.standing for profile in changed}
        changed._act({"standing": standing, "standing_since": fields.Date.context_today(self)})
        changed._seal_batch(
            "credit.standing_set",
            {profile: {"before": before[profile], "standing": standing} for profile in changed},
            reason=reason,
        )
        changed._message_log_batch({profile.id: reason for profile in changed})

    @api.model
    def _get_profile_events(self):
        return {"credit.standing_set": EventSchema(1, {"before": "text", "standing": "text"})}
