from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("received", "Received"),
    ("countered", "Countered"),
    ("accepted", "Accepted"),
    ("rejected", "Rejected"),
    ("fulfilled", "Fulfilled"),
    ("settled", "Settled"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
# The content may still change; from acceptance or rejection on it is frozen.
OPEN_STATES = ("draft", "received")


class CustomerOrder(models.Model):
    """The customer's formal order, from receipt to settlement.

    It precedes sales orders: until it is accepted it plans nothing, reserves nothing and is no exposure.
    """

    _name = "customer.order"
    _inherit = ["customer.order.listed", "portal.mixin", "mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Customer Order"
    _order = "received_date desc, id desc"
    _rec_names_search = ["name", "customer_reference"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index="trigram",
        default=lambda self: self.env._("New"),
        help="Given when the order is received. Numbers of a company have no gaps.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=1,
        default="draft",
        group_expand="_group_expand_states",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', '=', company_id)]",
        help="Who answers this order.",
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        help="Who orders.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True, ondelete="restrict"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('commercial_partner_id', '=', commercial_partner_id)]",
        help="The person at the customer whom we ask and answer.",
    )
    partner_invoice_id = fields.Many2one(
        "res.partner",
        string="Invoice Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
    )
    partner_shipping_id = fields.Many2one(
        "res.partner",
        string="Delivery Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
    )

    customer_reference = fields.Char(
        string="Customer's Number",
        copy=False,
        index="trigram",
        tracking=True,
        help="The number on the customer's order.",
    )
    customer_date = fields.Date(string="Customer's Date", copy=False, help="The date on the customer's order.")
    is_taken_over = fields.Boolean(
        string="Taken Over",
        copy=False,
        help="The order was received or accepted before this system was in use. Business dates in the past are then"
        " kept as given; the time of sealing stays the server's.",
    )
    received_date = fields.Date(copy=False, tracking=True, help="The day we received the order.")
    accepted_date = fields.Date(copy=False, tracking=True, help="The day we accepted the order.")
    accepted_by_id = fields.Many2one("res.users", string="Accepted By", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False)

    pricelist_id = fields.Many2one(
        "product.pricelist",
        compute="_compute_commercial_terms",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Proposes prices for products. The price that counts is the one on the line.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        help="The currency of the customer's order.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        compute="_compute_commercial_terms",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        compute="_compute_fiscal_position_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        help="Adapts taxes to the customer and the delivery address.",
    )
    incoterm_id = fields.Many2one(
        "account.incoterms", string="Incoterm", ondelete="restrict", help="Who bears which cost and risk until where."
    )
    incoterm_location = fields.Char(help="The named place of the Incoterm.")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        help="Where the goods are shipped from.",
    )

    instructions = fields.Text(help="What the customer asks for beyond the lines: packing, marking, papers, contact.")
    terms = fields.Text(
        string="Terms and Conditions",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="Our terms of sale, in the customer's language. They become part of what is accepted.",
    )
    source_attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_source_attachment_rel",
        string="Source Files",
        copy=False,
        bypass_search_access=True,
        help="The customer's own document. It is sealed when the order is received.",
    )

    line_ids = fields.One2many("customer.order.line", "order_id", string="Lines", copy=True)
    due_ids = fields.One2many(
        "customer.order.due", "order_id", string="Payment Dates", compute="_compute_due_ids", store=True
    )
    version_ids = fields.One2many("customer.order.version", "order_id", string="Versions", readonly=True)
    current_version_id = fields.Many2one(
        "customer.order.version", readonly=True, copy=False, help="The contract in force, exactly as accepted."
    )
    sale_order_ids = fields.One2many("sale.order", "customer_order_id", string="Sales Orders", readonly=True)

    amount_untaxed = fields.Monetary(compute="_compute_amounts", store=True)
    amount_tax = fields.Monetary(string="Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(string="Total", compute="_compute_amounts", store=True, tracking=True)
    tax_totals = fields.Binary(compute="_compute_tax_totals", exportable=False)
    amount_in_words = fields.Char(compute="_compute_amount_in_words")

    shipped_percent = fields.Float(
        string="Shipped", compute="_compute_progress", store=True, aggregator="avg", digits=(5, 2)
    )
    invoiced_percent = fields.Float(
        string="Invoiced", compute="_compute_progress", store=True, aggregator="avg", digits=(5, 2)
    )
    paid_percent = fields.Float(string="Paid", compute="_compute_progress", store=True, aggregator="avg", digits=(5, 2))
    status_line = fields.Char(string="Progress", compute="_compute_status_line")

    received_hash = fields.Char(readonly=True, copy=False, help="SHA-256 of the order's content when it was received.")
    received_content = fields.Text(readonly=True, copy=False)

    # The order of the list: without it each page sorts the whole book.
    _received_date_id = models.Index("(received_date DESC, id DESC)")
    _number_per_company = models.UniqueIndex(
        "(company_id, name) WHERE state != 'draft'", "Two customer orders of a company cannot have the same number."
    )

    @api.model
    def _group_expand_states(self, states, domain):
        """Show the way of an order from left to right, and other states where orders are in them."""
        way = ("draft", "received", "accepted", "fulfilled", "settled")
        return [state for state, _label in STATES if state in way or state in states]

    @api.depends("partner_id")
    def _compute_user_id(self):
        for order in self:
            if order.user_id and order._origin.id:
                continue
            partner = order.partner_id
            order.user_id = (
                partner.user_id
                or partner.commercial_partner_id.user_id
                or order.company_id.customer_order_user_id
                or (self.env.user if self.env.user._is_internal() else False)
            )

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for order in self:
            if order.contact_id.commercial_partner_id != order.partner_id.commercial_partner_id:
                order.contact_id = False

    @api.depends("partner_id")
    def _compute_addresses(self):
        for order in self:
            addresses = order.partner_id.address_get(["invoice", "delivery"]) if order.partner_id else {}
            order.partner_invoice_id = addresses.get("invoice")
            order.partner_shipping_id = addresses.get("delivery")

    @api.depends("partner_id", "company_id")
    def _compute_commercial_terms(self):
        for order in self:
            partner = order.partner_id.with_company(order.company_id)
            order.pricelist_id = partner.property_product_pricelist
            order.payment_term_id = partner.property_payment_term_id

    @api.depends("pricelist_id", "company_id")
    def _compute_currency_id(self):
        for order in self:
            order.currency_id = order.pricelist_id.currency_id or order.company_id.currency_id

    @api.depends("partner_id", "partner_shipping_id", "company_id")
    def _compute_fiscal_position_id(self):
        for order in self:
            positions = self.env["account.fiscal.position"].with_company(order.company_id)
            order.fiscal_position_id = (
                positions._get_fiscal_position(order.partner_id, order.partner_shipping_id)
                if order.partner_id
                else False
            )

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        for order in self:
            # Warehouses are readable by stock users only; an order clerk need not be one.
            user = (order.user_id or self.env.user).sudo().with_company(order.company_id)
            order.warehouse_id = user._get_default_warehouse_id()

    @api.depends("partner_id", "company_id")
    def _compute_terms(self):
        for order in self:
            order.terms = order._get_company_terms()
