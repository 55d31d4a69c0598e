from odoo import api, models
from odoo.tools import split_every

BATCH = 200


class EvidenceVerification(models.Model):
    """Confirmed statements have the figures that were sealed."""

    _inherit = "evidence.verification"

    @api.model
    def _get_document_findings(self, company):
        yield from super()._get_document_findings(company)
        sealed = {}
        for entry, payload in self._iterate_sealed(company, "credit.statement_confirmed"):
            sealed[payload["content"]] = payload["period_end"], entry.subject_key, entry.sequence
        # sudo: verification reads whatever was sealed, whoever may see it.
        statements = self.env["credit.statement"].sudo()
        confirmed = [("company_id", "=", company.id), ("state", "!=", "draft")]
        kept = set()
        for ids in split_every(BATCH, statements.search(confirmed, order="id").ids):
            kept.update(one._get_hash() for one in statements.browse(ids))
            self.env.invalidate_all()
        for content, (day, customer, sequence) in sealed.items():
            if content not in kept:
                yield self._prepare_changed(company, customer, sequence, str(day), "/figures")
