from odoo import fields, models

from ..tools import guard_table


class EvidenceFile(models.Model):
    """An attachment that was sealed: from then on it is guarded, and verification reads it again."""

    _name = "evidence.file"
    _description = "Sealed File"
    _log_access = False
    _order = "entry_ref, id"
    _rec_name = "path"

    entry_ref = fields.Integer("Entry ID", required=True, readonly=True, index=True)
    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    path = fields.Char(required=True, readonly=True, help="Where the file stands in the payload (JSON pointer).")
    attachment_id = fields.Many2one(
        "ir.attachment", "File", required=True, readonly=True, index=True, ondelete="restrict"
    )
    sha256 = fields.Char("SHA-256", required=True, readonly=True)

    def init(self):
        guard_table(self.env.cr, self._table)
