from odoo import models

from ..logic.pack import safe_name


class EvidenceMixin(models.AbstractModel):
    _inherit = "evidence.mixin"

    def action_download_evidence_pack(self):
        """Download the evidence pack of this document; for a button on its form."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/evidence/pack/{self._name}/{self.id}", "target": "download"}

    def _get_evidence_pack(self):
        """``(file name, bytes)`` of the evidence pack of this document, for a user who may read the document."""
        self.ensure_one()
        self.check_access("read")
        key = self._get_evidence_key()
        documents = self._get_evidence_pack_files()
        content = self.env["evidence.pack"]._build(self._name, key, self._get_evidence_company(), documents)
        return f"evidence_{safe_name(key)}.zip", content

    # Hooks

    def _get_evidence_pack_files(self):
        """``{path: bytes}`` of documents that the pack carries to be read beside the evidence, such as a printed order.

        They are not sealed, and ``verify.py`` says so. Extend the result of ``super()``.
        """
        return {}
