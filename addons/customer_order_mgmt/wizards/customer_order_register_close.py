from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from ..exceptions import RegisterIsClosed


class CustomerOrderRegisterClose(models.TransientModel):
    """Asks before a month of the register is closed, and shows what would be sealed."""

    _name = "customer.order.register.close"
    _description = "Close a Month of the Register"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    month = fields.Date(string="First Day", compute="_compute_month", store=True, readonly=False, precompute=True)
    month_name = fields.Char(string="Month", compute="_compute_month_name")
    is_first = fields.Boolean(compute="_compute_month_name")
    is_over = fields.Boolean(compute="_compute_month_name")
    order_count = fields.Integer(string="Orders", compute="_compute_content")
    change_count = fields.Integer(
        string="Changes",
        compute="_compute_content",
        help="Orders of closed months that changed since: they stand as changes in this month.",
    )
    missing = fields.Char(string="Missing Numbers", compute="_compute_content")

    @api.depends("company_id")
    def _compute_month(self):
        closings = self.env["customer.order.register.closing"]
        for wizard in self:
            wizard.month = closings._get_next_month(wizard.company_id)

    @api.depends("company_id", "month")
    def _compute_month_name(self):
        closings = self.env["customer.order.register.closing"]
        for wizard in self:
            month = wizard.month and wizard.month.replace(day=1)
            wizard.month_name = month and f"{month:%Y-%m}"
            wizard.is_first = not closings._get_last_month(wizard.company_id)
            wizard.is_over = month and closings._get_today(wizard.company_id) >= month + relativedelta(months=1)

    @api.depends("company_id", "month")
    def _compute_content(self):
        for wizard in self:
            closings = self.env["customer.order.register.closing"].with_company(wizard.company_id)
            # sudo: the figures are of the whole company, as the closing will be.
            content = wizard.month and closings.sudo()._get_content(wizard.company_id, wizard.month.replace(day=1))
            wizard.order_count = content and content.order_count
            wizard.change_count = content and content.change_count
            wizard.missing = content and content.missing

    def action_close(self):
        """Close the month and open it."""
        self.ensure_one()
        if not self.month:
            raise RegisterIsClosed(self.env._("No order was registered yet: there is nothing to close."))
        closing = self.env["customer.order.register.closing"]._close_month(self.company_id, self.month.replace(day=1))
        return closing._get_records_action()
