from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import DifferenceRefused

CODES = [
    ("dispute", "Dispute"),
    ("deduction", "Deduction"),
    ("fee", "Bank Fee"),
    ("currency", "Currency"),
    ("credit", "Customer's Credit"),
]
STATES = [
    ("proposed", "To Approve"),
    ("approved", "Approved"),
    ("booked", "Written off"),
    ("rejected", "Rejected"),
    ("void", "Void"),
]
ACT_FIELDS = frozenset(
    {"state", "proposed_by_id", "decided_by_id", "decided_at", "open_amount", "write_off_move_id", "company_id"}
)
FIXED_FIELDS = frozenset({"order_id", "invoice_id"})


class CustomerOrderDifference(models.Model):
    """What a customer paid less, or more, than an invoice asks for: why, how much, and who agreed.

    The approval is for the amount that was open then: when that changes, it is void.
    """

    _name = "customer.order.difference"
    _inherit = ["customer.order.guarded", "mail.thread"]
    _description = "Difference in Payment"
    _order = "id desc"
    _rec_name = "code"
    _check_company_auto = True

    order_id = fields.Many2one("customer.order", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    invoice_id = fields.Many2one(
        "account.move",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'),"
        " ('line_ids.sale_line_ids.order_id.customer_order_id', '=', order_id)]",
    )
    currency_id = fields.Many2one(related="invoice_id.currency_id", store=True, precompute=True)
    amount = fields.Monetary(
        required=True, help="What the customer did not pay; below zero for what was paid too much."
    )
    code = fields.Selection(
        CODES,
        required=True,
        tracking=True,
        help="Dispute: contested, the invoice and the order stay open. Deduction: kept by the customer with a reason we"
        " accept. Bank fee: kept by a bank. Currency: the customer's conversion. Customer's credit:"
        " paid too much, and left to the customer until it is paid back or taken for another invoice.",
    )
    reason = fields.Text(required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_difference_attachment_rel",
        string="Evidence",
        copy=False,
        bypass_search_access=True,
        help="The customer's letter, the bank's advice.",
    )
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default="proposed", index=True, tracking=True
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    open_amount = fields.Monetary(
        string="Open at Approval", readonly=True, copy=False, help="The approval is void when the open amount changes."
    )
    write_off_move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    _amount_is_something = models.Constraint("CHECK(amount != 0)", "A difference of nothing needs no approval.")
    _credit_is_paid_too_much = models.Constraint(
        "CHECK(code != 'credit' OR amount < 0)", "A credit is what the customer paid too much: enter it below zero."
    )
    _one_waiting_per_invoice = models.UniqueIndex(
        "(invoice_id, code) WHERE state = 'proposed'",
        "A difference of this kind waits for approval on this invoice already.",
    )

    @api.constrains("invoice_id", "order_id")
    def _check_invoice_of_order(self):
        # sudo: clerks propose without access to invoices, accountants without access to customer orders.
        for row in self.sudo():
            if row.order_id not in row.invoice_id.customer_order_ids or row.invoice_id.move_type != "out_invoice":
                raise ValidationError(
                    self.env._(
                        "%(invoice)s does not invoice %(order)s.",
                        invoice=row.invoice_id.display_name,
                        order=row.order_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse(ACT_FIELDS, (name for vals in vals_list for name in vals))
        rows = super().create(vals_list)
        for row in rows:
            row._advance("proposed", proposed_by_id=self.env.user.id)
        rows._adopt_files()
        return rows

    def write(self, vals):
        self._refuse(ACT_FIELDS | FIXED_FIELDS, vals)
        if not {"amount", "code", "reason", "attachment_ids"}.isdisjoint(vals):
            self._check_proposed()
            # Whoever changes a proposal answers for it.
            vals = {**vals}
            for row in self:
                row._advance(row.state, proposed_by_id=self.env.user.id)
        result = super().write(vals)
        self._adopt_files()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        self._check_proposed()

    def _adopt_files(self):
        for row in self:
            # sudo: who may link a file to the difference could read it, and so may attach it.
            files = row.attachment_ids.sudo()
            files.filtered(lambda file: not file.res_id).write({"res_model": self._name, "res_id": row.id})

    def _advance(self, state, **vals):
        """Write what only acts may write."""
        return super().write({"state": state, **vals})

    def _check_proposed(self):
        if any(row.state != "proposed" for row in self):
            raise DifferenceRefused(self.env._("This difference is decided: what was decided stays as it is."))

    def _refuse(self, refused, names):
        if not refused.isdisjoint(names):
            raise DifferenceRefused(
                self.env._(
                    "Approve, reject or write off the difference instead of writing it; a new invoice needs a"
                    " new difference."
                )
            )

    def _compute_display_name(self):
        # sudo: accountants learn the number of the order, without access to customer orders.
        for row in self.sudo():
            code = dict(CODES).get(row.code, "")
            amount = row.currency_id.format(row.amount) if row.currency_id and row.amount else ""
            what = " ".join(filter(None, (code, amount)))
            row.display_name = ": ".join(filter(None, (row.order_id.name, what)))
