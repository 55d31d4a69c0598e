from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ...logic.arrangement import ArrangementContent, Share, amounts

KINDS = [
    ("deposit", "Deposit"),
    ("on_shipment", "On Shipment"),
    ("retention", "Retention"),
    ("letter_of_credit", "Letter of Credit"),
    ("open_credit", "Open Credit"),
]
DUE_EVENTS = [
    ("acceptance", "Acceptance"),
    ("shipment", "Promised Shipment"),
]


class CustomerOrderArrangement(models.Model):
    """One part of how the customer pays an order: how much, in which form, by when, and what waits for it.

    Rows are part of the contract: they change while the order is open, and are frozen in the version that is accepted.
    """

    _name = "customer.order.arrangement"
    _inherit = ["customer.order.guarded"]
    _description = "Payment Arrangement"
    _order = "order_id, sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one("customer.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    state = fields.Selection(related="order_id.state")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        KINDS,
        string="Form",
        required=True,
        default="deposit",
        help="Deposit: invoiced in advance. On shipment: due when goods leave. Retention: kept by the customer for a"
        " time. Letter of credit: paid by a bank against documents. Open credit: by the payment terms of the order;"
        " without a share it takes what the other rows leave.",
    )
    percent = fields.Float(string="Share (%)", digits=(5, 2), help="Of the order's total with taxes.")
    fixed_amount = fields.Monetary(help="Instead of a share.")
    amount = fields.Monetary(compute="_compute_amount", store=True, help="What this row asks for, with taxes.")
    is_before_shipment = fields.Boolean(
        string="Before Shipment",
        compute="_compute_defaults",
        store=True,
        readonly=False,
        precompute=True,
        help="Nothing is shipped before this is paid and the payment is verified.",
    )
    due_event = fields.Selection(
        DUE_EVENTS,
        string="Due from",
        compute="_compute_defaults",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    due_days = fields.Integer(string="Days", help="Days from then on.")
    reference = fields.Char(help="Number of the letter of credit, or of the guarantee for a retention.")
    name = fields.Char(string="Note", help="What both sides agreed on beyond this, in words of the contract.")

    _share_is_possible = models.Constraint(
        "CHECK(percent >= 0 AND percent <= 100 AND fixed_amount >= 0 AND NOT (percent > 0 AND fixed_amount > 0))",
        "A row of a payment arrangement has either a share between 0 and 100 % or a fixed amount, not below zero.",
    )
    _only_deposits_come_before = models.Constraint(
        "CHECK(kind = 'deposit' OR is_before_shipment IS NOT TRUE)",
        "Only a deposit can be asked for before shipment.",
    )
    _days_are_positive = models.Constraint("CHECK(due_days >= 0)", "Days count from the event on.")

    @api.depends("kind")
    def _compute_defaults(self):
        for row in self:
            row.is_before_shipment = row.kind == "deposit"
            row.due_event = "acceptance" if row.kind == "deposit" else "shipment"

    @api.depends(
        "order_id.amount_total",
        "order_id.currency_id",
        "order_id.arrangement_ids.kind",
        "order_id.arrangement_ids.percent",
        "order_id.arrangement_ids.fixed_amount",
        "order_id.arrangement_ids.sequence",
    )
    def _compute_amount(self):
        for order, rows in self.grouped("order_id").items():
            amount_by_row = order._get_arrangement_amounts()
            for row in rows:
                row.amount = amount_by_row.get(row, row.fixed_amount)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.order_id._check_open()
        rows.order_id._claim()
        return rows

    def write(self, vals):
        self.order_id._check_open()
        result = super().write(vals)
        self.order_id._check_open()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        self.order_id._check_open()
        self.order_id._claim()

    def _get_share(self):
        """Return this row as a ``Share``."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        return Share(
            percent=Decimal(float_repr(self.percent, 2)),
            fixed=Decimal(float_repr(self.fixed_amount, digits)),
            rest=self.kind == "open_credit" and not self.percent and not self.fixed_amount,
        )

    def _get_content(self, position):
        """Return this row as it stands in the contract at ``position``."""
        self.ensure_one()
        return ArrangementContent(
            sequence=position,
            kind=self.kind,
            percent=self._get_share().percent,
            amount=self.order_id._money(self.amount),
            is_before_shipment=self.is_before_shipment,
            due_event=self.due_event,
            due_days=self.due_days,
            reference=self.reference or "",
            name=self.name or "",
        )

    def _get_label(self):
        """Return this row in words, in the language of the environment: a clause of the contract."""
        self.ensure_one()
        share = self._get_share()
        if share.percent:
            what = f"{share.percent.normalize():f} %"
        else:
            amount = self.order_id._money(self.amount)
            what = self.env._("the rest") if share.rest else f"{amount} {self.currency_id.name}"
        words = [what, _label(self, "kind")]
        if self.reference:
            words.append(self.reference)
        if self.kind != "open_credit":
            words.append(
                self.env._("%(days)s days from %(event)s", days=self.due_days, event=_label(self, "due_event"))
            )
        if self.is_before_shipment:
            words.append(self.env._("before shipment"))
        if self.name:
            words.append(self.name)
        return ", ".join(words)


def _label(record, name):
    return dict(record._fields[name]._description_selection(record.env))[record[name]]


def share_amounts(rows, total, unit):
    """Return ``{row: amount}`` for ``rows`` in their order."""
    return dict(zip(rows, amounts([row._get_share() for row in rows], total, unit), strict=True))
