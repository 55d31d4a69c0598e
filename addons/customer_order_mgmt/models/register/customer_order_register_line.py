from odoo import fields, models

STATUSES = [
    ("received", "Received"),
    ("countered", "Countered"),
    ("accepted", "Accepted"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]


class CustomerOrderRegisterLine(models.Model):
    """One order in the closed book of a month, as it was on the day of the closing."""

    _name = "customer.order.register.line"
    _inherit = ["customer.order.contract"]
    _description = "Register Line"
    _order = "closing_id, position"
    _rec_name = "order_name"
    _log_access = False

    _contract_columns = (
        "closing_id",
        "position",
        "kind",
        "order_res_id",
        "number",
        "order_name",
        "registered_date",
        "partner_name",
        "customer_reference",
        "status",
        "version",
        "accepted_date",
        "currency_code",
        "amount_untaxed",
        "amount_tax",
        "amount_total",
        "company_amount",
        "previous_status",
        "previous_version",
        "previous_amount",
        "previous_company_amount",
    )

    closing_id = fields.Many2one(
        "customer.order.register.closing", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="closing_id.company_id")
    month = fields.Date(related="closing_id.month")
    position = fields.Integer(readonly=True, aggregator=False)
    kind = fields.Selection(
        [("entry", "Entered"), ("change", "Changed")],
        readonly=True,
        help="Entered in this month, or entered earlier and changed since its month was closed.",
    )
    order_res_id = fields.Integer(string="Customer Order (id)", readonly=True, index=True, aggregator=False)
    number = fields.Integer(string="Number in the Register", readonly=True, aggregator=False)
    order_name = fields.Char(string="Number", readonly=True)
    registered_date = fields.Date(string="Registered", readonly=True)
    partner_name = fields.Char(string="Customer", readonly=True)
    customer_reference = fields.Char(string="Customer's Number", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    version = fields.Integer(readonly=True, aggregator=False)
    accepted_date = fields.Date(string="Accepted", readonly=True)
    currency_code = fields.Char(string="Currency", readonly=True)
    amount_untaxed = fields.Float(string="Untaxed", min_display_digits=2, readonly=True)
    amount_tax = fields.Float(string="Taxes", min_display_digits=2, readonly=True)
    amount_total = fields.Float(string="Total", min_display_digits=2, readonly=True)
    company_amount = fields.Float(
        string="Total in Company Currency",
        min_display_digits=2,
        readonly=True,
        help="At the rate of the day of acceptance, else of the day of registration.",
    )
    previous_status = fields.Selection(STATUSES, readonly=True)
    previous_version = fields.Integer(readonly=True, aggregator=False)
    previous_amount = fields.Float(string="Previous Total", min_display_digits=2, readonly=True)
    previous_company_amount = fields.Float(
        string="Previous Total in Company Currency", min_display_digits=2, readonly=True
    )

    def action_open_order(self):
        """Open the order of this line as it is now."""
        self.ensure_one()
        return self.env["customer.order"].browse(self.order_res_id)._get_records_action()
