import secrets

from odoo import fields, models


class CustomerOrderVersion(models.Model):
    """The content of a customer order exactly as accepted.

    Names, addresses, taxes and terms are text, so nothing that happens to master data later changes the contract.
    References to other records are plain integers without a foreign key, because ``ondelete`` would update the row.
    """

    _name = "customer.order.version"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Customer Order"
    _order = "order_id, number desc"
    _rec_name = "order_name"
    _log_access = False

    # Names of persons (accepted_by, contact_name) are not among them: they must be erasable, the contract need not.
    _contract_columns = (
        "order_id",
        "number",
        "kind",
        "content_hash",
        "payload",
        "accepted_at",
        "accepted_date",
        "accepted_by_res_id",
        "language",
        "verification_token",
        "order_name",
        "company_name",
        "company_res_id",
        "partner_name",
        "partner_res_id",
        "partner_address",
        "partner_vat",
        "invoice_address",
        "shipping_address",
        "customer_reference",
        "customer_date",
        "received_date",
        "currency_code",
        "currency_decimals",
        "payment_term_name",
        "arrangement_summary",
        "fiscal_position_name",
        "incoterm_code",
        "incoterm_name",
        "incoterm_location",
        "instructions",
        "terms",
        "amount_untaxed",
        "amount_tax",
        "amount_total",
        "amount_in_words",
        "framework_start_date",
        "framework_end_date",
        "framework_name",
    )

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="order_id.company_id")
    currency_id = fields.Many2one(related="order_id.currency_id")
    number = fields.Integer(string="Version", required=True, readonly=True)
    kind = fields.Selection(
        [("acceptance", "Acceptance"), ("counter", "Counter-offer"), ("amendment", "Amendment")],
        required=True,
        readonly=True,
        default="acceptance",
        help="By which act of ours the content was frozen.",
    )
    payload = fields.Text(required=True, readonly=True, help="The canonical content (RFC 8785) whose hash is sealed.")
    content_hash = fields.Char(required=True, readonly=True, help="SHA-256 of the canonical content.")
    accepted_at = fields.Datetime(required=True, readonly=True, help="Server time of our act.")
    accepted_date = fields.Date(
        required=True,
        readonly=True,
        help="The day of our act. What is countered is concluded when it is confirmed.",
    )
    accepted_by = fields.Char(readonly=True)
    accepted_by_res_id = fields.Integer(string="Accepted by (id)", readonly=True, aggregator=False)
    language = fields.Char(readonly=True, help="Language of the texts: the customer's.")
    verification_token = fields.Char(
        required=True, readonly=True, groups="base.group_system", default=lambda self: secrets.token_urlsafe(32)
    )

    order_name = fields.Char(string="Number", required=True, readonly=True)
    company_name = fields.Char(readonly=True)
    company_res_id = fields.Integer(string="Company (id)", readonly=True, aggregator=False)
    partner_name = fields.Char(string="Customer", readonly=True)
    partner_res_id = fields.Integer(string="Customer (id)", readonly=True, aggregator=False)
    partner_address = fields.Text(string="Customer's Address", readonly=True)
    partner_vat = fields.Char(string="Customer's Tax ID", readonly=True)
    contact_name = fields.Char(string="Contact", readonly=True)
    invoice_address = fields.Text(readonly=True)
    shipping_address = fields.Text(string="Delivery Address", readonly=True)
    customer_reference = fields.Char(string="Customer's Number", readonly=True)
    customer_date = fields.Date(string="Customer's Date", readonly=True)
    received_date = fields.Date(readonly=True)
    framework_start_date = fields.Date(string="Valid From", readonly=True)
    framework_end_date = fields.Date(string="Valid Until", readonly=True)
    framework_name = fields.Char(string="Release of", readonly=True, help="Number of the framework drawn on.")
    currency_code = fields.Char(readonly=True)
    currency_decimals = fields.Integer(readonly=True, aggregator=False)
    payment_term_name = fields.Char(string="Payment Terms", readonly=True)
    fiscal_position_name = fields.Char(string="Fiscal Position", readonly=True)
    incoterm_code = fields.Char(string="Incoterm", readonly=True)
    incoterm_name = fields.Char(readonly=True)
    incoterm_location = fields.Char(readonly=True)
    instructions = fields.Text(readonly=True)
    terms = fields.Text(string="Terms and Conditions", readonly=True)
    amount_untaxed = fields.Monetary(readonly=True)
    amount_tax = fields.Monetary(string="Taxes", readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    amount_in_words = fields.Char(readonly=True)

    line_ids = fields.One2many("customer.order.version.line", "version_id", string="Lines", readonly=True)
    due_ids = fields.One2many("customer.order.version.due", "version_id", string="Payment Dates", readonly=True)
    tax_ids = fields.One2many("customer.order.version.tax", "version_id", string="Taxes by Group", readonly=True)

    _one_number_per_order = models.UniqueIndex("(order_id, number)")
    _one_token = models.UniqueIndex("(verification_token)")

    def _get_contract_date(self):
        """The day on which this version became the contract: a counter-offer does not by our own act."""
        self.ensure_one()
        return (self.kind == "counter" and self.order_id.accepted_date) or self.accepted_date

    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(order)s, version %(number)s", order=version.order_name, number=version.number
            )
