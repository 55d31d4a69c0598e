from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("damage", "Damage"),
    ("shortage", "Shortage"),
    ("surplus", "Surplus"),
    ("wrong", "Wrong item"),
    ("delay", "Delay"),
    ("other", "Other"),
]
REPORTERS = [("company", "Us"), ("customer", "Customer"), ("carrier", "Carrier")]
OUTCOMES = [("replace", "Replaced"), ("credit", "Credited"), ("return", "Taken back"), ("none", "Nothing")]


class CustomerOrderIncident(models.Model):
    """Damage, shortage and the like on goods of a customer's order, on the line it belongs to.

    It says what happened and what was done about it. It moves no goods, and changes no quantity and no invoice.
    """

    _name = "customer.order.incident"
    _inherit = ["customer.order.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Delivery Incident"
    _order = "reported_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    number = fields.Integer(readonly=True, copy=False, aggregator=False, help="Counts the incidents of an order.")
    order_id = fields.Many2one(
        "customer.order",
        required=True,
        compute="_compute_origin",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    line_id = fields.Many2one(
        "customer.order.line",
        string="Line",
        compute="_compute_origin",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('order_id', '=', order_id)]",
        help="Empty: it concerns the whole order or delivery.",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery",
        compute="_compute_picking_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    move_id = fields.Many2one(
        "stock.move",
        string="Delivered Item",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('picking_id', '=', picking_id)]",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
        index=True,
    )
    kind = fields.Selection(KINDS, required=True, default="damage", tracking=True)
    quantity = fields.Float(digits="Product Unit", help="How much of the line it concerns, in the line's unit.")
    product_uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_product_uom_id")
    description = fields.Text(required=True, help="What was found, in words.")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    reported_by = fields.Selection(REPORTERS, required=True, default="company", help="Who found it.")
    reported_by_id = fields.Many2one(
        "res.users", string="Recorded by", readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    reported_at = fields.Datetime(string="Reported on", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', '=', company_id)]",
        help="Who settles it.",
    )
    outcome = fields.Selection(
        OUTCOMES, tracking=True, help="What is done about it. The document that does it is made in its own app."
    )
    outcome_reason = fields.Text(string="Reason", help="Why this is the right answer to the customer.")
    settled_at = fields.Datetime(string="Settled on", readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", string="Settled by", readonly=True, copy=False, ondelete="restrict")

    _one_number_per_order = models.UniqueIndex("(order_id, number)")
    _quantity_positive = models.Constraint("CHECK(quantity >= 0)", "The quantity of an incident is not negative.")

    @api.depends("number", "order_id.name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for incident in self:
            # sudo: packers see which order it is, nothing else of it.
            order = incident.sudo().order_id.name or ""
            incident.display_name = f"{order}/{incident.number} {kinds.get(incident.kind, '')}".strip()

    @api.depends("move_id", "picking_id")
    def _compute_origin(self):
        for incident in self:
            # sudo: packers report on their deliveries without rights on customers' orders.
            line = incident.sudo().move_id.sale_line_id.customer_order_line_id
            orders = line.order_id or incident.sudo().picking_id._get_customer_orders()[:1]
            incident.line_id = line or incident.line_id
            incident.order_id = orders or incident.order_id

    @api.depends("move_id")
    def _compute_picking_id(self):
        for incident in self:
            incident.picking_id = incident.move_id.picking_id or incident.picking_id

    @api.depends("line_id.product_uom_id")
    def _compute_product_uom_id(self):
        for incident in self:
            # sudo: see _compute_origin.
            incident.product_uom_id = incident.sudo().line_id.product_uom_id

    @api.depends("order_id")
    def _compute_user_id(self):
        for incident in self:
            # sudo: see _compute_origin.
            incident.user_id = incident.user_id or incident.sudo().order_id.user_id

    @api.constrains("order_id", "line_id", "picking_id", "move_id")
    def _check_origin(self):
        # sudo: see _compute_origin.
        for incident in self.sudo():
            order, line, picking = incident.order_id, incident.line_id, incident.picking_id
            if line and line.order_id != order:
                raise ValidationError(
                    self.env._("%(line)s is no line of %(order)s.", line=line.display_name, order=order.name)
                )
            if picking and order not in picking._get_customer_orders():
                raise ValidationError(
                    self.env._("%(delivery)s does not belong to %(order)s.", delivery=picking.name, order=order.name)
                )
