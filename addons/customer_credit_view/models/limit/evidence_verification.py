from odoo import api, models
from odoo.tools import split_every

BATCH = 500


class EvidenceVerification(models.Model):
    """Limits are those that were granted and sealed: no other, none missing, none with another amount or end."""

    _inherit = "evidence.verification"

    @api.model
    def _get_document_findings(self, company):
        yield from super()._get_document_findings(company)
        sealed = {}
        for entry, payload in self._iterate_sealed(company, "credit.limit_granted", "credit.limit_ended"):
            sealed[payload["limit"]] = _plain(payload), entry.subject_key, entry.sequence
        # sudo: verification reads whatever was sealed, whoever may see it.
        limits = self.env["credit.limit"].sudo()
        for ids in split_every(BATCH, limits.search([("company_id", "=", company.id)], order="id").ids):
            for limit in limits.browse(ids):
                said, customer, sequence = sealed.pop(limit.name, ({}, limit.profile_id.name, 0))
                now = _plain(limit._prepare_payload())
                if paths := sorted(f"/{key}" for key in {*now, *said} if now.get(key) != said.get(key)):
                    yield self._prepare_changed(company, customer, sequence, limit.name, *paths)
            self.env.invalidate_all()
        for name, (_said, customer, sequence) in sealed.items():
            yield self._prepare_changed(company, customer, sequence, name, "/")


def _plain(payload):
    return {key: str(value) for key, value in payload.items() if value not in (None, False)}
