import base64
import hashlib
import json
import zipfile
from tempfile import SpooledTemporaryFile

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..verification.scope import BATCH, batches

TABLES = ("evidence_entry", "evidence_checkpoint", "evidence_checkpoint_leaf")
IN_MEMORY = 16 * 2**20


class EvidenceExport(models.Model):
    """The whole ledger in one file, to be kept: every company, every entry, every checkpoint."""

    _name = "evidence.export"
    _description = "Evidence Export"
    _order = "id desc"
    _rec_name = "exported_at"

    exported_at = fields.Datetime("Exported on", required=True, readonly=True)
    exported_by_id = fields.Many2one("res.users", "Exported by", required=True, readonly=True)
    entry_count = fields.Integer("Entries", readonly=True)
    fingerprint = fields.Char(required=True, readonly=True, help="SHA-256 over the hashes of all entries, in order.")
    file = fields.Binary(readonly=True, attachment=True)
    file_name = fields.Char(readonly=True)

    @api.model
    def action_export(self):
        """Write the ledger into a zip of JSON lines, and open the record that holds it."""
        # It holds the ledgers of all companies, since uninstalling takes all of them: for who may see them all. No role
        # creates exports directly: a made-up one would open the way to uninstalling.
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator exports the ledgers of all companies."))
        # sudo: see above.
        export = self.sudo()._export()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": export.id,
            "views": [(False, "form")],
        }

    @api.model
    def _export(self):
        now = fields.Datetime.now()
        count, fingerprint = self._get_extent()
        return self.create(
            {
                "exported_at": now,
                "exported_by_id": self.env.uid,
                "entry_count": count,
                "fingerprint": fingerprint,
                "file": base64.b64encode(self._write_archive()),
                "file_name": f"evidence-{now:%Y-%m-%d}.zip",
            }
        )

    def _write_archive(self):
        with SpooledTemporaryFile(IN_MEMORY) as stored:
            with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in TABLES:
                    with archive.open(f"{table}.jsonl", "w", force_zip64=True) as lines:
                        for row in self._read_table(table):
                            lines.write(json.dumps(row, default=str, ensure_ascii=False).encode() + b"\n")
                for key in self.env["evidence.key"].search([]):  # pylint: disable=no-search-all; few, and all are needed
                    archive.writestr(f"keys/{key.fingerprint}.pem", key.public_key)
            stored.seek(0)
            return stored.read()

    def _read_table(self, table):
        def after(last):
            return SQL("SELECT * FROM %s WHERE id > %s ORDER BY id LIMIT %s", SQL.identifier(table), last or 0, BATCH)

        return batches(self.env, after, lambda row: row["id"])

    @api.model
    def _get_extent(self):
        """How many entries there are, and one hash over all of them."""
        fingerprint, count = hashlib.sha256(), 0
        for row in self._read_table("evidence_entry"):
            fingerprint.update(bytes.fromhex(row["entry_hash"]))
            count += 1
        return count, fingerprint.hexdigest()

    @api.model
    def _is_complete(self):
        """Whether the ledger is empty, or the last export holds all of it."""
        count, fingerprint = self._get_extent()
        return not count or self.search([], limit=1).fingerprint == fingerprint
