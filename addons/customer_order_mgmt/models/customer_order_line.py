from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import float_compare

# What a line agrees: two orders, or an order and a quotation, are compared by these.
COMPARED = (
    "product_id",
    "name",
    "quantity",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "requested_date",
    "promised_date",
)


class CustomerOrderLine(models.Model):
    """One position of a customer order: a product of ours or something made to the customer's description."""

    _name = "customer.order.line"
    _inherit = ["customer.order.guarded"]
    _description = "Customer Order Line"
    _order = "order_id, sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one("customer.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    state = fields.Selection(related="order_id.state", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)

    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
        help="Leave empty for a custom-made item and describe it.",
    )
    is_custom = fields.Boolean(
        string="Custom-made", compute="_compute_is_custom", store=True, help="Made to the customer's description."
    )
    name = fields.Text(
        string="Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        help="What is ordered, in words that become part of the contract.",
    )
    customer_product_code = fields.Char(string="Customer's Code", help="The customer's own code of this item.")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    product_uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    price_unit = fields.Float(
        string="Unit Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        min_display_digits="Product Price",
        help="The price on the customer's order. The pricelist proposes it when a product is chosen.",
    )
    discount = fields.Float(string="Discount (%)", digits="Discount")
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        domain="[('type_tax_use', '=', 'sale')]",
        context={"active_test": False},
    )
    price_subtotal = fields.Monetary(string="Subtotal", compute="_compute_amounts", store=True, precompute=True)
    price_tax = fields.Monetary(string="Tax", compute="_compute_amounts", store=True, precompute=True)
    price_total = fields.Monetary(string="Total", compute="_compute_amounts", store=True, precompute=True)

    requested_date = fields.Date(help="The day the customer wants the goods.")
    promised_date = fields.Date(
        compute="_compute_promised_date",
        store=True,
        readonly=False,
        precompute=True,
        help="The day we promise. The requested date is proposed.",
    )
    instructions = fields.Text(help="Details of this item: finish, tolerances, marking, packing.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files",
        copy=False,
        bypass_search_access=True,
        help="Drawings and specifications of this item.",
    )
    sale_line_ids = fields.One2many(
        "sale.order.line", "customer_order_line_id", string="Sales Order Lines", readonly=True
    )

    shipped_quantity = fields.Float(
        string="Shipped", compute="_compute_shipped_quantity", digits="Product Unit", help="Shipped less returned."
    )

    @api.depends("product_id")
    def _compute_is_custom(self):
        for line in self:
            line.is_custom = not line.product_id

    @api.depends("product_id")
    def _compute_name(self):
        for line in self.filtered("product_id"):
            product = line.product_id.with_context(lang=line.order_id.partner_id.lang or self.env.lang)
            line.name = product.get_product_multiline_description_sale()

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        unit = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        for line in self:
            line.product_uom_id = line.product_id.uom_id or line.product_uom_id or unit

    @api.depends("product_id", "product_uom_id")
    def _compute_price_unit(self):
        for line in self.filtered("product_id"):
            line.price_unit = line._get_proposed_price()

    @api.depends("product_id", "company_id", "order_id.fiscal_position_id")
    def _compute_tax_ids(self):
        for line in self:
            company = line.order_id.company_id or self.env.company
            taxes = line.product_id.taxes_id._filter_taxes_by_company(company)
            if not line.product_id:
                taxes = company.account_sale_tax_id
            line.tax_ids = line.order_id.fiscal_position_id.map_tax(taxes)

    @api.depends("requested_date")
    def _compute_promised_date(self):
        for line in self:
            line.promised_date = line.requested_date

    @api.depends("sale_line_ids.qty_delivered")
    def _compute_shipped_quantity(self):
        for line in self:
            # sudo: the figure is shown to order clerks, who may not read sales orders.
            line.shipped_quantity = sum(line.sudo().sale_line_ids.mapped("qty_delivered"))

    @api.depends("quantity", "discount", "price_unit", "tax_ids", "order_id.currency_id", "order_id.company_id")
    def _compute_amounts(self):
        tax_engine = self.env["account.tax"]
        for line in self:
            company = line.order_id.company_id or self.env.company
            base_line = line._prepare_base_line_for_taxes_computation()
            tax_engine._add_tax_details_in_base_line(base_line, company)
            tax_engine._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line["tax_details"]["total_excluded_currency"]
            line.price_total = base_line["tax_details"]["total_included_currency"]
            line.price_tax = line.price_total - line.price_subtotal

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._check_open()
        lines.order_id._claim(flush=False)
        lines.order_id._adopt_files()
        return lines

    def write(self, vals):
        self.order_id._check_open()
        result = super().write(vals)
        if "order_id" in vals:
            self.order_id._check_open()
        if "attachment_ids" in vals:
            self.order_id._adopt_files()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        self.order_id._check_open()
        self.order_id._claim()

    def _amend(self, vals):
        """Write what an amendment changes; only an amendment that both sides agreed to comes here."""
        return super().write(vals)

    def _amend_create(self, vals_list):
        """Create the lines that an amendment adds."""
        return super().create(vals_list)

    def action_open_order(self):
        """Open the customer order of this line."""
        self.ensure_one()
        return self.order_id._get_records_action()

    def _get_faults(self, position):
        """Return one sentence per fault of this line, which the user sees at ``position``."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        faults = []
        if not self.product_id and not (self.name or "").strip():
            faults.append(self.env._("Line %(position)s has neither a product nor a description.", position=position))
        elif not (self.name or "").strip():
            faults.append(self.env._("Line %(position)s has no description.", position=position))
        if float_compare(self.quantity, 0, precision_digits=digits) <= 0:
            faults.append(self.env._("Line %(position)s needs a quantity above zero.", position=position))
        if self.product_id.type == "combo":
            # Combos are put together while selling; by itself such a line ships nothing and would stay open for ever.
            faults.append(self.env._("Line %(position)s is a combo: enter its products instead.", position=position))
        if not self.product_uom_id:
            faults.append(self.env._("Line %(position)s has no unit.", position=position))
        elif self.product_id and not self.product_uom_id._has_common_reference(self.product_id.uom_id):
            faults.append(
                self.env._(
                    "Line %(position)s is in %(unit)s, which cannot be converted to %(own)s, the unit of the product.",
                    position=position,
                    unit=self.product_uom_id.name,
                    own=self.product_id.uom_id.name,
                )
            )
        return faults

    def _needs_promise(self):
        """Whether the line cannot be accepted without a promised date."""
        self.ensure_one()
        return True

    def _prepare_sale_order_line_vals(self):
        """Return the sales order line that says what this line says; nothing of it is left to be computed."""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "product_id": (self.product_id or self.company_id._get_customer_order_product()).id,
            "name": self.name,
            "product_uom_qty": self.quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }

    def _prepare_base_line_for_taxes_computation(self):
        """Return this line as the tax engine wants it, as ``sale.order.line`` does."""
        self.ensure_one()
        order = self.order_id
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            tax_ids=self.tax_ids,
            quantity=self.quantity,
            partner_id=order.partner_id,
            currency_id=order.currency_id or order.company_id.currency_id,
            rate=order._get_currency_rate(),
            name=self.name,
        )

    def _get_proposed_price(self):
        self.ensure_one()
        order, product = self.order_id, self.product_id
        company = order.company_id or self.env.company
        # Without a pricelist the list price, in the currency and unit asked for.
        price = order.pricelist_id._get_product_price(
            product,
            self.quantity or 1.0,
            currency=order.currency_id or company.currency_id,
            uom=self.product_uom_id,
            date=order.customer_date or fields.Date.context_today(self),
        )
        return product._get_tax_included_unit_price_from_price(
            price,
            product_taxes=product.taxes_id._filter_taxes_by_company(company),
            fiscal_position=order.fiscal_position_id,
        )
