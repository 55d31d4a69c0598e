from odoo import models

from ..logic.pack import safe_name


class EvidenceEntry(models.Model):
    _inherit = "evidence.entry"

    def action_download_pack(self):
        """Download the evidence pack of the document that this entry belongs to."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/evidence/pack/{self._name}/{self.id}", "target": "download"}

    def _get_evidence_pack(self):
        """``(file name, bytes)`` of the pack of this entry's document, for who may read the entry."""
        self.ensure_one()
        self.check_access("read")
        company = self.env["res.company"].browse(self.company_ref)
        content = self.env["evidence.pack"]._build(self.subject_model, self.subject_key, company)
        return f"evidence_{safe_name(self.subject_key)}.zip", content
