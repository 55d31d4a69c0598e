from odoo import fields, models


class EvidenceCheckpointLeaf(models.Model):
    """Which entry stands where in which checkpoint. It repeats the name of the entry, so that an entry that was removed
    can still be named."""

    _name = "evidence.checkpoint.leaf"
    _inherit = ["evidence.sealed"]
    _description = "Leaf of a Checkpoint"
    _order = "company_ref, checkpoint_number, position"
    _rec_name = "subject_key"

    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    checkpoint_number = fields.Integer("Checkpoint", required=True, readonly=True)
    position = fields.Integer(required=True, readonly=True)
    entry_ref = fields.Integer("Entry ID", required=True, readonly=True)
    entry_hash = fields.Char(required=True, readonly=True)
    subject_model = fields.Char("Document Type", required=True, readonly=True)
    subject_key = fields.Char("Document", required=True, readonly=True)
    sequence = fields.Integer("No.", required=True, readonly=True)

    _one_place = models.Constraint("UNIQUE (company_ref, checkpoint_number, position)")
    _one_leaf = models.Constraint("UNIQUE (entry_ref)")
