from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import PledgeRefused

STATES = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("partly", "Partly Kept"),
    ("broken", "Broken"),
    ("void", "Void"),
]
CONTENT = frozenset({"profile_id", "currency_id", "amount", "given_date", "promised_date", "item_ids"})


class CreditPledge(models.Model):
    """A customer's promise to pay some items by a day, and what came of it."""

    _name = "credit.pledge"
    _inherit = ["evidence.guarded", "mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Promise to Pay"
    _order = "promised_date desc, id desc"
    _check_company_auto = True
    _act_fields = frozenset({"name", "state", "ended_date", "kept_amount"})

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one(
        "credit.profile", string="Credit Profile", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True, precompute=True)
    user_id = fields.Many2one(
        "res.users",
        string="Taken By",
        default=lambda self: self.env.user,
        required=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'child_of', company_id)]",
        help="Who spoke with the customer, and hears of it when the promise is broken.",
    )
    contact_id = fields.Many2one("res.partner", string="Given By", help="Who promised it on the customer's side.")
    given_date = fields.Date(
        string="Given On", required=True, default=fields.Date.context_today, help="When it was promised."
    )
    promised_date = fields.Date(string="Pays By", required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="One promise, one currency: that of the invoices.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Empty: all that is open on the items.",
    )
    company_amount = fields.Monetary(
        string="Amount in Company Currency",
        currency_field="company_currency_id",
        compute="_compute_company_amount",
        store=True,
        precompute=True,
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    item_ids = fields.One2many(
        "credit.pledge.item",
        "pledge_id",
        string="Items",
        help="What will be paid. None chosen: all that is due by the promised day and not contested or promised yet.",
    )
    paid_amount = fields.Monetary(
        string="Paid", compute="_compute_paid_amount", help="On these items, from the day of the promise up to its day."
    )
    kept_amount = fields.Monetary(string="Paid in Time", readonly=True, copy=False, help="When the promise ended.")
    state = fields.Selection(
        STATES,
        group_expand=True,
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
        help="Void: nothing was left to pay, or it was withdrawn.",
    )
    ended_date = fields.Date(string="Ended On", readonly=True, copy=False)
    note = fields.Text(help="What was said.")

    @api.depends("profile_id")
    def _compute_currency_id(self):
        for pledge in self:
            pledge.currency_id = pledge.currency_id or pledge.company_id.currency_id

    @api.depends("item_ids.amount")
    def _compute_amount(self):
        for pledge in self:
            pledge.amount = pledge.amount or sum(pledge.item_ids.mapped("amount"))

    @api.depends("amount", "currency_id", "given_date")
    def _compute_company_amount(self):
        for pledge in self:
            company = pledge.company_id or self.env.company
            pledge.company_amount = pledge.currency_id._convert(
                pledge.amount, company.currency_id, company, pledge.given_date or fields.Date.context_today(self)
            )

    def _compute_paid_amount(self):
        paid = self._get_paid_in_time()
        for pledge in self:
            pledge.paid_amount = float(paid.get(pledge, 0))

    @api.constrains("amount", "given_date", "promised_date")
    def _check_promise(self):
        for pledge in self:
            if pledge.amount < 0:
                raise ValidationError(self.env._("The promised amount must be more than 0."))
            if pledge.promised_date < pledge.given_date:
                raise ValidationError(self.env._("A promise cannot be for a day before it was given."))
            if pledge.given_date > pledge.company_id._get_credit_today():
                raise ValidationError(self.env._("A promise cannot have been given in the future."))

    @api.model_create_multi
    def create(self, vals_list):
        pledges = super().create(vals_list)
        pledges._take_down()
        return pledges

    def write(self, vals):
        if not CONTENT.isdisjoint(vals):
            raise PledgeRefused(self.env._("A promise stays as it was given. Withdraw it and take down the new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise PledgeRefused(self.env._("A promise is kept on record. Please withdraw it."))
