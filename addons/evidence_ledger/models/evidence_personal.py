from odoo import fields, models

from ..tools import guard_table


class EvidencePersonal(models.Model):
    """The original of a personal value: its entry holds only SHA-256(salt ‖ value).

    It lies here so that it can be erased while the entry still stands. Salt and value go together: a short value could
    be guessed from its salt and hash.
    """

    _name = "evidence.personal"
    _description = "Personal Value in Evidence"
    _log_access = False
    _order = "entry_ref, id"
    _rec_name = "path"

    entry_ref = fields.Integer("Entry ID", required=True, index=True)
    company_ref = fields.Integer("Company ID", required=True)
    path = fields.Char(required=True, help="Where the value stands in the payload (JSON pointer), or: reason.")
    salt = fields.Char()
    value = fields.Text()
    erased_at = fields.Datetime("Erased on")

    def init(self):
        guard_table(self.env.cr, self._table, columns=["entry_ref", "company_ref", "path"])

    def _keep(self, entries, drafts):
        """Store what the drafts of these entries replaced by salted hashes."""
        # sudo: whoever may act may leave the originals of the act, without reading those of others.
        self.sudo().create(
            [
                {"entry_ref": entry_id, "company_ref": draft.company.id, "path": path, "salt": salt, "value": value}
                for entry_id, draft in zip(entries._ids, drafts, strict=True)
                for path, (salt, value) in draft.personal.items()
            ]
        )
