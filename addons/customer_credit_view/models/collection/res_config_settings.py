from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_pledge_grace_days = fields.Integer(related="company_id.credit_pledge_grace_days", readonly=False)
    credit_pledge_tolerance = fields.Float(related="company_id.credit_pledge_tolerance", readonly=False)
    credit_portal_statement = fields.Boolean(related="company_id.credit_portal_statement", readonly=False)
