from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.exceptions import AccessError
from odoo.fields import Command

from ...exceptions import AssessmentRefused
from ...logic.scorecard import assess
from .credit_scorecard_criterion import Input


class CreditAssessment(models.Model):
    """How an assessment is made: read the inputs of all customers, score each, keep and seal what came of it."""

    _inherit = "credit.assessment"

    @api.model
    def _assess(self, profiles, date=None):
        """Return assessments of ``profiles`` on ``date`` (today), made where no answer of a person is needed.

        Customers without a scorecard are left out. Checks no rights: buttons do.
        """
        known = self.env["credit.scorecard"]._find_for(profiles)
        vals = {"date": date or fields.Date.context_today(self)}
        # sudo: whoever lets customers be scored, such as a nightly job, needs no right to write assessments.
        assessments = self.sudo().create([{"profile_id": profile.id, **vals} for profile in known])
        assessments.filtered(lambda one: not one.answer_ids)._complete()
        return assessments.with_env(self.env)

    def action_complete(self):
        """Make these assessments: they are kept as they are from now on."""
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may make assessments."))
        self._complete()
        return True

    def _open(self):
        """Choose the scorecard, and ask for the answers that only a person can give."""
        # A scorecard is that of a day's decision: it is chosen when the assessment begins.
        cards = self.env["credit.scorecard"]._find_for(self.profile_id)
        sequence = self.env["ir.sequence"].sudo()  # sudo: analysts do not read sequences
        for assessment in self:
            card = cards.get(assessment.profile_id)
            if not card:
                raise AssessmentRefused(
                    self.env._(
                        "No scorecard is in force for %s. A manager of credit can activate one.",
                        assessment.profile_id.display_name,
                    )
                )
            manual = card.criterion_ids.filtered(lambda criterion: criterion.source == "manual")
            asked = manual - assessment.answer_ids.criterion_id
            assessment._act(
                {
                    "name": sequence.next_by_code("credit.assessment"),
                    "scorecard_id": card.id,
                    "answer_ids": [Command.create({"criterion_id": criterion.id}) for criterion in asked],
                }
            )

    def _complete(self):
        self._check_draft()
        self._check_day()
        self.answer_ids._check_asked()
        before = {
            assessment: found.get(assessment.profile_id)
            for date, same_day in self.grouped("date").items()
            for found in [self._get_in_force(same_day.profile_id, date)]
            for assessment in same_day
        }
        for (card, date), assessments in self.grouped(lambda one: (one.scorecard_id, one.date)).items():
            if card.state != "active":
                raise AssessmentRefused(
                    self.env._("%s is not in force any more. Begin a new assessment.", card.display_name)
                )
            assessments._score(card, date, before)
        self._seal_assessed()
        self._update_profiles()

    def _check_day(self):
        today = fields.Date.context_today(self)
        for assessment in self:
            if assessment.date > today:
                raise AssessmentRefused(
                    self.env._(
                        "%(assessment)s is for %(date)s: what will be known then cannot be scored today.",
                        assessment=assessment.name,
                        date=fields.Date.to_string(assessment.date),
                    )
                )

    def _score(self, card, date, before):
        """Score these assessments of one day by one scorecard."""
        # sudo: a score rests on all that is known of a customer, whoever lets it be made.
        profiles, card = self.profile_id.sudo(), card.sudo()
        criteria = {criterion: criterion._get_values(profiles, date) for criterion in card.criterion_ids}
        knocked_out = card.knock_out_ids._find(profiles, date)
        rules = card._get_card()
        common = {"state": "done", "scorecard_version": card.display_name, "scorecard_hash": card._get_hash()}
        grades, order = {row.grade_id.name: row.grade_id for row in card.grade_ids}, self._get_grade_order()
        rows = []
        for assessment in self:
            inputs, reasons = assessment._get_inputs(criteria), knocked_out.get(assessment.profile_id, [])
            result = assess(rules, {code: one.value for code, one in inputs.items()}, reasons)
            rows += assessment._prepare_lines(card, inputs, result)
            vals = assessment._prepare_result_vals(result, inputs, reasons)
            grade, last = grades.get(result.grade), before[assessment]
            steps = max(order.get(grade, 0) - order.get(last.grade_id, 0), 0) if grade and last and last.grade_id else 0
            compared = {
                "grade_id": grade and grade.id,
                "previous_grade": last and last.grade,
                "downgrade_steps": steps,
                "is_downgrade": steps > 0,
            }
            assessment._act({**common, **vals, **compared})
        self.env["credit.assessment.line"]._record(rows)
        for assessment in self:
            assessment._act({"content_hash": assessment._get_hash()})

    @api.model
    def _get_grade_order(self):
        """Return ``{grade: place}``, the best first; an archived grade is still a step."""
        # sudo: the order of grades is the same for everybody. pylint: disable-next=no-search-all
        grades = self.env["credit.grade"].sudo().with_context(active_test=False).search([])
        return {grade: place for place, grade in enumerate(grades)}

    def _get_inputs(self, criteria):
        """Return ``{code: Input}`` of this customer, with the answers of a person among them."""
        profile = self.profile_id
        inputs = {criterion._get_code(): values[profile] for criterion, values in criteria.items() if profile in values}
        for answer in self.answer_ids.filtered("is_known"):
            basis = self.env._("entered: %s", answer.basis)
            value = Decimal(repr(answer.value))
            # sudo: analysts answer, and need not read scorecards.
            inputs[answer.criterion_id.sudo()._get_code()] = Input(value, basis, answer.date or self.date)
        return inputs

    def _prepare_result_vals(self, result, inputs, knock_outs):
        dates = [one.date for one in inputs.values() if one.date]
        return {
            "customer_number": self.profile_id.name,
            "knock_outs": "\n".join(knock_outs),
            "score": float(result.score or 0),
            "has_score": result.score is not None,
            "grade": result.grade,
            "verdict": result.verdict.value,
            "missing_percent": float(result.missing_share * 100),
            "oldest_input_date": min(dates, default=False),
            "assessed_by_id": self.env.uid,
            "assessed_at": self.env.cr.now(),
        }

    def _prepare_lines(self, card, inputs, result):
        criteria = {criterion._get_code(): criterion for criterion in card.criterion_ids}
        counted = sum(part.weight for part in result.parts if part.points is not None)
        rows = []
        for place, part in enumerate(result.parts):
            criterion, given = criteria[part.code], inputs.get(part.code)
            rows.append(
                {
                    "assessment_id": self.id,
                    "sequence": place,
                    **criterion._prepare_line_vals(part),
                    "basis": given.basis if given else False,
                    "share": float(part.points * part.weight / counted) if part.points is not None else 0.0,
                    "reason_rank": result.reasons.index(part.code) + 1 if part.code in result.reasons else 0,
                }
            )
        return rows

    def _update_profiles(self):
        """Grades and reviews follow the last assessment of each customer."""
        profiles = self.profile_id.sudo()  # sudo: nobody writes grades, they follow from assessments
        for profile, assessment in self._get_in_force(profiles, fields.Date.context_today(self)).items():
            if assessment not in self.sudo():  # sudo: only compares
                continue
            months = assessment.grade_id.review_months
            due = assessment.date + relativedelta(months=months) if months else profile.next_review_date
            profile._act({"grade": assessment.grade, "next_review_date": due})
            # What a rule held because of the grade may pass now, or not any more.
            profile.partner_id._gate_touch_holds()

    # What is sealed

    def _prepare_content(self):
        """What the seal of an assessment covers, in words that stand alone."""
        self.ensure_one()
        return {
            "number": self.name,
            "customer": self.customer_number,
            "date": fields.Date.to_string(self.date),
            "scorecard": self.scorecard_version,
            "scorecard_hash": self.scorecard_hash,
            "score": f"{self.score:.2f}" if self.has_score else "",
            "grade": self.grade or "",
            "verdict": self.verdict,
            "missing": f"{self.missing_percent:.2f}",
            "knock_outs": self.knock_outs or "",
            "lines": [line._prepare_content() for line in self.line_ids],
        }

    def _get_hash(self):
        return digest(canonical_bytes(self._prepare_content()))

    def _seal_assessed(self):
        # Two assessments of a customer in one go are two entries of its chain, one after the other.
        waiting = self
        while waiting:
            first = {assessment.profile_id: assessment for assessment in reversed(waiting)}
            payloads = {profile: one._prepare_payload() for profile, one in first.items()}
            self.env["credit.profile"]._seal_batch("credit.assessed", payloads)
            waiting -= self.browse().union(*first.values())

    def _prepare_payload(self):
        return {
            "assessment": self.name,
            "scorecard": self.scorecard_hash,
            "content": self.content_hash,
            "grade": self.grade or None,
            "score": f"{self.score:.2f}" if self.has_score else None,
            "verdict": self.verdict,
        }
