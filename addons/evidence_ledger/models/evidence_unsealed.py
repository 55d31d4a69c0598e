from odoo import api, fields, models


class EvidenceUnsealed(models.Model):
    """Entries that wait for their checkpoint: a trigger adds them, the sealer takes them away."""

    _name = "evidence.unsealed"
    _description = "Entry without a Checkpoint"
    _log_access = False
    _rec_name = "entry_ref"

    entry_ref = fields.Integer("Entry ID", required=True, index=True)
    company_ref = fields.Integer("Company ID", required=True)
    entry_id = fields.Many2one("evidence.entry", "Entry", compute="_compute_entry")
    sealed_at = fields.Datetime("Recorded on", compute="_compute_entry")
    minutes = fields.Integer("Waits for (minutes)", compute="_compute_entry")

    @api.depends("entry_ref")
    def _compute_entry(self):
        now = self.env.cr.now()
        for waiting in self:
            waiting.entry_id = waiting.entry_ref
            waiting.sealed_at = waiting.entry_id.sealed_at
            waiting.minutes = (now - waiting.sealed_at).total_seconds() // 60
