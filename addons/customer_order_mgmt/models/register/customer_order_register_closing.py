from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from ...exceptions import RegisterIsClosed

_LINES = "customer_order_mgmt.customer_order_register_line_action"


class CustomerOrderRegisterClosing(models.Model):
    """The book of customer orders of one month, closed: lines and totals that are sealed and never change.

    What happens to an order of a closed month later stands as a change in the next closing.
    """

    _name = "customer.order.register.closing"
    _inherit = ["customer.order.contract", "evidence.mixin"]
    _description = "Register Closing"
    _order = "month desc, company_id"
    _log_access = False

    # The name of the person who closed is not among them: it must be erasable.
    _contract_columns = (
        "name",
        "company_id",
        "month",
        "closed_at",
        "order_count",
        "change_count",
        "first_number",
        "last_number",
        "missing",
        "company_currency_code",
        "payload",
        "content_hash",
    )

    name = fields.Char(string="Month", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    month = fields.Date(string="First Day", required=True, readonly=True)
    closed_at = fields.Datetime(string="Closed On", required=True, readonly=True)
    closed_by = fields.Char(readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    change_count = fields.Integer(
        string="Changes", readonly=True, help="Orders of earlier months that changed since those were closed."
    )
    first_number = fields.Integer(readonly=True, aggregator=False)
    last_number = fields.Integer(readonly=True, aggregator=False)
    missing = fields.Char(
        string="Missing Numbers", readonly=True, help="Numbers that should stand in the month and do not."
    )
    company_currency_code = fields.Char(string="Company Currency", readonly=True)
    payload = fields.Text(required=True, readonly=True, help="The canonical content (RFC 8785) whose hash is sealed.")
    content_hash = fields.Char(required=True, readonly=True, help="SHA-256 of the canonical content.")
    line_ids = fields.One2many("customer.order.register.line", "closing_id", string="Lines", readonly=True)
    total_ids = fields.One2many("customer.order.register.total", "closing_id", string="Totals", readonly=True)

    _one_closing_per_month = models.UniqueIndex("(company_id, month)", "The register of this month is closed already.")

    def action_view_orders(self):
        """Open the orders that were entered in this month, as they are now."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_register_action")
        return {**action, "domain": list(self._get_orders_domain(self.company_id, self.month)), "context": {}}

    def action_view_lines(self):
        """Open the lines of these months, as they were closed."""
        return self._get_lines_action([])

    def _get_lines_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_order_mgmt.customer_order_register_line_action"
        )
        return {**action, "domain": [("closing_id", "in", self.ids), *domain], "context": {}}

    @api.model
    def _get_orders_domain(self, company, month):
        """The orders that stand in ``month``, given by its first day; in the first one that is closed also those of all
        months before: whoever takes over old orders need not close the years in which this was not in use."""
        domain = [
            ("company_id", "=", company.id),
            ("register_number", ">", 0),
            ("registered_date", "<", month + relativedelta(months=1)),
        ]
        first = self._get_closed_months(company, order="month")
        return [*domain, ("registered_date", ">=", month)] if first and first.month < month else domain

    @api.model
    def _get_closed_months(self, company, order):
        # sudo: which months are closed does not depend on who asks.
        return self.sudo().search([("company_id", "=", company.id)], order=order, limit=1)

    @api.model
    def _get_last_month(self, company):
        """The first day of the month that was closed last, else False."""
        return self._get_closed_months(company, order="month desc").month

    @api.model
    def _get_next_month(self, company):
        """The first day of the month to close next: after the last one, else that of the first order, else None."""
        last_month = self._get_last_month(company)
        if last_month:
            return last_month + relativedelta(months=1)
        # sudo: as above.
        orders = self.env["customer.order"].sudo()
        registered = [("company_id", "=", company.id), ("register_number", ">", 0)]
        first = orders.search(registered, order="registered_date", limit=1)
        return first.registered_date.replace(day=1) if first else None

    @api.model
    def _get_today(self, company):
        zone = company.partner_id.tz
        return fields.Date.context_today(self.with_context(tz=zone) if zone else self)

    def _prepare_refusal(self):
        return RegisterIsClosed(
            self.env._("The register of %(month)s is closed and stays as it is.", month=self[0].name)
        )
