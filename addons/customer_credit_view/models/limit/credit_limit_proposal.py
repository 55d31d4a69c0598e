from odoo import api, fields, models

from ...exceptions import ProposalRefused
from ...tools import has_rate, rate_sentence
from .credit_limit import KINDS

STATES = [
    ("draft", "Draft"),
    ("submitted", "To Approve"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]
CONTENT = frozenset({"profile_id", "currency_id", "amount", "insured_amount", "kind", "date_from", "date_to", "reason"})


class CreditLimitProposal(models.Model):
    """A limit that somebody asks for, what it rests on, who had to agree, and how long that took."""

    _name = "credit.limit.proposal"
    _inherit = ["evidence.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Proposal for a Limit"
    _order = "id desc"
    _check_company_auto = True
    _act_fields = frozenset(
        {
            "name",
            "state",
            "author_ids",
            "formula",
            "formula_amount",
            "has_formula_amount",
            "basis_ids",
            "company_amount",
            "current_amount",
            "has_current",
            "increase_percent",
            "grade",
            "data_days",
            "has_data",
            "required_approvers",
            "required_reason",
            "rule_id",
            "rule_name",
            "needs_manager",
            "approval_ids",
            "requested_by_id",
            "requested_at",
            "decided_at",
            "decision_hours",
            "decision_reason",
            "limit_id",
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one("credit.profile", string="Customer", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True, precompute=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    amount = fields.Monetary(tracking=True, help="In total, the insured part included. Zero is no credit.")
    insured_amount = fields.Monetary(
        string="Insured Part", tracking=True, help="How much of it is asked for because somebody else bears the risk."
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default="permanent",
        tracking=True,
        help="Permanent: takes over from the limit before. Temporary: stands instead of it until its last day.",
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="To", tracking=True, help="The last day. Empty: until another limit takes over.")
    reason = fields.Text(
        tracking=True, help="Why this customer should have this limit. It is sealed with the proposal."
    )
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default="draft", index=True, tracking=True
    )
    author_ids = fields.Many2many(
        "res.users",
        "credit_limit_proposal_author_rel",
        string="Authors",
        readonly=True,
        copy=False,
        help="Who wrote or submitted it: others have to agree.",
    )

    formula = fields.Selection(
        lambda self: self.env["res.company"]._fields["credit_limit_formula"]._description_selection(self.env),
        readonly=True,
        copy=False,
        help="What the formula of the settings proposed, beside what is asked for.",
    )
    formula_amount = fields.Monetary(
        string="By the Formula", currency_field="company_currency_id", readonly=True, copy=False
    )
    has_formula_amount = fields.Boolean(readonly=True, copy=False)
    basis_ids = fields.One2many("credit.limit.proposal.basis", "proposal_id", string="Rests On", readonly=True)

    company_amount = fields.Monetary(
        string="In Company Currency", currency_field="company_currency_id", readonly=True, copy=False
    )
    current_amount = fields.Monetary(
        string="In Force Then", currency_field="company_currency_id", readonly=True, copy=False
    )
    has_current = fields.Boolean(readonly=True, copy=False)
    increase_percent = fields.Float(string="Increase", digits=(16, 2), readonly=True, copy=False, aggregator="avg")
    grade = fields.Char(readonly=True, copy=False)
    data_days = fields.Integer(
        string="Age of Data",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="In days: the oldest that the grade rests on.",
    )
    has_data = fields.Boolean(readonly=True, copy=False)
    required_approvers = fields.Integer(string="Have to Agree", readonly=True, copy=False, aggregator=False)
    required_reason = fields.Selection(
        [
            ("row", "Approval rule"),
            ("stale_data", "No fresh data for automatic approval"),
            ("on_hold", "The customer is on hold"),
            ("no_row", "No approval rule fits"),
        ],
        string="Because",
        readonly=True,
        copy=False,
    )
    rule_id = fields.Many2one("credit.limit.rule", readonly=True, copy=False, ondelete="set null")
    rule_name = fields.Char(string="Approval Rule", readonly=True, copy=False)
    needs_manager = fields.Boolean(string="Among Them a Manager", readonly=True, copy=False)
    approval_ids = fields.One2many("credit.limit.approval", "proposal_id", string="Approvals", readonly=True)
    can_approve = fields.Boolean(compute="_compute_can_approve")
    has_agreed = fields.Boolean(compute="_compute_can_approve", help="Whether you have agreed to it already.")
    requested_by_id = fields.Many2one("res.users", string="Submitted By", readonly=True, copy=False)
    requested_at = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided On", readonly=True, copy=False)
    decision_hours = fields.Float(
        string="Hours to Decision", readonly=True, copy=False, aggregator="avg", help="From submission."
    )
    decision_reason = fields.Text(readonly=True, copy=False)
    limit_id = fields.Many2one("credit.limit", readonly=True, copy=False, ondelete="restrict", index="btree_not_null")

    _amount_not_negative = models.Constraint("CHECK(amount >= 0)", "A limit is not below zero.")
    _insured_part_of_it = models.Constraint(
        "CHECK(insured_amount BETWEEN 0 AND amount)", "The insured part is between zero and the whole limit."
    )
    _ends_after_it_begins = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A limit does not end before its first day."
    )
    _temporary_has_an_end = models.Constraint(
        "CHECK(kind = 'permanent' OR date_to IS NOT NULL)", "A temporary limit needs a last day."
    )
    _one_waiting = models.UniqueIndex(
        "(profile_id, kind) WHERE state = 'submitted'", "Another proposal of this kind waits for this customer already."
    )

    @api.depends("state", "approval_ids", "author_ids")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for proposal in self:
            proposal.can_approve = proposal.state == "submitted" and not proposal._get_refusal()
            proposal.has_agreed = self.env.user in proposal.approval_ids.user_id

    @api.model_create_multi
    def create(self, vals_list):
        proposals = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # sudo: analysts do not read sequences
        for proposal in proposals:
            proposal._act({"name": sequence.next_by_code("credit.limit.proposal")})
        proposals._after_content()
        return proposals

    def write(self, vals):
        if CONTENT.isdisjoint(vals):
            return super().write(vals)
        self._check_draft()
        result = super().write(vals)
        self._after_content()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_submitted(self):
        self._check_draft()

    def _after_content(self):
        """Whoever writes a proposal answers for it; what could never be granted is refused at once."""
        for proposal in self:
            proposal._act({"author_ids": [fields.Command.link(self.env.uid)]})
            proposal._check_rate()
            proposal._check_free_days()

    def _check_given(self, vals):
        super()._check_given(vals)
        if "currency_id" in vals and not vals["currency_id"]:
            raise ProposalRefused(self.env._("Please choose the currency of the limit."))

    def _check_rate(self):
        if not has_rate(self.currency_id, self.company_id):
            raise ProposalRefused(rate_sentence(self.currency_id, self.company_id))

    def _check_free_days(self):
        overlap = self.env["credit.limit"]._find_overlap_with(self._prepare_limit_vals())
        if overlap:
            raise ProposalRefused(
                self.env._(
                    "This overlaps %(limit)s, which counts from %(start)s. Choose other days, or let it be ended.",
                    limit=overlap.name,
                    start=fields.Date.to_string(overlap.date_from),
                )
            )

    def _prepare_limit_vals(self):
        """What becomes of this proposal when it is approved."""
        self.ensure_one()
        return {
            "profile_id": self.profile_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "insured_amount": self.insured_amount,
            "kind": self.kind,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "proposal_id": self.id,
        }

    def _check_draft(self):
        for proposal in self:
            if proposal.state != "draft":
                raise ProposalRefused(
                    self.env._("%s was submitted and stays as it is. Withdraw it and make another one.", proposal.name)
                )
