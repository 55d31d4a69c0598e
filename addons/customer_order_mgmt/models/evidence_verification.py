from odoo import api, models


class EvidenceVerification(models.Model):
    _inherit = "evidence.verification"

    @api.model
    def _get_document_findings(self, company):
        yield from super()._get_document_findings(company)
        yield from self.env["customer.order.version"]._get_findings(company)
        yield from self.env["customer.order"]._get_binding_findings(company)
