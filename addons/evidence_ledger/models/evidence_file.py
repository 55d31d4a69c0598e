from odoo import fields, models

from ..tools import guard_table


class EvidenceFile(models.Model):
    """An attachment that was sealed: from then on it is guarded, and verification reads it again."""

    _name = "evidence.file"
    _description = "Sealed File"
    _log_access = False
    _order = "entry_ref, id"
    _rec_name = "path"

    entry_ref = fields.Integer("Entry ID", required=True, index=True)
    company_ref = fields.Integer("Company ID", required=True)
    path = fields.Char(required=True, help="Where the file stands in the payload (JSON pointer).")
    attachment_id = fields.Many2one("ir.attachment", "File", required=True, index=True, ondelete="restrict")
    sha256 = fields.Char("SHA-256", required=True)

    def init(self):
        guard_table(self.env.cr, self._table)

    def _keep(self, entries, drafts):
        """Guard the attachments that the drafts of these entries describe."""
        # sudo: sealing a document guards its files, whoever seals it.
        self.sudo().create(
            [
                {
                    "entry_ref": entry_id,
                    "company_ref": draft.company.id,
                    "path": path,
                    "attachment_id": attachment.id,
                    "sha256": sha256,
                }
                for entry_id, draft in zip(entries._ids, drafts, strict=True)
                for path, (attachment, sha256) in draft.files.items()
            ]
        )
