from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ...exceptions import AcceptedOrderIsBinding
from ...logic.acknowledgement import LineStatus, Promise


class CustomerOrderAcknowledgementLine(models.Model):
    """One line as the customer was told it, beside what it had in hand before."""

    _name = "customer.order.acknowledgement.line"
    _inherit = ["customer.order.contract"]
    _description = "Acknowledged Line"
    # The newest first: acknowledgements are sorted that way.
    _order = "acknowledgement_id, sequence, id"
    _rec_name = "name"
    _log_access = False

    _contract_columns = (
        "acknowledgement_id",
        "sequence",
        "status",
        "line_res_id",
        "order_position",
        "product_code",
        "customer_product_code",
        "name",
        "quantity",
        "uom_name",
        "unit_code",
        "price_unit",
        "discount",
        "price_subtotal",
        "requested_date",
        "promised_date",
        "name_before",
        "quantity_before",
        "uom_name_before",
        "price_unit_before",
        "discount_before",
        "promised_date_before",
    )

    acknowledgement_id = fields.Many2one(
        "customer.order.acknowledgement", required=True, readonly=True, ondelete="restrict", index=True
    )
    order_id = fields.Many2one(related="acknowledgement_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="acknowledgement_id.company_id", store=True)
    sent_at = fields.Datetime(related="acknowledgement_id.sent_at", string="Told on")
    code = fields.Selection(related="acknowledgement_id.code")
    currency_id = fields.Many2one(related="acknowledgement_id.currency_id")
    sequence = fields.Integer(string="Position", readonly=True, aggregator=False)
    status = fields.Selection(
        [("5", "As known"), ("3", "Changed"), ("1", "Added"), ("7", "Not accepted")],
        required=True,
        readonly=True,
        help="Compared with what the customer had in hand: its order, or what it was told before.",
    )
    line_res_id = fields.Integer(string="Order line (id)", readonly=True, aggregator=False)
    order_position = fields.Integer(
        string="Position in the Order", readonly=True, aggregator=False, help="Where it stands in what was received."
    )
    product_code = fields.Char(readonly=True)
    customer_product_code = fields.Char(string="Customer's Code", readonly=True)
    name = fields.Text(string="Description", required=True, readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_name = fields.Char(string="Unit", readonly=True)
    unit_code = fields.Char(readonly=True, help="Code of the unit by UN/ECE Recommendation 20.")
    price_unit = fields.Float(string="Unit Price", min_display_digits="Product Price", readonly=True, aggregator=False)
    discount = fields.Float(string="Discount (%)", digits="Discount", readonly=True, aggregator=False)
    price_subtotal = fields.Monetary(string="Subtotal", readonly=True)
    requested_date = fields.Date(readonly=True)
    promised_date = fields.Date(string="Promised Date", readonly=True)
    name_before = fields.Text(string="Description Before", readonly=True)
    quantity_before = fields.Float(digits="Product Unit", readonly=True, aggregator=False)
    uom_name_before = fields.Char(string="Unit Before", readonly=True)
    price_unit_before = fields.Float(
        string="Unit Price Before", min_display_digits="Product Price", readonly=True, aggregator=False
    )
    discount_before = fields.Float(string="Discount Before (%)", digits="Discount", readonly=True, aggregator=False)
    promised_date_before = fields.Date(string="Date Before", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # A document that was printed tells what it tells.
        if lines.acknowledgement_id.filtered("attachment_id"):
            raise lines.acknowledgement_id.filtered("attachment_id")._prepare_refusal()
        return lines

    def _prepare_refusal(self):
        return AcceptedOrderIsBinding(
            self.env._(
                "What the customer was told in %s stays as it is. Make a new acknowledgement from the order.",
                self[0].acknowledgement_id.name,
            )
        )

    @api.model
    def _prepare_told_vals(self, told):
        """Return the values of the row that keeps ``told``, a ``ToldLine``."""
        now, before = told.now, told.before
        vals = {
            "sequence": now.position,
            "status": str(told.status),
            "line_res_id": now.key,
            **{name: getattr(now, name) or False for name in _TEXTS + _DAYS},
            **{name: float(getattr(now, name)) for name in (*_NUMBERS, "price_subtotal")},
        }
        if before:
            vals |= {f"{name}_before": float(getattr(before, name)) for name in _NUMBERS}
            replaced = [name for name in _REPLACED if getattr(before, name) != getattr(now, name)]
            vals |= {f"{name}_before": getattr(before, name) for name in replaced}
        return vals

    def _get_promises(self):
        """Return what was told to come as ``Promise`` values."""
        digits = self.env["decimal.precision"]
        decimals = {"quantity": digits.precision_get("Product Unit"), "discount": digits.precision_get("Discount")}
        return [
            Promise(
                position=line.sequence,
                key=line.line_res_id,
                quantity=Decimal(float_repr(line.quantity, decimals["quantity"])),
                # As in the contract: the shortest text that gives the same float back.
                price_unit=Decimal(repr(line.price_unit)),
                discount=Decimal(float_repr(line.discount, decimals["discount"])),
                price_subtotal=Decimal(float_repr(line.price_subtotal, line.currency_id.decimal_places)),
                **{name: line[name] or "" for name in _TEXTS},
                **{name: line[name] or None for name in _DAYS},
            )
            for line in self.sorted("sequence")
            if line.quantity
        ]

    def _prepare_evidence_payload(self):
        return {
            "position": self.sequence,
            "status": self.status,
            "quantity": str(self._get_plain("quantity", "Product Unit")),
            "price_unit": f"{Decimal(repr(self.price_unit)):f}",
            "discount": str(self._get_plain("discount", "Discount")),
            "promised_date": self.promised_date or None,
        }

    @api.model
    def _get_told_columns(self):
        """The columns of what the customer was told: all but the links."""
        return [name for name in self._contract_columns if name not in ("acknowledgement_id", "line_res_id")]

    def _get_plain(self, name, precision):
        return Decimal(float_repr(self[name], self.env["decimal.precision"].precision_get(precision)))

    def _is_changed(self, name):
        """Whether the document shows what ``name`` was before."""
        self.ensure_one()
        before = self[f"{name}_before"]
        return self.status == LineStatus.CHANGED and before is not False and before != self[name]


_TEXTS = ("product_code", "customer_product_code", "name", "uom_name")
_NUMBERS = ("quantity", "price_unit", "discount")
_DAYS = ("requested_date", "promised_date")
# Kept from before only where they differ; numbers are always kept, since 0 is one.
_REPLACED = ("name", "uom_name", "promised_date")
