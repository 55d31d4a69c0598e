from odoo import api, fields, models

STANDINGS = [
    ("none", "None"),
    ("under_review", "Under Review"),
    ("good", "Good"),
    ("watch", "Watch"),
    ("hold", "Hold"),
]
# The later of two standings is kept: nobody becomes better by a merge, or by being made anew.
STRICTNESS = ("good", "none", "under_review", "watch", "hold")
READER = "customer_credit_view.group_credit_reader"


class CreditProfile(models.Model):
    """What a company knows and has decided about the credit of a customer: one row for each commercial partner.

    Everybody reads the standing; figures are for readers of credit.
    """

    _name = "credit.profile"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Credit Profile"
    _order = "name"
    _rec_names_search = ["partner_id", "name"]
    _parent_store = True
    _check_company_auto = True
    _act_fields = frozenset({"name", "parent_id", "parent_path", "standing", "standing_since", "checks"})

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_partner_id = fields.Many2one(
        "res.partner",
        string="Group Head",
        tracking=True,
        domain="[('is_company', '=', True), ('id', '!=', partner_id)]",
        help="The company whose limits count for this customer, too. Empty: its parent company among the contacts.",
    )
    parent_id = fields.Many2one(
        "credit.profile",
        string="Next in the Group",
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The profile one node up in the customer's group: its limits count for this customer, too.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("credit.profile", "parent_id", string="Below in the Group")

    standing = fields.Selection(
        STANDINGS,
        required=True,
        default="none",
        readonly=True,
        index=True,
        tracking=True,
        help="What was decided about the customer's credit. Settings say what each standing allows.",
    )
    standing_since = fields.Date(readonly=True)
    grade = fields.Char(readonly=True, index=True, tracking=True, groups=READER, help="From the assessment in force.")
    segment = fields.Selection(
        [
            ("consumer", "Consumer"),
            ("small", "Small Business"),
            ("corporate", "Corporate"),
            ("public", "Public Body"),
        ],
        help="Decides which documents an application needs and which scorecard is used.",
    )
    next_review_date = fields.Date(string="Next Review", index=True, tracking=True, groups=READER)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'child_of', company_id)]",
        help="Who looks after this customer's credit.",
    )
    note = fields.Html(string="Notes", groups=READER)
    # Written before each check that compares with a limit, so that of two at once the second sees the first.
    checks = fields.Integer(readonly=True, default=0, groups="base.group_no_one")

    _one_per_customer = models.UniqueIndex("(partner_id, company_id)", "The customer has a credit profile already.")
    _one_number = models.UniqueIndex("(name, company_id)", "Two credit profiles cannot have the same number.")

    @api.depends("partner_id")
    def _compute_display_name(self):
        for profile in self:
            profile.display_name = profile.partner_id.display_name

    @api.model
    def _get_evidence_events(self):
        return {**super()._get_evidence_events(), **self._get_profile_events()}

    def _get_evidence_key(self):
        self.ensure_one()
        return self.name
