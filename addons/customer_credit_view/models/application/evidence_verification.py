from odoo import api, models


class EvidenceVerification(models.Model):
    _inherit = "evidence.verification"

    @api.model
    def _get_document_findings(self, company):
        yield from super()._get_document_findings(company)
        yield from self.env["credit.application"]._get_document_findings(company)
