from odoo import api, fields, models
from odoo.tools import float_repr, format_date

from ...exceptions import OrderStateRefused
from ...logic.written_text import find_decimal_mark, parse_number

AMOUNTS = ("amount_total", "amount_untaxed")
# Confirmed by a person whatever the confidence.
ALWAYS = ("customer_reference", "amount_total", "line", "line_count")
FREE_FIELDS = frozenset({"value", "difference_reason"})
SEQUENCE = {
    "customer_reference": 1,
    "customer_date": 2,
    "line": 50,
    "line_count": 60,
    "amount_untaxed": 70,
    "amount_total": 80,
}


class CustomerOrderIntakeField(models.Model):
    """One value that was read from a document: what, where, how sure, and who compared it."""

    _name = "customer.order.intake.field"
    _description = "Value Read from a Document"
    _order = "sequence, id"
    _rec_name = "name"

    intake_id = fields.Many2one("customer.order.intake", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="intake_id.company_id", store=True, index=True)
    order_id = fields.Many2one("customer.order", index="btree_not_null", ondelete="cascade", readonly=True)
    line_id = fields.Many2one("customer.order.line", index="btree_not_null", ondelete="set null", readonly=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Selection(selection="_get_names", string="Value", required=True, readonly=True)
    read_value = fields.Char(string="Read", readonly=True, help="As it was read, dates and numbers in a neutral form.")
    value = fields.Char(
        string="Document Says",
        help="What stands on the document. Correct it where a total was misread; other values are corrected on the"
        " order itself.",
    )
    order_value = fields.Char(string="Order Says", compute="_compute_order_value")
    confidence = fields.Integer(string="Confidence", readonly=True, aggregator="min")
    file_id = fields.Many2one("customer.order.intake.file", readonly=True, ondelete="cascade")
    page = fields.Integer(readonly=True)
    snippet = fields.Char(string="Where", readonly=True, help="The text of the document around the value.")
    label = fields.Char(string="Found By", readonly=True, help="The words that stand before or above the value.")
    relation = fields.Char(readonly=True)
    read_at = fields.Datetime(readonly=True)
    is_sure = fields.Boolean(compute="_compute_is_sure", help="Confirmed together with others by one click.")
    confirmed_value = fields.Char(readonly=True)
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed By", readonly=True)
    confirmed_at = fields.Datetime(readonly=True)
    is_confirmed = fields.Boolean(
        string="Confirmed",
        compute="_compute_is_confirmed",
        help="A person compared the order with the document, and the order was not changed since.",
    )
    difference_reason = fields.Char(
        string="Why They Differ", help="Why the order is right although the document states another total."
    )

    @api.model
    def _get_names(self):
        return [
            ("customer_reference", self.env._("Order number")),
            ("customer_date", self.env._("Order date")),
            ("requested_date", self.env._("Requested date")),
            ("quotation_reference", self.env._("Quotation")),
            ("framework_reference", self.env._("Framework order")),
            ("currency_code", self.env._("Currency")),
            ("amount_untaxed", self.env._("Total without taxes")),
            ("amount_total", self.env._("Total")),
            ("payment_terms", self.env._("Payment terms")),
            ("incoterm", self.env._("Incoterm")),
            ("line", self.env._("Line")),
            ("line_count", self.env._("Number of lines")),
        ]

    # What the order says

    @api.depends_context("lang")
    @api.depends(
        "name",
        "order_id.customer_reference",
        "order_id.customer_date",
        "order_id.currency_id",
        "order_id.amount_total",
        "order_id.amount_untaxed",
        "order_id.payment_term_id",
        "order_id.incoterm_id",
        "order_id.line_ids.requested_date",
        "line_id.product_id",
        "line_id.name",
        "line_id.quantity",
        "line_id.product_uom_id",
        "line_id.price_unit",
        "line_id.discount",
        "line_id.requested_date",
    )
    def _compute_order_value(self):
        for row in self:
            row.order_value = row._get_order_value() if row.order_id else False

    def _get_order_value(self):
        """Return what the order says in place of what was read, in the same neutral form."""
        order = self.order_id
        getters = {
            "customer_reference": lambda: order.customer_reference,
            "customer_date": lambda: order.customer_date and order.customer_date.isoformat(),
            "requested_date": lambda: ", ".join(
                sorted({day.isoformat() for day in order.line_ids.mapped("requested_date") if day})
            ),
            "currency_code": lambda: order.currency_id.name,
            "amount_untaxed": lambda: str(order._money(order.amount_untaxed)),
            "amount_total": lambda: str(order._money(order.amount_total)),
            "payment_terms": lambda: order.payment_term_id.name,
            "incoterm": lambda: order.incoterm_id.code,
            "line": lambda: self.line_id and self._describe_line(self.line_id),
            "line_count": lambda: str(len(order.line_ids)),
        }
        return getters.get(self.name, lambda: "")() or False

    @api.model
    def _describe_line(self, line):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        quantity = float_repr(line.quantity, digits).rstrip("0").rstrip(".")
        what = (line.product_id.display_name or line.name or "").splitlines()[:1]
        parts = [*what, f"{quantity} {line.product_uom_id.name or ''} × {line.price_unit:g}"]
        if line.discount:
            parts.append(f"-{line.discount:g} %")
        if line.requested_date:
            parts.append(format_date(self.env, line.requested_date))
        return ", ".join(parts)

    @api.depends("confidence", "company_id.customer_order_sure_confidence", "read_value")
    def _compute_is_sure(self):
        for row in self:
            row.is_sure = bool(row.read_value) and row.confidence >= row.company_id.customer_order_sure_confidence

    @api.depends("name", "confirmed_by_id", "confirmed_value", "order_value", "value")
    def _compute_is_confirmed(self):
        for row in self:
            row.is_confirmed = bool(row.confirmed_by_id) and row.confirmed_value == row._get_state_to_confirm()

    def _get_state_to_confirm(self):
        """Return what a confirmation is about: once it changes, it has to be given again."""
        return "|".join((self.value or "", self.order_value or "")) if self.name in AMOUNTS else self.order_value or ""

    def _must_be_confirmed(self):
        return self.name in ALWAYS or not self.is_sure

    def write(self, vals):
        if not vals.keys() <= FREE_FIELDS:
            raise OrderStateRefused(self.env._("Confirm what was read instead of writing it."))
        self.order_id._check_not_received()
        if "value" in vals and any(row.name not in AMOUNTS for row in self):
            raise OrderStateRefused(self.env._("Correct the order itself; only totals are corrected here."))
        if vals.get("value"):
            vals = {**vals, "value": self._read_amount(vals["value"])}
        return super().write(vals)

    def _keep(self, vals):
        """Write what only acts may write."""
        return super().write(vals)

    def _read_amount(self, text):
        written = parse_number(text, decimal_mark=find_decimal_mark([text]))
        if not written:
            raise OrderStateRefused(self.env._("“%(text)s” is no amount.", text=text))
        return str(written.value)
