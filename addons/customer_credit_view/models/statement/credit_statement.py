from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.altman import FirmType
from ...logic.statement_figures import Figure

READER = "customer_credit_view.group_credit_reader"
FIRM_TYPES = [
    (FirmType.LISTED_MANUFACTURER.value, "Listed manufacturer (Z)"),
    (FirmType.PRIVATE_MANUFACTURER.value, "Private manufacturer (Z′)"),
    (FirmType.NON_MANUFACTURER.value, "Trade, services, others (Z″)"),
    (FirmType.EMERGING_MARKET.value, "Firm in an emerging market (EM)"),
    (FirmType.NOT_SUITABLE.value, "Bank, insurer, start-up (no score)"),
]
MODELS = [("z", "Z (1968)"), ("z_prime", "Z′ (1983)"), ("z_double_prime", "Z″ (1995)"), ("em", "EM score")]
ZONES = [("distress", "Distress"), ("grey", "Grey"), ("safe", "Safe")]
GAPS = [
    ("not_suitable", "No model fits this kind of firm"),
    ("missing", "A figure is missing"),
    ("no_assets", "No assets"),
    ("no_liabilities", "No liabilities"),
]


class CreditStatement(models.Model):
    """The financial statement of a customer for one period: figures, what they measure, and who stands for them."""

    _name = "credit.statement"
    _inherit = ["evidence.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Financial Statement"
    _order = "period_end desc, id desc"
    _check_company_auto = True
    _act_fields = frozenset({"state", "confirmed_by_id", "confirmed_at", "content_hash"})

    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one("credit.profile", string="Customer", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Contact", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True, precompute=True)
    period_end = fields.Date(string="Period Ends", required=True, tracking=True, help="The day of the balance sheet.")
    months = fields.Integer(
        required=True,
        default=12,
        aggregator=False,
        tracking=True,
        help="How long sales, costs and profit ran. Ratios turn them into a year: those of six months count twice.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    unit = fields.Selection(
        [("1", "Units"), ("1000", "Thousands"), ("1000000", "Millions")],
        string="Figures In",
        required=True,
        default="1",
        tracking=True,
        help="As the statement prints its figures. In thousands and millions both sides may differ by one.",
    )
    is_audited = fields.Boolean(string="Audited", tracking=True)
    is_consolidated = fields.Boolean(
        string="Consolidated", tracking=True, help="Of the whole group. Compared with other consolidated ones only."
    )
    source = fields.Char(help="Where the figures come from, e.g. company register, bureau, the customer.")
    firm_type = fields.Selection(
        FIRM_TYPES,
        string="Kind of Firm",
        compute="_compute_firm_type",
        store=True,
        readonly=False,
        precompute=True,
        help="Decides which of Altman's models fits. Taken from the customer's profile.",
    )
    figure_ids = fields.One2many(
        "credit.statement.figure",
        "statement_id",
        string="Figures",
        copy=True,
        default=lambda self: [fields.Command.create({"figure": figure.value}) for figure in Figure],
    )
    ratio_ids = fields.One2many("credit.statement.ratio", "statement_id", string="Ratios", readonly=True, copy=False)
    altman_score = fields.Float(
        string="Altman Score", digits=(16, 4), readonly=True, copy=False, aggregator=False, help="With its model."
    )
    altman_model = fields.Selection(MODELS, readonly=True, copy=False)
    altman_zone = fields.Selection(
        ZONES,
        readonly=True,
        copy=False,
        help="Distress and safe by the boundaries of the model; boundaries themselves are grey.",
    )
    altman_gap = fields.Selection(GAPS, string="No Score Because", readonly=True, copy=False)
    is_outdated = fields.Boolean(
        string="Old",
        compute="_compute_is_outdated",
        search="_search_is_outdated",
        help="Its period ended longer ago than the settings allow.",
    )
    comparison = fields.Html(string="Years Side by Side", compute="_compute_comparison", sanitize=False, groups=READER)
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("withdrawn", "Withdrawn")],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
        help="Scores and limits rest on confirmed statements, which do not change any more.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(string="Confirmed On", readonly=True, copy=False)
    content_hash = fields.Char(
        string="Seal", readonly=True, copy=False, help="SHA-256 of the figures as they were confirmed."
    )

    _months_of_a_period = models.Constraint(
        "CHECK(months BETWEEN 1 AND 24)", "The period of a statement has 1 to 24 months."
    )
    _one_confirmed = models.UniqueIndex(
        "(profile_id, period_end, months, COALESCE(is_consolidated, FALSE)) WHERE state = 'confirmed'",
        "This statement was confirmed already. Withdraw the other one first.",
    )

    @api.depends("profile_id")
    def _compute_firm_type(self):
        for statement in self:
            statement.firm_type = statement.profile_id.firm_type

    @api.depends("profile_id", "period_end", "months")
    def _compute_display_name(self):
        for statement in self:
            day = fields.Date.to_string(statement.period_end) if statement.period_end else ""
            statement.display_name = " ".join(filter(None, (statement.profile_id.display_name, day)))

    @api.depends("period_end", "company_id")
    def _compute_is_outdated(self):
        for statement in self:
            oldest = self._get_oldest_day(statement.company_id)
            statement.is_outdated = bool(statement.period_end and oldest and statement.period_end < oldest)

    def _search_is_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = [
            Domain("company_id", "=", company.id) & Domain("period_end", "<", oldest)
            for company in self.env.companies.root_id
            if (oldest := self._get_oldest_day(company))
        ]
        return Domain.OR(domains)

    @api.model
    def _get_oldest_day(self, company):
        """The last day on which the period of a statement may have ended to be recent; None where all are."""
        # sudo: the setting counts for every reader.
        months = company.sudo().credit_statement_months
        return fields.Date.context_today(self) - relativedelta(months=months) if months else None
