import json

from odoo import api, fields, models

from ..logic.findings import EntryRef


class EvidenceVerificationFinding(models.Model):
    """One thing that does not hold, with the name of the entry or checkpoint."""

    _name = "evidence.verification.finding"
    _description = "Finding of a Verification"
    _order = "verification_id, id"
    _rec_name = "code"

    verification_id = fields.Many2one("evidence.verification", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="verification_id.company_id", store=True, index=True)
    code = fields.Selection(
        [
            ("payload_changed", "The content was changed"),
            ("entry_changed", "The entry was changed"),
            ("entry_missing", "The entry was removed"),
            ("entry_inserted", "The entry was inserted"),
            ("link_broken", "The entry does not follow from the one before"),
            ("head_differs", "The kept end of the chain differs from its last entry"),
            ("not_sealed", "The entry waits for its checkpoint for more than a day"),
            ("leaf_missing", "No checkpoint contains the entry as it is now"),
            ("leaf_foreign", "The checkpoint contains an entry that does not belong there"),
            ("checkpoint_changed", "The checkpoint was changed"),
            ("checkpoint_missing", "The checkpoint was removed"),
            ("checkpoint_inserted", "The checkpoint was inserted"),
            ("checkpoint_link_broken", "The checkpoint does not follow from the one before"),
            ("root_differs", "The checkpoint does not contain what it says"),
            ("signature_invalid", "The signature is not of the company's key"),
            ("signature_missing", "The checkpoint is not signed"),
            ("signature_stopped", "Signatures stop with this checkpoint, though the company has a key"),
            ("key_unknown", "The key that signed is not known"),
            ("key_unrecorded", "The key was put in: no entry says that it was activated"),
            ("file_missing", "The file is missing"),
            ("file_changed", "The file was changed"),
            ("personal_changed", "The personal value was changed"),
            ("personal_missing", "The personal value was removed, and no erasure was recorded"),
            ("erasure_unrecorded", "The personal value was erased, and no erasure was recorded"),
            ("guard_missing", "A guard of the database against changes was taken away"),
            ("document_changed", "The document does not say any more what was sealed about it"),
            ("unreadable", "The tables hold something that cannot be read, and that no act puts there"),
        ],
        string="Finding",
        required=True,
    )
    subject_model = fields.Char("Document Type")
    subject_key = fields.Char("Document")
    sequence = fields.Integer("Entry No.", aggregator=None)
    checkpoint_number = fields.Integer("Checkpoint", aggregator=None)
    figures = fields.Text("Details")

    @api.model
    def _note(self, verification, findings):
        """Keep ``findings`` (of ``logic.findings``) as lines of ``verification``."""
        return self.create([{"verification_id": verification.id, **self._prepare_vals(found)} for found in findings])

    @api.model
    def _prepare_vals(self, finding):
        vals = {"code": finding.code.value, "figures": json.dumps(dict(finding.figures), default=str) or False}
        if isinstance(finding.ref, EntryRef):
            return {
                **vals,
                "subject_model": finding.ref.subject_model,
                "subject_key": finding.ref.subject_key,
                "sequence": finding.ref.sequence,
            }
        if not finding.ref:  # about the tables themselves
            return {**vals, "subject_key": finding.figures.get("guard")}
        return {**vals, "checkpoint_number": finding.ref.number}
