from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_application_portal = fields.Boolean(related="company_id.credit_application_portal", readonly=False)
