from odoo import fields, models
from odoo.fields import Command

COPIED = ("sequence", "kind", "percent", "is_before_shipment", "due_event", "due_days", "name")


class CustomerOrderArrangementTemplate(models.Model):
    """A payment arrangement that is used again and again, for example 30 % before shipment and the rest in 30 days."""

    _name = "customer.order.arrangement.template"
    _description = "Payment Arrangement Template"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    line_ids = fields.One2many("customer.order.arrangement.template.line", "template_id", string="Rows", copy=True)

    def _prepare_rows(self):
        """Return the commands that make this arrangement's rows on an order."""
        self.ensure_one()
        return [Command.create({name: line[name] for name in COPIED}) for line in self.line_ids.sorted()]
