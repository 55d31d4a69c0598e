from odoo import fields, models


class EvidenceUnsealed(models.Model):
    """Entries that wait for their checkpoint: a trigger adds them, the sealer takes them away."""

    _name = "evidence.unsealed"
    _description = "Entry without a Checkpoint"
    _log_access = False
    _rec_name = "entry_ref"

    entry_ref = fields.Integer("Entry ID", required=True, index=True)
    company_ref = fields.Integer("Company ID", required=True)
