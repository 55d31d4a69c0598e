from decimal import Decimal

from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import ScorecardRefused
from ...logic.scorecard import Card, CardFault, GradeBand, check_card
from ...tools import composing

CONTENT = frozenset(
    {"name", "company_id", "segment", "max_missing_percent", "criterion_ids", "grade_ids", "knock_out_ids"}
)
# A draft may still lack these.
INCOMPLETE = frozenset({CardFault.NO_CRITERIA, CardFault.NO_BANDS, CardFault.NO_GRADES})


class CreditScorecard(models.Model):
    """A scorecard is checked whenever it is saved, and frozen when it comes into force."""

    _inherit = "credit.scorecard"

    @api.model_create_multi
    def create(self, vals_list):
        with composing(self.env, self._name):
            cards = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # sudo: nobody reads sequences who writes scorecards
        for card in cards:
            card._act({"code": sequence.next_by_code("credit.scorecard")})
        cards._after_content()
        return cards

    def write(self, vals):
        if CONTENT.isdisjoint(vals):
            return super().write(vals)
        self._check_draft()
        with composing(self.env, self._name):
            result = super().write(vals)
        self._after_content()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_used(self):
        self._check_draft()

    def action_activate(self):
        """Bring this version into force: it is frozen, and retires the version before it."""
        for card in self:
            card._check_manager()
            card._check_draft()
            for finding in check_card(card._get_card()):
                raise ScorecardRefused(card._get_sentence(finding))
            now = self.env.cr.now()
            before = card.previous_id.filtered(lambda one: one.state == "active")
            before._act({"state": "retired", "active_to": now})
            # The index of the one in force sees rows one by one.
            self.env.flush_all()
            card._act({"state": "active", "active_from": now})
            card._seal("credit.scorecard_activated", {"content": card._get_hash()})
        return True

    def action_retire(self):
        """Nobody is scored with these any more; what was scored stays explained."""
        for card in self:
            card._check_manager()
            if card.state != "active":
                raise ScorecardRefused(self.env._("%s is not in force.", card.display_name))
            card._act({"state": "retired", "active_to": self.env.cr.now()})
            card._seal("credit.scorecard_retired", {"content": card._get_hash()})
        return True

    def action_new_version(self):
        """Return a draft that follows this version."""
        self.ensure_one()
        self._check_manager()
        versions = self.search([("company_id", "=", self.company_id.id), ("code", "=", self.code)])
        if draft := versions.filtered(lambda card: card.state == "draft"):
            return draft._get_records_action()
        card = self.copy({"name": self.name})
        version = max(versions.mapped("version")) + 1
        card._act({"code": self.code, "version": version, "previous_id": self.id})
        return card._get_records_action()

    def _after_content(self):
        """Refuse what nobody could be scored with."""
        for card in self:
            for finding in check_card(card._get_card()):
                if finding.fault not in INCOMPLETE:
                    raise ScorecardRefused(card._get_sentence(finding))

    def _get_card(self):
        """This scorecard as the rules read it."""
        self.ensure_one()
        return Card(
            tuple(criterion._get_criterion() for criterion in self.criterion_ids),
            tuple(GradeBand(row.grade_id.name, Decimal(repr(row.lower))) for row in self.grade_ids),
            Decimal(repr(self.max_missing_percent)) / 100,
        )

    def _prepare_content(self):
        """What the seal of a version covers."""
        self.ensure_one()
        return {
            "code": self.code,
            "version": self.version,
            "segment": self.segment or "",
            "max_missing": f"{self.max_missing_percent:.2f}",
            "criteria": [criterion._prepare_content() for criterion in self.criterion_ids],
            "grades": [{"grade": row.grade_id.name, "lower": f"{row.lower:.2f}"} for row in self.grade_ids],
            "knock_outs": [{"kind": row.kind, "days": row.days} for row in self.knock_out_ids],
        }

    def _get_hash(self):
        return digest(canonical_bytes(self._prepare_content()))

    def _get_sentence(self, finding):
        names = {criterion._get_code(): criterion.name for criterion in self.criterion_ids}
        values = {
            "card": self.name,
            "name": names.get(finding.code, finding.code),
            "value": "" if finding.value is None else f"{finding.value.normalize():f}",
        }
        return {
            CardFault.NO_CRITERIA: self.env._("%(card)s has no criteria.", **values),
            CardFault.WEIGHT: self.env._("%(name)s weighs %(value)s. A weight is above zero.", **values),
            CardFault.TWICE: self.env._("%(name)s is measured by two criteria. Leave one of them out.", **values),
            CardFault.NO_BANDS: self.env._("%(name)s has no bands.", **values),
            CardFault.BANDS_GAP: self.env._(
                "%(name)s has a gap: no band says what is below %(value)s. Mark the lowest band as open below.",
                **values,
            ),
            CardFault.BANDS_OVERLAP: self.env._(
                "%(name)s has two bands that begin at the same place (%(value)s).", **values
            ),
            CardFault.POINTS: self.env._("%(name)s gives %(value)s points. Points are from 0 to 100.", **values),
            CardFault.SAME_POINTS: self.env._(
                "%(name)s gives %(value)s points in every band, so it can never tell customers apart.", **values
            ),
            CardFault.NO_GRADES: self.env._("%(card)s has no grades.", **values),
            CardFault.GRADES_GAP: self.env._(
                "The grades have a gap: none is for scores below %(value)s. Let the worst begin at 0.", **values
            ),
            CardFault.GRADES_OVERLAP: self.env._("Grade %(name)s overlaps another one at %(value)s.", **values),
            CardFault.GRADE_RANGE: self.env._(
                "Grade %(name)s begins at %(value)s. Scores are from 0 to 100.", **values
            ),
        }[finding.fault]

    def _check_draft(self):
        for card in self:
            if card.state != "draft":
                raise ScorecardRefused(
                    self.env._("%s was in force and stays as it is. Make a new version instead.", card.display_name)
                )

    def _check_manager(self):
        """Only a manager decides how customers are scored; superuser mode does not replace that person."""
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_manager"):
            raise AccessError(self.env._("Only a manager of credit may decide which scorecard is in force."))

    def _get_evidence_key(self):
        self.ensure_one()
        return f"{self.code}/{self.version}"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "credit.scorecard_activated": EventSchema(1, {"content": "hash"}),
            "credit.scorecard_retired": EventSchema(1, {"content": "hash"}),
        }
