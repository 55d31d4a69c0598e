from datetime import date

from odoo import api, fields, models
from odoo.tools import float_repr, format_date

from ...exceptions import OrderStateRefused
from ...logic.anchors import Anchor, Relation
from ...logic.confidence import rate_line
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

    # What was read

    @api.model
    def _prepare_read_vals(self, intake, field):
        """Return the values of one ``ReadField``."""
        return {
            "intake_id": intake.id,
            "sequence": SEQUENCE.get(field.name, 10),
            "name": field.name,
            "read_value": self._write_neutral(field.value),
            "value": self._write_neutral(field.value),
            "confidence": field.confidence,
            "file_id": intake._get_order_files()[field.source].id if field.source is not None else False,
            "page": field.page,
            "snippet": field.snippet,
            "label": field.label,
            "relation": field.relation.value if field.relation else False,
        }

    @api.model
    def _prepare_missing_vals(self, intake, found):
        """What every order has and was not found is looked up by a person."""
        return [
            {"intake_id": intake.id, "sequence": SEQUENCE[name], "name": name, "confidence": 0}
            for name in ("customer_reference", "amount_total")
            if name not in found
        ]

    @api.model
    def _prepare_lines_vals(self, intake, reading, lines):
        """Return the values of each line that was read, and of their number."""
        files = intake._get_order_files()
        vals_list = []
        for read in reading.lines:
            line = lines.get(read.line.position, self.env["customer.order.line"])
            vals_list.append(
                {
                    "intake_id": intake.id,
                    "sequence": SEQUENCE["line"],
                    "name": "line",
                    "line_id": line.id,
                    "read_value": self._write_line(read.line, read.place.code),
                    "value": self._write_line(read.line, read.place.code),
                    "confidence": self._rate_line(read.line, line),
                    "file_id": files[read.source].id if read.source is not None else False,
                    "page": read.place.page,
                    "snippet": read.place.snippet,
                }
            )
        count = str(len(reading.lines))
        return [
            *vals_list,
            {
                "intake_id": intake.id,
                "sequence": SEQUENCE["line_count"],
                "name": "line_count",
                "read_value": count,
                "value": count,
                "confidence": min([vals["confidence"] for vals in vals_list], default=0),
            },
        ]

    @api.model
    def _rate_line(self, read, line):
        return rate_line(read.quantity, read.price_unit, read.amount, read.discount, has_product=bool(line.product_id))

    @api.model
    def _write_neutral(self, value):
        return value.isoformat() if isinstance(value, date) else str(value)

    @api.model
    def _write_line(self, line, code):
        named = " ".join(filter(None, [line.product_code or line.customer_product_code or code, line.description]))
        price = f"{line.quantity or '?'} {line.unit} × {line.price_unit if line.price_unit is not None else '?'}"
        day = format_date(self.env, line.requested_date) if line.requested_date else ""
        return ", ".join(filter(None, [named, price, day]))[:500]

    # Acts

    def write(self, vals):
        if not vals.keys() <= FREE_FIELDS:
            raise OrderStateRefused(self.env._("Confirm what was read instead of writing it."))
        self.order_id._check_not_received()
        if "value" in vals and any(row.name not in AMOUNTS for row in self):
            raise OrderStateRefused(self.env._("Correct the order itself; only totals are corrected here."))
        if vals.get("value"):
            vals = {**vals, "value": self._read_amount(vals["value"])}
        return super().write(vals)

    def _read_amount(self, text):
        written = parse_number(text, decimal_mark=find_decimal_mark([text]))
        if not written:
            raise OrderStateRefused(self.env._("“%(text)s” is no amount.", text=text))
        return str(written.value)

    def action_confirm(self):
        """Say that the order agrees with the document in these values."""
        self._check_person()
        for row in self.filtered(lambda row: not row.is_confirmed):
            row._confirm()
        return True

    def action_confirm_sure(self):
        """Confirm all values of these orders that were read for sure; the others are confirmed one by one."""
        rows = self.order_id.captured_field_ids
        return rows.filtered(lambda row: row.is_sure or row.name == "line_count").action_confirm()

    def _check_person(self):
        self.order_id.check_access("write")
        self.order_id._check_not_received()
        if self.filtered(lambda row: not row.order_id):
            raise OrderStateRefused(self.env._("Capture the order first; then compare it with the document."))
        if self.env.user._is_superuser():
            raise OrderStateRefused(self.env._("Only a person can compare an order with a document."))

    def _confirm(self):
        if self.name in AMOUNTS and not self.value:
            super().write({"value": self.order_value})
        is_new = not self.confirmed_by_id
        super().write(
            {
                "confirmed_by_id": self.env.uid,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_value": self._get_state_to_confirm(),
            }
        )
        if is_new:
            self._teach()

    def _teach(self):
        """Remember where this value stands on this customer's documents."""
        anchors, true_value = self.env["customer.order.anchor"], self._get_true_value()
        if not true_value or self.name in ("line", "line_count"):
            return
        customer, company = self.order_id.commercial_partner_id, self.company_id
        found = self.label and Anchor(self.name, self.label, Relation(self.relation))
        if found:
            anchors._learn(customer, company, found, is_hit=true_value == self.read_value)
        if true_value != self.read_value:
            found = self.intake_id._find_anchor(self.name, true_value)
            if found:
                anchors._learn(customer, company, found, is_hit=True)

    def _get_true_value(self):
        return self.value if self.name in AMOUNTS else self.order_value

    # What keeps an order from being received

    def _get_faults(self):
        """Return one sentence per value that nobody compared, and per total that differs."""
        labels = dict(self._get_names())
        open_rows = self.filtered(lambda row: row._must_be_confirmed() and not row.is_confirmed)
        faults = [
            self.env._(
                "%(value)s: compare “%(read)s” with the document and confirm it.",
                value=labels[row.name],
                read=row.read_value or self.env._("nothing was read"),
            )
            for row in open_rows
        ]
        for row in self.filtered(lambda row: row.name in AMOUNTS and row.value and not row.difference_reason):
            if not row._agrees():
                faults.append(
                    self.env._(
                        "%(value)s: the document says %(document)s, the order %(order)s. Correct the lines, or write"
                        " why they differ.",
                        value=labels[row.name],
                        document=row.value,
                        order=row.order_value,
                    )
                )
        return faults

    def _agrees(self):
        """Whether the order's total is the document's. Business customers often state theirs without taxes."""
        order, stated = self.order_id, parse_number(self.value, decimal_mark=".")
        amounts = [order.amount_untaxed]
        if self.name == "amount_total":
            amounts.append(order.amount_total)
        return stated and any(order._money(amount) == order._money(float(stated.value)) for amount in amounts)
