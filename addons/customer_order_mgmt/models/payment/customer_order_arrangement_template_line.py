from odoo import fields, models

from .customer_order_arrangement import DUE_EVENTS, KINDS


class CustomerOrderArrangementTemplateLine(models.Model):
    _name = "customer.order.arrangement.template.line"
    _description = "Payment Arrangement Template Row"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("customer.order.arrangement.template", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, string="Form", required=True, default="deposit")
    percent = fields.Float(string="Share (%)", digits=(5, 2), help="Open credit without a share takes the rest.")
    is_before_shipment = fields.Boolean(string="Before Shipment", help="For deposits only.")
    due_event = fields.Selection(DUE_EVENTS, string="Due from", required=True, default="acceptance")
    due_days = fields.Integer(string="Days")
    name = fields.Char(string="Note", translate=True)
