from odoo import fields, models


class CustomerOrderVersionLine(models.Model):
    """One position exactly as accepted."""

    _name = "customer.order.version.line"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Customer Order Line"
    _order = "version_id, sequence, id"
    _log_access = False

    _contract_columns = (
        "version_id",
        "sequence",
        "line_res_id",
        "product_res_id",
        "product_code",
        "is_custom",
        "name",
        "customer_product_code",
        "quantity",
        "uom_name",
        "price_unit",
        "discount",
        "tax_names",
        "price_subtotal",
        "price_tax",
        "price_total",
        "requested_date",
        "promised_date",
        "instructions",
        "sample_reference",
        "sample_date",
    )

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    sequence = fields.Integer(string="Position", readonly=True, aggregator=False)
    line_res_id = fields.Integer(string="Order line (id)", readonly=True, aggregator=False)
    product_res_id = fields.Integer(string="Product (id)", readonly=True, aggregator=False)
    product_code = fields.Char(readonly=True, help="Our code of the product.")
    is_custom = fields.Boolean(string="Custom-made", readonly=True)
    name = fields.Text(string="Description", required=True, readonly=True)
    customer_product_code = fields.Char(string="Customer's Code", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_name = fields.Char(string="Unit", readonly=True)
    price_unit = fields.Float(string="Unit Price", min_display_digits="Product Price", readonly=True)
    discount = fields.Float(string="Discount (%)", digits="Discount", readonly=True)
    tax_names = fields.Char(string="Taxes", readonly=True)
    price_subtotal = fields.Monetary(string="Subtotal", readonly=True)
    price_tax = fields.Monetary(string="Tax", readonly=True)
    price_total = fields.Monetary(string="Total", readonly=True)
    requested_date = fields.Date(readonly=True)
    promised_date = fields.Date(readonly=True)
    instructions = fields.Text(readonly=True)
    sample_reference = fields.Char(string="Approval Sample", readonly=True)
    sample_date = fields.Date(string="Sample Approved on", readonly=True)
