from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import CreditCoverRefused

CONTROLLERS = "customer_credit_view.group_credit_controller"
TERMS = {
    "customer": "text",
    "type": "text",
    "amount": "money",
    "currency": "text",
    "percent": "text",
    "deductible": "money",
    "valid_from": "date",
    "valid_to?": "date",
    "reference?": "text",
    "orders": ["text"],
}


class CreditCover(models.Model):
    """Covers are put in force, used and ended by controllers, and each of it is sealed."""

    _inherit = "credit.cover"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "credit_cover.in_force": EventSchema(1, TERMS),
            "credit_cover.used": EventSchema(1, {"used": "money", "before": "money", "currency": "text"}),
            "credit_cover.ended": EventSchema(1, {}),
        }

    def action_put_in_force(self):
        """Let these covers take off the exposure; where the company asks for four eyes, not by who entered them."""
        self._check_controller()
        for cover in self:
            cover._check_state("draft")
            cover._check_four_eyes()
        self._act({"state": "in_force"})
        self._seal_batch("credit_cover.in_force", {cover: cover._prepare_terms() for cover in self})
        self._follow_holds()
        return True

    def action_end(self):
        """These covers cover nothing any more."""
        self._check_controller()
        for cover in self:
            cover._check_state("in_force")
        self._act({"state": "ended"})
        self._seal_batch("credit_cover.ended", {cover: {} for cover in self})
        self._follow_holds()
        return True

    def _use(self, amount, reason):
        """Note that ``amount``, in the currency of this cover, was called or claimed because of ``reason``; less than
        zero gives it back."""
        self.ensure_one()
        self._check_controller()
        self._check_state("in_force")
        before, used = self.used_amount, self.currency_id.round(self.used_amount + amount)
        if not 0 <= used <= self.amount:
            raise CreditCoverRefused(
                self.env._("No more than the amount of the cover can be used. Please correct what was used.")
            )
        self._act({"used_amount": used})
        digits = self.currency_id.decimal_places
        payload = {"used": money(used, digits), "before": money(before, digits), "currency": self.currency_id.name}
        self._seal("credit_cover.used", payload, reason=reason)
        self._follow_holds()

    def _prepare_terms(self):
        digits = self.currency_id.decimal_places
        terms = {
            "customer": self.profile_id.name,
            "type": self.type,
            "amount": money(self.amount, digits),
            "currency": self.currency_id.name,
            "percent": f"{self.percent:.2f}",
            "deductible": money(self.deductible, digits),
            "valid_from": self.valid_from,
            "orders": sorted(self.order_ids.mapped("name")),
        }
        optional = {"valid_to": self.valid_to, "reference": self.reference}
        return terms | {name: value for name, value in optional.items() if value}

    def _follow_holds(self):
        """What was held because of the exposure may pass now, or not any more."""
        self.profile_id.partner_id._gate_touch_holds()

    def _check_controller(self):
        self.check_access("write")
        if not self.env.user.has_group(CONTROLLERS):
            raise AccessError(self.env._("Only a credit controller puts covers in force, uses or ends them."))

    def _check_state(self, state):
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise CreditCoverRefused(
                self.env._("%(cover)s is %(state)s already.", cover=self.name, state=labels[self.state].lower())
            )

    def _check_four_eyes(self):
        if self.company_id.order_gate_four_eyes and self.create_uid == self.env.user:
            raise CreditCoverRefused(
                self.env._("You entered %(cover)s yourself: another controller must put it in force.", cover=self.name)
            )
