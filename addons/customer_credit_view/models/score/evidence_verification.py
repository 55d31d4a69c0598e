import json

from odoo import api, models
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
