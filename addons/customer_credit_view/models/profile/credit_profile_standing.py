from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import StandingRefused
from .credit_profile import STANDINGS

STRICT = ("under_review", "watch", "hold")
ANALYST = "customer_credit_view.group_credit_analyst"


class CreditProfile(models.Model):
    """The standing: decided by an act, with a reason, and sealed."""

    _inherit = "credit.profile"

    def action_set_standing(self, standing, reason):
        """Decide about these customers: they have ``standing`` from now on, because of ``reason``."""
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_controller"):
            raise AccessError(self.env._("Only a controller of credit decides about standings."))
        self._set_standing(standing, reason)
        return True

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

    def _check_not_hidden(self):
        """A customer that is watched or held must not become a contact of another one, whose standing would count."""
        hidden = self.filtered(lambda profile: profile.standing in STRICT and profile._is_hidden())
        if hidden:
            raise StandingRefused(
                self.env._(
                    "%(customer)s is looked at for its credit and cannot become a contact of another customer. Please"
                    " ask a credit analyst.",
                    customer=hidden[0].display_name,
                )
            )

    def _check_not_split(self):
        """Part of a customer that is watched or held must not become a customer of its own, without a standing."""
        strict = self.filtered(lambda profile: profile.standing in STRICT)
        if strict:
            raise StandingRefused(
                self.env._(
                    "%(customer)s is looked at for its credit: none of its contacts can become a customer of its own."
                    " Please ask a credit analyst.",
                    customer=strict[0].display_name,
                )
            )

    @api.model
    def _may_regroup(self):
        """Whether who asks may change to which customer a contact belongs, whatever its standing."""
        return self.env.su or self.env.user.has_group(ANALYST)

    def _is_hidden(self):
        self.ensure_one()
        return self.partner_id.commercial_partner_id != self.partner_id

    @api.model
    def _get_profile_events(self):
        return {"credit.standing_set": EventSchema(1, {"before": "text", "standing": "text"})}
