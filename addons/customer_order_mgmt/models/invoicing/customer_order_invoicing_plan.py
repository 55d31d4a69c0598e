from odoo import fields, models

from ...logic.invoicing import COLLECTIVE, Mode, Plan, closing_day, next_closing_day

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CustomerOrderInvoicingPlan(models.Model):
    """When and how the deliveries of a customer are invoiced without anybody doing it."""

    _name = "customer.order.invoicing.plan"
    _inherit = ["mail.thread"]
    _description = "Invoicing Plan"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    mode = fields.Selection(
        [
            ("manual", "By Hand"),
            ("per_delivery", "Each Delivery"),
            ("daily", "Daily"),
            ("weekly", "Weekly"),
            ("monthly", "Monthly"),
            ("milestone", "Milestones"),
            ("on_acceptance", "Accepted Deliveries"),
        ],
        string="Invoice",
        required=True,
        default="per_delivery",
        tracking=True,
        help="By Hand: nothing by itself. Each Delivery: one invoice for each. Daily, Weekly, Monthly: one invoice for"
        " all deliveries up to that day, made the next morning with that day as date. Milestones: down payments as they"
        " are reached, deliveries once all are. Accepted Deliveries: each one that the customer accepted.",
    )
    weekday = fields.Selection(WEEKDAYS, default="4", tracking=True, help="The day that closes the week.")
    month_day = fields.Integer(
        string="Day of Month",
        default=31,
        tracking=True,
        aggregator=False,
        help="The day that closes the month. 31 is the last day of every month.",
    )
    consolidation = fields.Selection(
        [("invoice", "Invoice Address"), ("delivery", "Delivery Address"), ("order", "Customer Order")],
        string="One Invoice per",
        required=True,
        default="invoice",
        tracking=True,
        help="Deliveries that may stand on one collective invoice. Currencies, payment terms and fiscal positions are"
        " never mixed.",
    )
    silence_days = fields.Integer(
        string="Silence Means Yes After",
        tracking=True,
        help="Days after which a delivery counts as accepted when the customer said nothing. 0: never. Use it only"
        " where your terms of sale say so.",
    )
    is_sent = fields.Boolean(
        string="Send",
        default=True,
        tracking=True,
        help="Send each invoice when it is posted, the way the customer's invoices are sent.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        ondelete="restrict",
        tracking=True,
        help="Empty: the journal of the sales order, else the company's first one for sales.",
    )

    _month_day_exists = models.Constraint("CHECK (month_day BETWEEN 1 AND 31)", "A day of a month is from 1 to 31.")
    _silence_not_negative = models.Constraint("CHECK (silence_days >= 0)", "A period of silence has 0 or more days.")

    def _get_value(self):
        """Return this plan as ``logic.invoicing`` knows it; without a plan invoicing is done by hand."""
        if not self:
            return Plan(0, Mode.MANUAL)
        self.ensure_one()
        return Plan(self.id, Mode(self.mode), int(self.weekday or 0), self.month_day, self.silence_days)

    def _is_collective(self):
        self.ensure_one()
        return self.mode in COLLECTIVE

    def _get_closing_day(self, today):
        return closing_day(self._get_value(), today)

    def _get_next_closing_day(self, today):
        return next_closing_day(self._get_value(), today)

    def _get_place(self, sale):
        """Return what all that stands on one collective invoice has in common. Extend with ``super()``.

        Also called without a plan, when a person asks for an invoice of an order that has none.
        """
        place = (
            sale.partner_invoice_id.id,
            sale.currency_id.id,
            sale.payment_term_id.id,
            sale.fiscal_position_id.id,
        )
        if self.consolidation == "delivery":
            return (*place, f"to{sale.partner_shipping_id.id}")
        if self.consolidation == "order":
            return (*place, f"of{sale.customer_order_id.id}")
        return place
