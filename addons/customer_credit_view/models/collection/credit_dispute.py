from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import DisputeRefused

REASONS = [
    ("price", "Price"),
    ("quantity", "Quantity"),
    ("quality", "Quality or Damage"),
    ("delivery", "Late or Wrong Delivery"),
    ("duplicate", "Invoiced Twice"),
    ("terms", "Terms Not as Agreed"),
    ("document", "Document Missing or Wrong"),
    ("other", "Other"),
]
STATES = [("open", "Open"), ("accepted", "Customer Was Right"), ("rejected", "Customer Was Not Right")]
CONTENT = frozenset({"move_id", "amount", "reason", "raised_date"})
WORDS = frozenset({"settlement", "description"})


class CreditDispute(models.Model):
    """What a customer contests on an invoice, who settles it, and how it ended.

    While it is open the invoice is blocked for payment as core does it, and what is open on it is neither overdue nor
    asked for.
    """

    _name = "credit.dispute"
    _inherit = ["evidence.guarded", "mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Dispute"
    _order = "state desc, deadline_date, id desc"
    _check_company_auto = True
    _act_fields = frozenset({"name", "state", "settled_date", "settled_by_id"})

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt')), ('state', '=', 'posted'),"
        " ('payment_state', 'in', ('not_paid', 'partial'))]",
    )
    move_name = fields.Char(related="move_id.name", string="Invoice Number", store=True)
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="move_id.currency_id", store=True, precompute=True)
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", string="Customer", store=True, index=True, precompute=True
    )
    profile_id = fields.Many2one(
        "credit.profile", string="Credit Profile", compute="_compute_profile_id", compute_sudo=True
    )
    amount = fields.Monetary(
        string="Contested", help="What the customer does not want to pay. Empty: all that is open on the invoice."
    )
    contested_amount = fields.Monetary(
        string="Contested Now", compute="_compute_contested_amount", help="What is contested, at most what is open."
    )
    open_amount = fields.Monetary(related="move_id.amount_residual", string="Open on the Invoice")
    reason = fields.Selection(REASONS, required=True, tracking=True)
    description = fields.Text(help="What the customer says, in words.")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        domain="[('share', '=', False), ('company_ids', '=', company_id)]",
        help="Who settles it: often the seller or whoever delivered.",
    )
    raised_date = fields.Date(
        string="Raised On", required=True, default=fields.Date.context_today, help="When the customer said so."
    )
    deadline_date = fields.Date(string="Settle By", tracking=True)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, default="open", index=True, tracking=True
    )
    settlement = fields.Text(tracking=True, help="What was found, and what was agreed with the customer.")
    settled_date = fields.Date(string="Settled On", readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    is_mine_to_settle = fields.Boolean(compute="_compute_is_mine_to_settle")
    age = fields.Integer(string="Days", compute="_compute_age", help="Days until it was settled, or until today.")

    _one_open = models.UniqueIndex("(move_id) WHERE state = 'open'", "The invoice is contested already.")

    @api.depends("partner_id", "company_id")
    def _compute_profile_id(self):
        for dispute in self:
            dispute.profile_id = dispute._find_profile()

    def _find_profile(self):
        return self.env["credit.profile"]._find_for(self.partner_id, self.company_id)

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_mine_to_settle(self):
        mine = self._origin._filtered_access("write")
        for dispute in self:
            dispute.is_mine_to_settle = dispute._origin in mine

    @api.depends("amount", "open_amount")
    def _compute_contested_amount(self):
        for dispute in self:
            dispute.contested_amount = min(dispute.amount or dispute.open_amount, dispute.open_amount)

    @api.depends("raised_date", "settled_date")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for dispute in self:
            begin = dispute.raised_date
            dispute.age = begin and ((dispute.settled_date or today) - begin).days

    @api.constrains("amount", "raised_date", "deadline_date")
    def _check_dispute(self):
        for dispute in self:
            if dispute.amount < 0:
                raise ValidationError(self.env._("The contested amount cannot be negative."))
            if dispute.raised_date > dispute.company_id._get_credit_today():
                raise ValidationError(self.env._("A dispute cannot be raised in the future."))
            if dispute.deadline_date and dispute.deadline_date < dispute.raised_date:
                raise ValidationError(self.env._("A dispute cannot be settled before it was raised."))

    @api.constrains("move_id", "amount")
    def _check_invoice(self):
        for dispute in self:
            # sudo: who takes down what customers say need not see invoices.
            move = dispute.sudo().move_id
            if move.move_type not in ("out_invoice", "out_receipt") or move.state != "posted":
                raise ValidationError(self.env._("%s is no posted invoice to a customer.", move.display_name))
            if move.currency_id.compare_amounts(dispute.amount, move.amount_total) > 0:
                raise ValidationError(
                    self.env._("%(invoice)s is over less than is contested.", invoice=move.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        disputes = super().create(vals_list)
        disputes._raise_up()
        return disputes

    def write(self, vals):
        if not CONTENT.isdisjoint(vals):
            raise DisputeRefused(
                self.env._("What is contested stays as it was taken down. Settle the dispute and take down a new one.")
            )
        if not WORDS.isdisjoint(vals) and any(dispute.state != "open" for dispute in self):
            raise DisputeRefused(self.env._("What was found and agreed was recorded when the dispute was settled."))
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise DisputeRefused(self.env._("A dispute is kept. Please settle it."))

    @api.model
    def _get_open(self, moves):
        """Return the open disputes of ``moves``."""
        return self.search([("move_id", "in", moves.ids), ("state", "=", "open")])
