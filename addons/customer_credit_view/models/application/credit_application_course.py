from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...exceptions import ApplicationRefused
from ...logic.application import Fault, Finding, may_apply_again, may_move, submission_faults
from ..profile.credit_profile import READER
from .credit_application import VERDICTS

ANALYST = "customer_credit_view.group_credit_analyst"


class CreditApplication(models.Model):
    """The course of an application up to the recommendation: each step is an act."""

    _inherit = "credit.application"

    recommended = fields.Selection(VERDICTS, readonly=True, copy=False, groups=READER)
    recommended_amount = fields.Monetary(string="Limit Recommended", readonly=True, copy=False, groups=READER)
    recommended_term_id = fields.Many2one(
        "account.payment.term", string="Terms Recommended", readonly=True, copy=False, groups=READER
    )
    recommendation = fields.Text(string="Why", readonly=True, copy=False, groups=READER)
    recommended_by_id = fields.Many2one("res.users", string="Recommended by", readonly=True, copy=False, groups=READER)
    recommended_at = fields.Datetime(string="Recommended on", readonly=True, copy=False, groups=READER)

    def action_submit(self):
        """Submit what was entered for the customer."""
        self._check_role(ANALYST)
        self._submit()
        return True

    def action_review(self):
        """Take the application for review."""
        self._check_role(ANALYST)
        self._move("review")
        for application in self.filtered(lambda one: not one.user_id):
            application.user_id = self.env.user
        return True

    def action_screen(self):
        """Compare the customer and the persons behind it with the lists of restricted parties."""
        self._check_role(ANALYST)
        self._get_profile().action_screen()
        return True

    def action_reopen(self):
        """Go back to the review: something is to be looked at once more."""
        self._check_role(ANALYST)
        self._move("review")
        return True

    def action_ask_reason(self):
        """Open the form that asks why the application is returned or withdrawn."""
        self._check_role(ANALYST)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Say Why"),
            "res_model": "credit.application.reason",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_act": self.env.context.get("act"), "default_res_ids": str(self.ids)},
        }

    def action_open_profile(self):
        self.ensure_one()
        return self._get_profile()._get_records_action()

    def action_decide(self):
        """Open the form of the recommendation, or that of the decision."""
        self.ensure_one()
        model = "credit.application.decide" if self.state == "recommended" else "credit.application.recommend"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide") if self.state == "recommended" else self.env._("Recommend"),
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_application_id": self.id},
        }

    def _submit(self):
        for application in self:
            application._check_may_apply()
            rows = tuple(row._to_answer() for row in application.answer_ids)
            application._refuse(submission_faults(application._get_applicant().amount, rows))
        self._move("submitted", submitted_at=fields.Datetime.now(), submitted_by_id=self.env.uid, return_reason=False)
        payloads = {application: application._prepare_request_payload() for application in self}
        self._seal_batch("credit.application_submitted", payloads)
        for application in self:
            profile = application._get_profile()
            if profile.standing == "none":
                profile._set_standing(
                    "under_review", self.env._("The customer applied for credit (%s).", application.name)
                )
            if application.company_id.credit_screening_mode != "off":
                self.env["credit.screening.result"]._screen(profile)
        self._tell_submitted()

    def _return(self, reason):
        """Give the application back: the customer, or whoever entered it, completes it."""
        self._check_role(ANALYST)
        reason = self._read_reason(reason)
        self._move("draft", return_reason=reason)
        self._seal_batch("credit.application_returned", {one: {} for one in self}, reason=reason)
        self._tell_customer("returned", reason)

    def _withdraw(self, reason):
        """Take the application back; checks no rights, since customers do it, too."""
        reason = self._read_reason(reason)
        self._move("withdrawn")
        self._seal_batch("credit.application_withdrawn", {one: {} for one in self}, reason=reason)
        for application in self:
            application._restore_standing(self.env._("The application %s was withdrawn.", application.name))

    def _recommend(self, verdict, amount, term, reason):
        """Keep what this person recommends, ``amount`` in the currency of the application."""
        self.ensure_one()
        self._check_role(ANALYST)
        reason = self._read_reason(reason)
        if verdict not in dict(VERDICTS):
            raise ApplicationRefused(self.env._("Please recommend to approve or to refuse."))
        self._check_amount(verdict, amount)
        self._move(
            "recommended",
            recommended=verdict,
            recommended_amount=amount if verdict == "approve" else 0.0,
            recommended_term_id=term.id,
            recommendation=reason,
            recommended_by_id=self.env.uid,
            recommended_at=fields.Datetime.now(),
        )
        self._seal(
            "credit.application_recommended",
            {
                "verdict": verdict,
                "amount": money(self.recommended_amount, self.currency_id.decimal_places),
                "currency": self.currency_id.name,
                "term": term.name or None,
            },
            reason=reason,
        )

    # What the acts share

    def _move(self, state, **vals):
        for application in self:
            if not may_move(application.state, state):
                states = dict(self._fields["state"]._description_selection(self.env))
                raise ApplicationRefused(
                    self.env._(
                        "%(application)s is %(before)s and cannot become %(after)s.",
                        application=application.name,
                        before=states[application.state].lower(),
                        after=states[state].lower(),
                    )
                )
        self._act({"state": state, **vals})
        # Whoever begins the next application at once finds this one decided.
        self.flush_recordset(["state"])

    def _check_may_apply(self):
        day = self._get_reapply_day()
        if not may_apply_again(day, fields.Date.context_today(self)):
            self._refuse([Finding(Fault.TOO_EARLY, str(day))])

    def _get_reapply_day(self):
        """Return the day from which this customer may apply again, as the last refusal says, None without one."""
        refused = Domain("company_id", "=", self.company_id.id) & Domain("state", "=", "refused")
        # sudo: an earlier refusal counts for whoever applies.
        past = self.sudo().with_context(active_test=False)
        last = past.search(refused & past._get_same_customer_domain(), order="decided_at desc, id desc", limit=1)
        return last.reapply_date or None

    def _get_same_customer_domain(self):
        """The applications of this customer, and of whoever has its tax ID: nobody gets around a refusal by being made
        anew."""
        same = Domain("partner_id", "=", self.partner_id.id)
        vat = self.partner_id._get_credit_tax_id()
        return same | Domain("partner_id.vat", "=", vat) if vat else same

    def _check_amount(self, verdict, amount):
        # A comparison that is no number (NaN) passes neither side.
        if verdict == "approve" and not 0 < amount <= 1e13:
            raise ApplicationRefused(self.env._("Please say how much: a limit above zero."))

    def _check_role(self, group):
        """Only persons of ``group`` act; superuser mode does not replace that person."""
        self.check_access("write")
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("This is for analysts and controllers of credit."))

    def _read_reason(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise ApplicationRefused(self.env._("Please give a reason: it is kept with the application."))
        return reason

    def _refuse(self, findings):
        if findings:
            sentences = "\n".join(self._get_fault_sentence(finding) for finding in findings)
            raise ApplicationRefused(sentences)

    def _get_fault_sentence(self, finding):
        sentences = {
            Fault.AMOUNT: self.env._("Please say how much credit is asked for."),
            Fault.ROW: self.env._("%s is missing, or does not hold any more.", finding.value),
            Fault.ROW_UNCHECKED: self.env._("%s has not been checked yet.", finding.value),
            Fault.ROW_REJECTED: self.env._("%s was rejected.", finding.value),
            Fault.NOT_SCREENED: self.env._("The customer has not been compared with the lists of restricted parties."),
            Fault.HIT_OPEN: self.env._("A screening hit of the customer is not cleared."),
            Fault.RESTRICTED: self.env._("The customer is on a list of restricted parties."),
            Fault.TOO_EARLY: self.env._(
                "The last application was refused: the next one can be made from %s on.", finding.value
            ),
        }
        return sentences[finding.fault]

    def _get_profile(self):
        """The credit profile of the customer, made where it is missing."""
        self.ensure_one()
        return self.env["credit.profile"]._get_for(self.partner_id, self.company_id)

    def _restore_standing(self, reason):
        """Whoever was under review because of the application is not any more."""
        profile = self._get_profile().sudo()  # sudo: follows from the act on the application
        if profile.standing == "under_review":
            profile._set_standing("none", reason)

    # Evidence

    def _prepare_request_payload(self):
        digits = self.currency_id.decimal_places
        # sudo: what was handed in is sealed, whoever submits.
        documents = self.sudo().answer_ids.document_ids
        return {
            "amount": money(self.requested_amount, digits),
            "currency": self.currency_id.name,
            "segment": self.segment or None,
            "term": self.sudo().payment_term_id.name or None,  # sudo: as above
            "documents": [{"type": one.type_id.name, "sha256": one.file_hash} for one in documents.sorted("id")],
            "channel": self.channel,
        }

    @api.model
    def _get_evidence_events(self):
        request = {
            "amount": "money",
            "currency": "text",
            "segment?": "text",
            "term?": "text",
            "documents": [{"type": "text", "sha256": "hash"}],
            "channel": "text",
        }
        recommended = {"verdict": "text", "amount": "money", "currency": "text", "term?": "text"}
        return {
            **super()._get_evidence_events(),
            "credit.application_submitted": EventSchema(1, request),
            "credit.application_returned": EventSchema(1, {}),
            "credit.application_withdrawn": EventSchema(1, {}),
            "credit.application_recommended": EventSchema(1, recommended),
        }
