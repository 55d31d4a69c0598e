from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    customer_order_ids = fields.Many2many(
        "customer.order",
        string="Customer Orders",
        compute="_compute_customer_order_ids",
        compute_sudo=True,
        help="The customer orders whose goods or services this document invoices.",
    )

    @api.depends("line_ids.sale_line_ids.order_id.customer_order_id")
    def _compute_customer_order_ids(self):
        for move in self:
            move.customer_order_ids = move.line_ids.sale_line_ids.order_id.customer_order_id

    def action_view_customer_orders(self):
        """Open the customer orders behind this invoice."""
        self.check_access("read")
        return self.customer_order_ids._get_records_action(name=self.env._("Customer Orders"))
