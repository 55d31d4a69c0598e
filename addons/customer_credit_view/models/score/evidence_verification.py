import json

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

BATCH = 500


class EvidenceVerification(models.Model):
    """Assessments say what was sealed about them."""

    _inherit = "evidence.verification"

    @api.model
    def _get_document_findings(self, company):
        yield from super()._get_document_findings(company)
        # sudo: verification reads whatever was sealed, whoever may see it.
        entries = self.env["evidence.entry"].sudo()
        domain = [("company_ref", "=", company.id), ("event", "=", "credit.assessed")]
        for some in split_every(BATCH, entries.search(domain, order="id").ids):
            yield from self._compare_assessments(company, entries.browse(some))
            self.env.invalidate_all()
        yield from self._compare_grades(company)

    def _compare_grades(self, company):
        """The grade of a profile, which rules and limits look at, is that of the assessment in force."""
        # sudo: as above.
        profiles = self.env["credit.profile"].sudo().with_context(active_test=False)
        for ids in split_every(BATCH, profiles.search([("company_id", "=", company.id)], order="id").ids):
            some = profiles.browse(ids)
            made = self.env["credit.assessment"]._get_in_force(some, fields.Date.context_today(self))
            for profile in some:
                if (profile.grade or "") != (made[profile].grade or "" if profile in made else ""):
                    yield self._prepare_changed(company, profile.name, 0, profile.name, "/grade")
            self.env.invalidate_all()

    def _compare_assessments(self, company, entries):
        sealed = {entry: json.loads(entry.payload) for entry in entries}
        names = [payload["assessment"] for payload in sealed.values()]
        # sudo: as above.
        assessments = self.env["credit.assessment"].sudo()
        kept = {one.name: one for one in assessments.search([("company_id", "=", company.id), ("name", "in", names)])}
        for entry, payload in sealed.items():
            assessment = kept.get(payload["assessment"])
            # Whoever was merged since, the assessment names the customer under whose number it was sealed.
            is_same = assessment and assessment.customer_number == entry.subject_key
            if not is_same or assessment._get_hash() != payload["content"]:
                ref = EntryRef(company.id, entry.subject_model, entry.subject_key, entry.sequence)
                yield Finding(FindingCode.DOCUMENT_CHANGED, ref, {"row": payload["assessment"], "paths": ["/"]})
