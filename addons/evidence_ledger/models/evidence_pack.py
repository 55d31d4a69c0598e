import json

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools import SQL, file_open

from ..logic import canonical, chain, merkle, pack
from ..verification.checkpoints import checkpoint_link
from ..verification.entries import entry_link

TEXTS = ("README.txt", "verify.py")


class EvidencePack(models.AbstractModel):
    """Gathers all evidence on one subject into a zip that anyone can check without Odoo."""

    _name = "evidence.pack"
    _description = "Evidence Pack"

    @api.model
    def _build(self, subject_model, subject_key, company, documents=None):
        """The bytes of the pack of a subject; ``documents`` maps paths to bytes of what is added to be read.

        Reads whatever the ledger holds on the subject: the caller has checked that the user may see it.
        """
        # Originals and files are written through the ORM, entries by SQL: what follows reads them all from the tables.
        self.env.flush_all()
        rows = self._fetch_entries(subject_model, subject_key, company)
        if not rows:
            raise MissingError(self.env._("Nothing was sealed for %(subject)s yet.", subject=subject_key))
        proofs = self._get_proofs(rows, company)
        checkpoints = self._get_checkpoints(proofs, company)
        evidence = pack.Evidence(
            company_id=company.id,
            company=rows[-1]["company_name"],
            subject_model=subject_model,
            subject_key=subject_key,
            entries=self._get_entries(rows, proofs),
            files=self._get_files(rows),
            checkpoints=checkpoints,
            keys=self._get_keys(checkpoints, company),
            documents=documents or {},
            texts={name: self._read_text(name) for name in TEXTS},
        )
        return pack.build(evidence)

    @api.model
    def _get_source(self, model, record_id):
        """The record that a pack may be asked of, empty when there is none; reading it is checked later."""
        sources = (self.pool["evidence.mixin"], self.pool["evidence.entry"])
        if not issubclass(self.pool.get(model, type(None)), sources):
            return self.browse()
        return self.env[model].browse(record_id).exists()

    def _fetch_entries(self, subject_model, subject_key, company):
        query = """
            SELECT * FROM evidence_entry
             WHERE company_ref = %s AND subject_model = %s AND subject_key = %s
          ORDER BY sequence
        """
        return self.env.execute_query_dict(SQL(query, company.id, subject_model, subject_key))

    def _get_proofs(self, rows, company):
        """``{entry id: Proof}`` of the entries that a checkpoint holds."""
        query = """
            SELECT leaf.checkpoint_number, leaf.position, leaf.entry_ref, leaf.entry_hash
              FROM evidence_checkpoint_leaf AS leaf
             WHERE leaf.company_ref = %s AND leaf.checkpoint_number IN (
                   SELECT own.checkpoint_number FROM evidence_checkpoint_leaf AS own WHERE own.entry_ref = ANY(%s))
          ORDER BY leaf.checkpoint_number, leaf.position
        """
        wanted = {row["id"] for row in rows}
        trees = {}
        for number, position, entry_id, entry_hash in self.env.execute_query(SQL(query, company.id, list(wanted))):
            leaves, places = trees.setdefault(number, ([], {}))
            if entry_id in wanted:
                places[entry_id] = position
            leaves.append(chain.leaf(entry_hash))
        return {
            entry_id: proof
            for number, (leaves, places) in trees.items()
            for entry_id, proof in _tree_proofs(number, leaves, places)
        }

    def _get_checkpoints(self, proofs, company):
        """The checkpoints from the first that holds an entry to the newest: the chain up to a hash known outside."""
        if not proofs:
            return []
        first = min(proof.checkpoint for proof in proofs.values())
        query = "SELECT * FROM evidence_checkpoint WHERE company_ref = %s AND number >= %s ORDER BY number"
        rows = self.env.execute_query_dict(SQL(query, company.id, first))
        return [pack.PackCheckpoint(*checkpoint_link(row), row["signature"] or None) for row in rows]

    def _get_entries(self, rows, proofs):
        originals = self._get_originals(rows)
        return [
            pack.PackEntry(entry_link(row), _plain(row["payload"]), proofs.get(row["id"]), originals.get(row["id"], []))
            for row in rows
        ]

    def _get_originals(self, rows):
        # sudo: the originals belong to acts on a document that the caller may see.
        kept = self.env["evidence.personal"].sudo().search([("entry_ref", "in", [row["id"] for row in rows])])
        originals = {}
        for value in kept.sorted("path"):
            original = {"path": value.path}
            if value.erased_at:
                original["erased_on"] = value.erased_at.date().isoformat()
            else:
                original |= {"salt": value.salt, "value": value.value}
            originals.setdefault(value.entry_ref, []).append(original)
        return originals

    def _get_files(self, rows):
        # sudo: as for the originals. A file that is gone is left out, and verify.py says that it is missing.
        sealed = self.env["evidence.file"].sudo().search([("entry_ref", "in", [row["id"] for row in rows])])
        attachments = [(file.sha256, file.attachment_id) for file in sealed if file.attachment_id.raw]
        return [(sha256, attachment.name or "", attachment.raw) for sha256, attachment in attachments]

    def _get_keys(self, checkpoints, company):
        fingerprints = {checkpoint.record.key for checkpoint in checkpoints}
        # sudo: public keys are public.
        keys = self.env["evidence.key"].sudo().search([("company_id", "=", company.id)])
        return {key.fingerprint: key.public_key for key in keys if key.fingerprint in fingerprints}

    def _read_text(self, name):
        with file_open(f"evidence_ledger/pack/{name}", "rb") as file:
            return file.read()


def _tree_proofs(number, leaves, places):
    paths = merkle.inclusion_proofs(leaves, places.values())
    for entry_id, position in places.items():
        yield entry_id, pack.Proof(number, position, [sibling.hex() for sibling in paths[position]])


def _plain(payload):
    """The payload as JSON; as mere text when tampering left no JSON, so that the pack can still be made and tell."""
    try:
        value = json.loads(payload)
        canonical.canonical_bytes(value)
    except ValueError:
        return payload
    return value
