from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    evidence_anchor_emails = fields.Char(related="company_id.evidence_anchor_emails", readonly=False)
    evidence_retention_years = fields.Integer(related="company_id.evidence_retention_years", readonly=False)
    evidence_is_copy = fields.Boolean(related="company_id.evidence_is_copy")
