from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ...exceptions import UnknownCoverType
from ...logic.cover import Cover


class CreditCover(models.Model):
    """What pays when the customer does not: an insurance, a guarantee, a deposit.

    It takes off the exposure while it is in force and valid on the day a part of it falls due (``logic.cover``).
    Another type, such as a letter of credit, is added to ``type`` with ``selection_add``, and by a method
    ``_get_remaining_<type>()`` that returns what is left of the amount, as a Decimal in the currency of the cover.
    """

    _name = "credit.cover"
    _inherit = ["evidence.guarded", "mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Credit Cover"
    _order = "valid_to, id"
    _rec_names_search = ["name", "reference", "profile_id.partner_id"]
    _check_company_auto = True
    _act_fields = frozenset({"name", "state", "used_amount"})

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force"), ("ended", "Ended")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        help="Only a cover in force takes anything off the exposure.",
    )
    type = fields.Selection(
        [("insurance", "Credit Insurance"), ("guarantee", "Guarantee"), ("deposit", "Deposit")],
        required=True,
        default="insurance",
        tracking=True,
        help="A deposit that stands on the customer's account lowers the exposure there already; enter here what is"
        " kept elsewhere.",
    )
    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one(
        "credit.profile",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        help="The cover is for this customer and all below it in its group.",
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    issuer_id = fields.Many2one("res.partner", string="Given By", tracking=True, help="The insurer, bank or guarantor.")
    reference = fields.Char(tracking=True, help="The number of the policy, guarantee or account.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    amount = fields.Monetary(required=True, tracking=True, help="The most that is ever paid.")
    used_amount = fields.Monetary(string="Used", readonly=True, copy=False, help="What was called or claimed already.")
    remaining_amount = fields.Monetary(string="Remaining", compute="_compute_remaining_amount")
    percent = fields.Float(
        string="Covered Share",
        digits=(16, 2),
        required=True,
        default=100.0,
        tracking=True,
        help="In percent of what is open; the rest is our own share. Insurance often covers 90 %.",
    )
    deductible = fields.Monetary(tracking=True, help="What is taken off what would be paid.")
    valid_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    valid_to = fields.Date(
        tracking=True, index=True, help="The last day. What falls due later is not covered. Empty: without an end."
    )
    order_ids = fields.Many2many(
        "sale.order",
        string="Own Orders",
        # Not check_company: orders of branches belong to the same debtor.
        domain="[('company_id', 'child_of', company_id)]",
        help="The cover is for these orders alone. Empty: for the whole account.",
    )
    note = fields.Html(string="Conditions")
    covered_amount = fields.Monetary(
        string="Covers Now",
        currency_field="company_currency_id",
        compute="_compute_covered_amount",
        help="What it takes off the exposure of its customer today. Covers for named orders go first.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Company")

    _one_number = models.UniqueIndex("(name, company_id)", "Two covers cannot have the same number.")

    @api.model_create_multi
    def create(self, vals_list):
        covers = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # sudo: analysts do not read sequences
        for cover in covers:
            cover._act({"name": sequence.next_by_code("credit.cover")})
        return covers

    @api.depends("amount", "used_amount", "type")
    def _compute_remaining_amount(self):
        for cover in self:
            cover.remaining_amount = float(cover._get_remaining())

    @api.depends("state", "amount", "used_amount", "percent", "deductible", "valid_from", "valid_to", "order_ids")
    def _compute_covered_amount(self):
        covered = {}
        for applied in self.profile_id._get_covered().values():
            for application in applied.applications:
                covered[application.key] = application.covered
        for cover in self:
            cover.covered_amount = float(covered.get(cover._origin.id, 0))

    # What counts

    def _get_remaining(self):
        """Return what is left of this cover, a Decimal in its currency."""
        self.ensure_one()
        method = getattr(self, f"_get_remaining_{self.type}", None)
        if method is None:
            raise UnknownCoverType(
                self.env._("Nothing says what is left of covers of the type “%(type)s”.", type=self.type)
            )
        return method()

    def _get_remaining_insurance(self):
        return self._get_unused()

    def _get_remaining_guarantee(self):
        return self._get_unused()

    def _get_remaining_deposit(self):
        return self._get_unused()

    def _get_unused(self):
        digits = self.currency_id.decimal_places
        return Decimal(float_repr(self.amount, digits)) - Decimal(float_repr(self.used_amount, digits))

    def _prepare_cover(self, today):
        """Return this cover as ``logic.cover.Cover``, at the rates of ``today``."""
        self.ensure_one()
        return Cover(
            key=self.id,
            remaining=self._to_company(self._get_remaining(), today),
            percent=Decimal(float_repr(self.percent, 2)),
            deductible=self._to_company(Decimal(float_repr(self.deductible, self.currency_id.decimal_places)), today),
            valid_from=self.valid_from,
            valid_to=self.valid_to or None,
            orders=frozenset(self.order_ids.ids),
            owner=self.profile_id.id,
        )

    def _to_company(self, amount, today):
        company = self.company_id
        if self.currency_id == company.currency_id:
            return amount
        converted = self.currency_id._convert(float(amount), company.currency_id, company, today)
        return Decimal(float_repr(converted, company.currency_id.decimal_places))
