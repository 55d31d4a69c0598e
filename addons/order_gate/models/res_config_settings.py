from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    order_gate_user_id = fields.Many2one(related="company_id.order_gate_user_id", readonly=False)
    order_gate_four_eyes = fields.Boolean(related="company_id.order_gate_four_eyes", readonly=False)
    order_gate_invoice_blocks = fields.Boolean(related="company_id.order_gate_invoice_blocks", readonly=False)
    order_gate_escalation_days = fields.Integer(related="company_id.order_gate_escalation_days", readonly=False)
    order_gate_escalation_user_id = fields.Many2one(related="company_id.order_gate_escalation_user_id", readonly=False)
