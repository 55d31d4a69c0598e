from decimal import Decimal

from odoo import SUPERUSER_ID, fields, models
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.exceptions import AccessError
from odoo.tools import SQL, float_repr

from ...exceptions import ProposalRefused
from ...logic.approval import Approvers, Request, increase, required
from .credit_limit import MANAGER

CONTROLLER = "customer_credit_view.group_credit_controller"
ANALYST = "customer_credit_view.group_credit_analyst"


class CreditLimitProposal(models.Model):
    """Acts: submit, approve, reject, withdraw. Who has to agree is asked again at each approval."""

    _inherit = "credit.limit.proposal"

    def action_submit(self):
        """Ask for these limits. Those that nobody has to agree to are granted at once."""
        self._check_group(ANALYST, self.env._("Only an analyst of credit may propose limits."))
        for proposal in self:
            proposal._claim("draft")
            if not (proposal.reason or "").strip():
                raise ProposalRefused(self.env._("Please say why: the reason is kept with the limit."))
            proposal._check_rate()
            proposal._check_free_days()
            proposal._act(
                {
                    "state": "submitted",
                    "author_ids": [fields.Command.link(self.env.uid)],
                    "requested_by_id": self.env.uid,
                    "requested_at": self.env.cr.now(),
                }
            )
            found = proposal._update_required()
            proposal._seal_proposed()
            if found.approvers is Approvers.AUTOMATIC:
                proposal._grant()
            else:
                proposal._notify_approvers()
        return True

    def action_approve(self, note=None):
        """Agree to these limits. The last approval that is needed grants the limit."""
        for proposal in self:
            proposal._claim("submitted")
            refusal = proposal._get_refusal()
            if refusal:
                raise ProposalRefused(refusal)
            # What was known when it was submitted may have changed: the limit in force, the grade, the rules.
            found = proposal._update_required()
            proposal._record_approval(note)
            if proposal._is_agreed(found):
                proposal._grant()
        return True

    def action_reject(self, reason):
        """Decide against these limits, and say why."""
        self._check_group(CONTROLLER, self.env._("Only a controller of credit may reject a proposal."))
        if not (reason or "").strip():
            raise ProposalRefused(self.env._("Please say why: whoever asked for the limit will read it."))
        for proposal in self:
            proposal._claim("submitted")
            proposal._close("rejected", reason)
            proposal.profile_id._seal("credit.limit_rejected", {"proposal": proposal.name}, reason=reason)
        return True

    def action_withdraw(self):
        """Take these proposals back. Whoever may propose may withdraw."""
        self._check_group(ANALYST, self.env._("Only an analyst of credit may withdraw a proposal."))
        for proposal in self:
            proposal._claim("submitted")
            proposal._close("withdrawn", False)
            proposal.profile_id._seal("credit.limit_withdrawn", {"proposal": proposal.name})
        return True

    def _claim(self, state):
        """Take the proposal for an act: of two at once the second starts again on what the first left."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE credit_limit_proposal SET state = state WHERE id = %s", self.id))
        if self.state != state:
            current = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise ProposalRefused(
                self.env._("%(name)s is %(state)s: this is not possible now.", name=self.name, state=current.lower())
            )

    def _check_group(self, group, sentence):
        """Only the role decides; superuser mode does not replace that person."""
        self.check_access("write")
        if not self.env.user.has_group(group):
            raise AccessError(sentence)

    # Who has to agree

    def _update_required(self):
        """Ask the matrix on what is known now, note the answer on the proposal and return it."""
        self.ensure_one()
        # sudo: the matrix is the same for everybody.
        rules = self.env["credit.limit.rule"].sudo().search([("company_id", "=", self.company_id.id)])
        request = self._get_request()
        found = required([rule._get_row() for rule in rules], request)
        self._act(
            {
                "company_amount": float(request.amount),
                "grade": request.grade,
                "increase_percent": float((request.increase or 0) * 100),
                "has_data": request.data_age is not None,
                "data_days": request.data_age or 0,
                "required_approvers": int(found.approvers),
                "required_reason": found.reason.value,
                "rule_id": found.row.id if found.row else False,
                "rule_name": found.row.name if found.row else False,
                "needs_manager": found.needs_manager,
            }
        )
        return found

    def _get_request(self):
        """What the matrix is asked about, as it is today."""
        today = fields.Date.context_today(self)
        # sudo: who has to agree does not depend on who asks.
        profile = self.profile_id.sudo()
        current = self.env["credit.limit"]._get_in_force(profile, today).get(profile)
        self._act({"current_amount": float(current.amount) if current else 0.0, "has_current": bool(current)})
        assessment = self.env["credit.assessment"]._get_in_force(profile, today).get(profile)
        # What was known was not enough for a grade: it is no data that a limit could rest on.
        grade = assessment.grade_id if assessment else None
        oldest = grade and (assessment.oldest_input_date or assessment.date)
        amount = self._get_company_amount(today)
        return Request(
            amount,
            grade.name if grade else None,
            increase(current.amount if current else None, amount),
            profile._get_tenure_months(today).get(profile, 0),
            (today - oldest).days if oldest else None,
            profile.standing == "hold",
            self.env["credit.limit"]._get_earlier(profile, today),
        )

    def _get_company_amount(self, date):
        currency = self.company_id.currency_id
        amount = self.currency_id._convert(self.amount, currency, self.company_id, date)
        return Decimal(float_repr(amount, currency.decimal_places))

    def _get_refusal(self):
        """Return why the current user may not agree to this proposal, None if nothing speaks against it."""
        self.ensure_one()
        user = self.env.user
        if user.id == SUPERUSER_ID or not user.has_group(CONTROLLER):
            return self.env._("Only a controller of credit may agree to a limit.")
        if user in self.author_ids:
            return self.env._("%s is yours: another person has to agree.", self.name)
        if user in self.approval_ids.user_id:
            return self.env._("You have agreed to %s already: another person has to.", self.name)
        return None

    def _record_approval(self, note):
        is_manager = self.env.user.has_group(MANAGER)
        # sudo: nobody has the right to write approvals, the act has.
        self.env["credit.limit.approval"].sudo().create(
            {
                "proposal_id": self.id,
                "user_id": self.env.uid,
                "approved_at": self.env.cr.now(),
                "is_manager": is_manager,
                "note": note,
            }
        )
        self.invalidate_recordset(["approval_ids"])
        payload = {"proposal": self.name, "count": len(self.approval_ids), "manager": is_manager}
        self.profile_id._seal("credit.limit_approved", payload, reason=note or None)

    def _is_agreed(self, found):
        """Whether the approvals so far are enough."""
        if len(self.approval_ids) < max(found.approvers, 1):
            return False
        return not found.needs_manager or any(self.approval_ids.mapped("is_manager"))

    def _grant(self):
        today, vals = fields.Date.context_today(self), self._prepare_limit_vals()
        if self.date_to and self.date_to < today:
            raise ProposalRefused(self.env._("The last day of %s is over. Withdraw it, or reject it.", self.name))
        # Nobody had this limit before it was granted: what was decided on earlier days was decided without it.
        vals["date_from"] = max(self.date_from, today)
        limit = self.env["credit.limit"]._grant([vals], self.reason)
        self._close("approved", False)
        self._act({"limit_id": limit.id})

    def _close(self, state, reason):
        now = self.env.cr.now()
        hours = (now - self.requested_at).total_seconds() / 3600
        self._act({"state": state, "decided_at": now, "decision_hours": hours, "decision_reason": reason})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _notify_approvers(self):
        """Let the responsible person of the customer know that something waits, where that person may agree."""
        user = self.profile_id.user_id
        if user and user.has_group(CONTROLLER) and user not in self.author_ids:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id, summary=self.env._("A limit waits for your approval")
            )

    def _seal_proposed(self):
        digits = self.currency_id.decimal_places
        payload = {
            "proposal": self.name,
            "amount": money(self.amount, digits),
            "insured": money(self.insured_amount, digits),
            "currency": self.currency_id.name,
            "kind": self.kind,
            "date_from": self.date_from,
            "date_to": self.date_to or None,
            "required": self.required_approvers,
            "because": self.required_reason,
            "rule": self.rule_name or None,
            "grade": self.grade or None,
            "formula": self.formula or None,
            "basis": [
                {"basis": row.basis, "amount": money(row.amount, self.company_currency_id.decimal_places)}
                for row in self.basis_ids
                if row.is_known
            ],
        }
        self.profile_id._seal("credit.limit_proposed", payload, reason=self.reason)
