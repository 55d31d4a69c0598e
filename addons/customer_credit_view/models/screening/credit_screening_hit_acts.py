from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import HitStands
from .credit_screening_hit import DIFFERENCES, WAITING

ANALYST = "customer_credit_view.group_credit_analyst"
CONTROLLER = "customer_credit_view.group_credit_controller"


class CreditScreeningHit(models.Model):
    """Clearing and confirming: one person shows the difference, another one clears it; each act is sealed."""

    _inherit = "credit.screening.hit"

    def action_propose(self):
        """Open the form in which the difference is shown."""
        self._check_role(ANALYST)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Show the Difference"),
            "res_model": "credit.screening.clear",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_hit_ids": self.ids},
        }

    def action_clear(self):
        """Clear what another person proposed to clear."""
        self._check_role(CONTROLLER)
        for hit in self:
            if hit.state != "proposed":
                raise HitStands(
                    self.env._("%s: somebody must first show the difference, with evidence.", hit.display_name)
                )
            if hit.proposed_by_id == self.env.user:
                raise HitStands(
                    self.env._("%s: you proposed the clearing, so another person must decide it.", hit.display_name)
                )
        self._decide("cleared", self.env._("Cleared."))
        return True

    def action_send_back(self):
        """Do not follow a proposal: the hit is open again."""
        self._check_role(CONTROLLER)
        proposed = self.filtered(lambda hit: hit.state == "proposed")
        # sudo: nobody writes hits but their acts.
        proposed.sudo()._act({"state": "open", "proposed_by_id": False, "proposed_at": False})
        proposed._message_log_batch({hit.id: self.env._("The difference shown is not enough.") for hit in proposed})
        return True

    def action_confirm(self):
        """The customer is the listed party: nothing is accepted or shipped any more, and its standing is hold."""
        self._check_role(CONTROLLER)
        for hit in self:
            if hit.state not in (*WAITING, "cleared", "gone"):
                raise HitStands(self.env._("%s is confirmed already.", hit.display_name))
        self._decide("confirmed", self.env._("Confirmed: the customer is the listed party."))
        reason = self.env._("The customer is on a list of restricted parties (%s).", ", ".join(self.mapped("name")))
        # sudo: whoever confirms a hit decides about the standing, too.
        self.profile_id.sudo()._set_standing("hold", reason)
        return True

    def _propose(self, difference, reason, attachments):
        """Keep by what these customers differ from the listed parties, and what shows it."""
        self._check_role(ANALYST)
        attachments.check_access("read")
        reason = (reason or "").strip()
        if not self or difference not in dict(DIFFERENCES) or not reason or not attachments:
            raise HitStands(
                self.env._(
                    "Please say by what the customer differs, why, and attach what shows it, such as a register."
                )
            )
        for hit in self:
            if hit.state not in (*WAITING, "confirmed"):
                raise HitStands(self.env._("%s is not open.", hit.display_name))
        # sudo: nobody writes hits but their acts.
        self.sudo()._act(
            {
                "state": "proposed",
                "difference": difference,
                "reason": reason,
                "evidence_ids": [fields.Command.set(attachments.ids)],
                "proposed_by_id": self.env.uid,
                "proposed_at": fields.Datetime.now(),
                "decided_by_id": False,
                "decided_at": False,
            }
        )
        # sudo: files that were uploaded for the hit belong to it; those of other documents stay theirs.
        uploaded = attachments.sudo().filtered(lambda one: not one.res_id or one.res_model == "credit.screening.clear")
        uploaded.write({"res_model": self._name, "res_id": self[:1].id})
        self._seal_batch(
            "credit.hit_clearing_proposed",
            {hit: {**hit._prepare_hit_payload(), "difference": difference, "files": list(attachments)} for hit in self},
            reason=reason,
        )
        self._after_decision()

    def _decide(self, state, note):
        if not self:
            return
        # sudo: nobody writes hits but their acts.
        self.sudo()._act({"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})
        self._seal_batch(f"credit.hit_{state}", {hit: hit._prepare_hit_payload() for hit in self}, reason=note)
        self._message_log_batch({hit.id: note for hit in self})
        # sudo: what is decided is nobody's task any more.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self._after_decision()

    def _after_decision(self):
        # sudo: what was decided about hits decides about the profile and about what is held.
        self.profile_id.sudo()._follow_screening()
        self.env.ref("order_gate.ir_cron_follow_holds").sudo()._trigger()

    def _check_role(self, group):
        """Only persons of ``group`` decide; superuser mode does not replace that person."""
        self.check_access("read")
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("Only analysts and controllers of credit may decide about a screening hit."))

    # Evidence

    def _prepare_hit_payload(self):
        return {
            "list": self.list_id.code,
            "version": self.version_id.number,
            "reference": self.reference,
            "party": self.content_hash,
            "score": f"{self.score:.1f}",
            "name": self.asked_name,
        }

    @api.model
    def _get_evidence_events(self):
        keys = {
            "list": "text",
            "version": "integer",
            "reference": "text",
            "party": "hash",
            "score": "quantity",
            "name": "personal",
        }
        proposed = {**keys, "difference": "text", "files": ["file"]}
        return {
            **super()._get_evidence_events(),
            "credit.hit_clearing_proposed": EventSchema(1, proposed),
            "credit.hit_cleared": EventSchema(1, keys),
            "credit.hit_confirmed": EventSchema(1, keys),
        }
