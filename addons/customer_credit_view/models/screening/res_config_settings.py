from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_screening_mode = fields.Selection(related="company_id.credit_screening_mode", readonly=False)
    credit_screening_threshold = fields.Float(related="company_id.credit_screening_threshold", readonly=False)
    credit_screening_other_country = fields.Float(related="company_id.credit_screening_other_country", readonly=False)
    credit_screening_weak_alias = fields.Float(related="company_id.credit_screening_weak_alias", readonly=False)
    credit_screening_max_age = fields.Integer(related="company_id.credit_screening_max_age", readonly=False)
