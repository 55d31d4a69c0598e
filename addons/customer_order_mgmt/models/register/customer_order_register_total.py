from odoo import fields, models

from .customer_order_register_line import STATUSES


class CustomerOrderRegisterTotal(models.Model):
    """A sealed total of the closed book of a month: one per kind, status and currency."""

    _name = "customer.order.register.total"
    _inherit = ["customer.order.contract"]
    _description = "Register Total"
    _order = "closing_id, position"
    _log_access = False

    _contract_columns = (
        "closing_id",
        "position",
        "kind",
        "status",
        "currency_code",
        "count",
        "amount_untaxed",
        "amount_tax",
        "amount_total",
        "company_amount",
    )

    closing_id = fields.Many2one(
        "customer.order.register.closing", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="closing_id.company_id")
    position = fields.Integer(readonly=True, aggregator=False)
    kind = fields.Selection([("entry", "Entered"), ("change", "Changed")], readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    currency_code = fields.Char(string="Currency", readonly=True)
    count = fields.Integer(string="Orders", readonly=True)
    amount_untaxed = fields.Float(string="Untaxed", min_display_digits=2, readonly=True)
    amount_tax = fields.Float(string="Taxes", min_display_digits=2, readonly=True)
    amount_total = fields.Float(
        string="Total", min_display_digits=2, readonly=True, help="Of changes: by how much the total changed."
    )
    company_amount = fields.Float(string="Total in Company Currency", min_display_digits=2, readonly=True)

    def _compute_display_name(self):
        for total in self:
            total.display_name = f"{total.closing_id.name}: {total.currency_code}"

    def action_view_lines(self):
        """Open the lines that make this total."""
        self.ensure_one()
        domain = [("kind", "=", self.kind), ("status", "=", self.status), ("currency_code", "=", self.currency_code)]
        return self.closing_id._get_lines_action(domain)
