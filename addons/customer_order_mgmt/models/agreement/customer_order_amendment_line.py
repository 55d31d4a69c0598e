from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ...exceptions import AmendmentRefused
from ...logic.amendment import Terms

# What of a line may change; the fields are those of the order's line.
TERMS = ("quantity", "price_unit", "discount", "name", "requested_date", "promised_date", "instructions")


class CustomerOrderAmendmentLine(models.Model):
    """A position of an amendment: the line as it is in force, and as it shall be. A new line has no order line yet."""

    _name = "customer.order.amendment.line"
    _inherit = ["customer.order.guarded"]
    _description = "Customer Order Amendment Line"
    _order = "amendment_id, sequence, id"
    _check_company_auto = True

    amendment_id = fields.Many2one("customer.order.amendment", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one(related="amendment_id.order_id", store=True)
    company_id = fields.Many2one(related="amendment_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="amendment_id.currency_id")
    state = fields.Selection(related="amendment_id.state")
    sequence = fields.Integer(default=10)
    order_line_id = fields.Many2one(
        "customer.order.line",
        string="Position",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('order_id', '=', order_id)]",
        help="The accepted line that is changed. Empty: a new line.",
    )
    kind = fields.Selection(
        [("same", "Unchanged"), ("change", "Changed"), ("add", "Added"), ("remove", "Removed")],
        compute="_compute_kind",
        store=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
        help="Leave empty for a custom-made item and describe it.",
    )
    product_uom_id = fields.Many2one(
        "uom.uom", string="Unit", compute="_compute_product_uom_id", store=True, readonly=False, precompute=True
    )
    name = fields.Text(string="Description", compute="_compute_from_line", store=True, readonly=False, precompute=True)
    quantity = fields.Float(
        digits="Product Unit", compute="_compute_from_line", store=True, readonly=False, precompute=True
    )
    price_unit = fields.Float(
        string="Unit Price",
        min_display_digits="Product Price",
        compute="_compute_from_line",
        store=True,
        readonly=False,
        precompute=True,
    )
    discount = fields.Float(
        string="Discount (%)",
        digits="Discount",
        compute="_compute_from_line",
        store=True,
        readonly=False,
        precompute=True,
    )
    requested_date = fields.Date(compute="_compute_from_line", store=True, readonly=False, precompute=True)
    promised_date = fields.Date(compute="_compute_from_line", store=True, readonly=False, precompute=True)
    instructions = fields.Text(compute="_compute_from_line", store=True, readonly=False, precompute=True)

    # Kept: once the amendment is applied, the order's line says something else.
    quantity_before = fields.Float(
        string="Ordered", digits="Product Unit", compute="_compute_before", store=True, precompute=True
    )
    price_unit_before = fields.Float(
        string="Price so far",
        min_display_digits="Product Price",
        compute="_compute_before",
        store=True,
        precompute=True,
    )
    promised_date_before = fields.Date(string="Promised so far", compute="_compute_before", store=True, precompute=True)
    done_quantity = fields.Float(
        string="Done",
        digits="Product Unit",
        compute="_compute_done_quantity",
        help="Delivered or invoiced, whichever is more, or released of a framework: it cannot be amended away.",
    )

    _position_once = models.UniqueIndex(
        "(amendment_id, order_line_id) WHERE order_line_id IS NOT NULL", "A position stands in an amendment once."
    )

    @api.depends("order_line_id")
    def _compute_product_id(self):
        for line in self:
            line.product_id = line.order_line_id.product_id or line.product_id

    @api.depends("order_line_id")
    def _compute_before(self):
        for line in self:
            line.quantity_before = line.order_line_id.quantity
            line.price_unit_before = line.order_line_id.price_unit
            line.promised_date_before = line.order_line_id.promised_date

    @api.depends("order_line_id", "product_id")
    def _compute_product_uom_id(self):
        # Apart from the terms: a form that does not show units has it computed again, and not what was entered.
        unit = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        for line in self:
            own = line.order_line_id.product_uom_id or line.product_uom_id
            line.product_uom_id = own or line.product_id.uom_id or unit

    @api.depends("order_line_id", "product_id")
    def _compute_from_line(self):
        """Start from the line in force, or from the product that is added."""
        for line in self:
            source = line.order_line_id
            if source:
                for name in TERMS:
                    line[name] = source[name]
            else:
                line._propose_new_terms()

    def _propose_new_terms(self):
        order, product = self.amendment_id.order_id, self.product_id
        draft = self.env["customer.order.line"].new(
            {"order_id": order.id, "product_id": product.id, "quantity": self.quantity or 1.0}
        )
        self.name = draft.name or self.name
        self.quantity = self.quantity or 1.0
        self.price_unit = draft.price_unit or self.price_unit
        self.discount = self.discount or 0.0
        for name in ("requested_date", "promised_date", "instructions"):
            self[name] = self[name] or False

    @api.depends("order_line_id", *TERMS)
    def _compute_kind(self):
        for line in self:
            if not line.order_line_id:
                line.kind = "add"
            elif line._get_terms() == line._get_terms_before():
                line.kind = "same"
            else:
                line.kind = "change" if line.quantity else "remove"

    @api.depends(
        "order_line_id.sale_line_ids.qty_delivered",
        "order_line_id.sale_line_ids.qty_invoiced",
        "order_line_id.released_quantity",
    )
    def _compute_done_quantity(self):
        for line in self:
            line.done_quantity = line.order_line_id._get_done_quantity() if line.order_line_id else 0.0

    @api.constrains("amendment_id", "order_line_id", "product_id", "product_uom_id")
    def _check_position(self):
        for line in self.filtered("order_line_id"):
            position, label, order = line.order_line_id, line._get_label(), line.order_id
            if position.order_id != order:
                raise AmendmentRefused(
                    self.env._("%(line)s is no position of %(order)s.", line=label, order=order.name)
                )
            if (line.product_id, line.product_uom_id) != (position.product_id, position.product_uom_id):
                raise AmendmentRefused(
                    self.env._(
                        "%(line)s: product and unit of a position stay as they were ordered. Set its quantity to 0 and"
                        " add a line instead.",
                        line=label,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.amendment_id._check_draft()
        lines.amendment_id._forget_request()
        return lines

    def write(self, vals):
        self.amendment_id._check_draft()
        self.amendment_id._forget_request()
        result = super().write(vals)
        self.amendment_id._check_draft()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_proposed(self):
        self.amendment_id._check_draft()
        self.amendment_id._forget_request()

    def _get_terms(self):
        """The ``Terms`` that this line shall have."""
        self.ensure_one()
        return terms_of(self)

    def _get_terms_before(self):
        """The ``Terms`` of the line in force; those of nothing for a new line."""
        self.ensure_one()
        return terms_of(self.order_line_id)


def terms_of(line):
    """Return the ``Terms`` of an order line or of an amendment's line."""
    precision = line.env["decimal.precision"]
    return Terms(
        quantity=Decimal(float_repr(line.quantity, precision.precision_get("Product Unit"))),
        # The price has no fixed decimals in Odoo: the shortest text that gives the same float back.
        price_unit=Decimal(repr(line.price_unit)),
        discount=Decimal(float_repr(line.discount, precision.precision_get("Discount"))),
        name=line.name or "",
        requested_date=line.requested_date or None,
        promised_date=line.promised_date or None,
        instructions=line.instructions or "",
    )
