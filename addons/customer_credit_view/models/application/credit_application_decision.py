from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...exceptions import ApplicationRefused
from ...logic.application import approval_faults, earliest_reapplication
from ..profile.credit_profile import READER, STANDINGS

CONTROLLER = "customer_credit_view.group_credit_controller"


class CreditApplication(models.Model):
    """The decision: by another person than the one who recommended, on what the case folder then holds."""

    _inherit = "credit.application"

    decided_amount = fields.Monetary(string="Limit Approved", readonly=True, copy=False, tracking=True)
    decided_term_id = fields.Many2one("account.payment.term", string="Terms Approved", readonly=True, copy=False)
    conditions = fields.Text(readonly=True, copy=False, help="What the customer reads beside the approval.")
    refusal_reason_id = fields.Many2one("credit.refusal.reason", string="Refused Because", readonly=True, copy=False)
    customer_note = fields.Text(string="Words to the Customer", readonly=True, copy=False)
    decision_note = fields.Text(string="Why It Was Decided So", readonly=True, copy=False, groups=READER)
    reapply_date = fields.Date(
        string="May Apply Again From", readonly=True, copy=False, help="Before that day, no application is taken."
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False, groups=READER)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    days_to_decide = fields.Float(
        string="Days to Decide",
        digits=(16, 2),
        compute="_compute_days_to_decide",
        store=True,
        aggregator="avg",
        help="From the submission to the decision; 0.25 are six hours.",
        groups=READER,
    )

    @api.depends("submitted_at", "decided_at")
    def _compute_days_to_decide(self):
        for application in self:
            start, end = application.submitted_at, application.decided_at
            application.days_to_decide = (end - start) / timedelta(days=1) if start and end else 0.0

    def _approve(self, amount, term, note, *, conditions=None, standing=None):
        """Approve credit of ``amount`` in the currency of the application; ``note`` says why, for our files.

        Another person than who recommended or entered the application decides; every required row is accepted, and
        nobody behind the customer is restricted. The customer gets ``standing``, by default that of
        ``_get_decided_standing``. Returns the approved application.
        """
        self.ensure_one()
        self._check_may_decide()
        note = self._read_reason(note)
        self._check_amount("approve", amount)
        self._refuse(approval_faults(tuple(row._to_answer() for row in self.answer_ids), self._get_screening()))
        vals = {"decided_amount": amount, "decided_term_id": term.id, "conditions": conditions}
        self._decide("approved", vals, note)
        standing = standing or self._get_decided_standing("approve")
        self._set_decided_standing(standing, self.env._("The application %s was approved.", self.name))
        self._after_approval()
        self._tell_customer("approved", conditions)
        return self

    def _refuse_credit(self, reason, note, *, customer_note=None, reapply_date=None, standing=None):
        """Refuse the application because of ``reason`` (``credit.refusal.reason``), which the customer reads.

        ``reapply_date`` is the first day of a new application; it follows from the reason unless given. ``standing``
        is what the customer then has, by default that of ``_get_decided_standing``.
        """
        self.ensure_one()
        self._check_may_decide()
        note = self._read_reason(note)
        if not reason:
            raise ApplicationRefused(self.env._("Please choose why: the customer reads it."))
        today = fields.Date.context_today(self)
        reapply_date = reapply_date or earliest_reapplication(today, reason.wait_months)
        if reapply_date < today:
            raise ApplicationRefused(self.env._("The customer can apply again from today on at the earliest."))
        vals = {"refusal_reason_id": reason.id, "customer_note": customer_note, "reapply_date": reapply_date}
        self._decide("refused", vals, note)
        standing = standing or self._get_decided_standing("refuse")
        self._set_decided_standing(standing, self.env._("The application %s was refused.", self.name))
        self._tell_customer("refused", customer_note)
        return self

    def _decide(self, state, vals, note):
        self._move(state, decided_by_id=self.env.uid, decided_at=fields.Datetime.now(), decision_note=note, **vals)
        self._freeze_case()
        self._seal("credit.application_decided", self._prepare_decision_payload(), reason=note)
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _check_may_decide(self):
        self._check_role(CONTROLLER)
        if self.env.user in self._get_not_deciding():
            raise ApplicationRefused(
                self.env._("%s: you recommended or entered it, so another person must decide.", self.name)
            )

    def _set_decided_standing(self, standing, reason):
        if standing not in dict(STANDINGS):
            raise ApplicationRefused(self.env._("Please choose the standing that the customer gets."))
        profile = self._get_profile().sudo()  # sudo: who decides about the application decides about the standing
        if self.segment and profile.segment != self.segment:
            profile.segment = self.segment
        profile._set_standing(standing, reason)

    def _get_decided_standing(self, verdict):
        """Return the standing that follows from a decision unless another one is chosen: a decision about an
        application loosens no *watch* or *hold*, and who was good stays so when more is refused."""
        standing = self._get_profile().sudo().standing  # sudo: only compared
        if standing in ("none", "under_review"):
            return "good" if verdict == "approve" else "none"
        return standing

    def _get_screening(self):
        """What the screening says: ``off`` where it is not used."""
        if self.company_id.credit_screening_mode == "off":
            return "off"
        profile = self._get_profile().sudo()  # sudo: read for the decision
        profile._catch_up_screening()
        return profile.screening_state

    # Hooks

    def _get_not_deciding(self):
        """Return the users who may not decide this application."""
        self.ensure_one()
        return self.recommended_by_id | self.submitted_by_id | self.create_uid

    def _after_approval(self):
        """Called when the application is approved, sealed and the standing is set: put the limit in force."""

    # Evidence

    def _prepare_decision_payload(self):
        return {
            "decision": self.state,
            "amount": money(self.decided_amount, self.currency_id.decimal_places),
            "currency": self.currency_id.name,
            "term": self.decided_term_id.name or None,
            "conditions": self.conditions or None,
            "refusal": self.refusal_reason_id.name or None,
            "reapply": self.reapply_date or None,
            "case": self.case_hash,
        }

    @api.model
    def _get_evidence_events(self):
        keys = {
            "decision": "text",
            "amount": "money",
            "currency": "text",
            "term?": "text",
            "conditions?": "personal",
            "refusal?": "text",
            "reapply?": "date",
            "case": "hash",
        }
        return {**super()._get_evidence_events(), "credit.application_decided": EventSchema(1, keys)}
