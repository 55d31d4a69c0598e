from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_behaviour_days = fields.Integer(related="company_id.credit_behaviour_days", readonly=False)
    credit_behaviour_grace_days = fields.Integer(related="company_id.credit_behaviour_grace_days", readonly=False)
    credit_excluded_journal_ids = fields.Many2many(related="company_id.credit_excluded_journal_ids", readonly=False)
    credit_collector_id = fields.Many2one(related="company_id.credit_collector_id", readonly=False)
    credit_warning_is_on = fields.Boolean(related="company_id.credit_warning_is_on", readonly=False)
    credit_warning_slope = fields.Float(related="company_id.credit_warning_slope", readonly=False)
    credit_warning_broken = fields.Integer(related="company_id.credit_warning_broken", readonly=False)
    credit_warning_grade_drop = fields.Integer(related="company_id.credit_warning_grade_drop", readonly=False)
    credit_warning_sets_watch = fields.Boolean(related="company_id.credit_warning_sets_watch", readonly=False)
