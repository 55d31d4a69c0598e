import json

from odoo import api, models
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

BATCH = 500


class EvidenceVerification(models.Model):
    """Standings are those that were sealed last."""

    _inherit = "evidence.verification"

    @api.model
    def _get_document_findings(self, company):
        yield from super()._get_document_findings(company)
        last = {}
        for entry, payload in self._iterate_sealed(company, "credit.standing_set", "credit.profile_absorbed"):
            last[entry.subject_key] = payload["standing"], entry.sequence
        # sudo: verification reads whatever was sealed, whoever may see it.
        profiles = self.env["credit.profile"].sudo().with_context(active_test=False)
        for ids in split_every(BATCH, profiles.search([("company_id", "=", company.id)], order="id").ids):
            for profile in profiles.browse(ids):
                standing, sequence = last.get(profile.name, ("none", 0))
                if profile.standing != standing:
                    yield self._prepare_changed(company, profile.name, sequence, profile.name, "/standing")
            self.env.invalidate_all()

    @api.model
    def _iterate_sealed(self, company, *events):
        """Yield ``(entry, payload)`` of credit profiles of ``company``, in the order in which they were sealed."""
        # sudo: see _get_document_findings.
        entries = self.env["evidence.entry"].sudo()
        domain = [("company_ref", "=", company.id), ("subject_model", "=", "credit.profile"), ("event", "in", events)]
        for ids in split_every(BATCH, entries.search(domain, order="id").ids):
            for entry in entries.browse(ids):
                yield entry, json.loads(entry.payload)
            self.env.invalidate_all()

    @api.model
    def _prepare_changed(self, company, customer, sequence, row, *paths):
        """Return the ``Finding`` that ``row`` is not what entry ``sequence`` (0: none) of ``customer`` says."""
        ref = EntryRef(company.id, "credit.profile", customer, sequence)
        return Finding(FindingCode.DOCUMENT_CHANGED, ref, {"row": row, "paths": list(paths)})
