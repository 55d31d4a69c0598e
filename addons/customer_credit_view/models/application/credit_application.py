from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import ApplicationRefused
from ...logic.application import OPEN
from ..profile.credit_profile import READER

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("review", "In Review"),
    ("recommended", "Recommended"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]
VERDICTS = [("approve", "Approve"), ("refuse", "Refuse")]
CHANGEABLE = ("draft", "submitted", "review")
# What was applied for, and what was handed in with it: fixed when somebody has recommended on it.
CONTENT = frozenset(
    {
        "partner_id",
        "company_id",
        "currency_id",
        "requested_amount",
        "yearly_amount",
        "payment_term_id",
        "segment",
        "purpose",
        "contact_id",
        "answer_ids",
        "person_ids",
    }
)


class CreditApplication(models.Model):
    """A customer's application for credit, from the portal or entered by us, up to the decision."""

    _name = "credit.application"
    _inherit = [
        "credit.company.mixin",
        "evidence.guarded",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "evidence.mixin",
    ]
    _description = "Credit Application"
    _order = "create_date desc, id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _check_company_auto = True
    _act_fields = frozenset(
        {
            *("name", "state", "channel", "submitted_at", "submitted_by_id", "return_reason"),
            *("recommended", "recommended_amount", "recommended_term_id", "recommendation"),
            *("recommended_by_id", "recommended_at"),
            *("decided_amount", "decided_term_id", "conditions", "refusal_reason_id", "customer_note", "decision_note"),
            *("reapply_date", "decided_by_id", "decided_at", "case_text", "case_hash"),
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact",
        domain="[('id', 'child_of', partner_id)]",
        help="Who applies for the customer, and is told what becomes of it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id, ondelete="restrict"
    )
    profile_id = fields.Many2one(
        "credit.profile", compute="_compute_profile_id", string="Credit Profile", groups=READER
    )
    screening_state = fields.Selection(
        selection=lambda self: self.env["credit.profile"]._fields["screening_state"].selection,
        string="Screening",
        compute="_compute_profile_id",
        groups=READER,
    )
    channel = fields.Selection(
        [("form", "Form"), ("portal", "Portal")], string="Came by", required=True, default="form", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'child_of', company_id)]",
    )
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )

    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    requested_amount = fields.Monetary(string="Limit Asked For", tracking=True)
    yearly_amount = fields.Monetary(
        string="Purchases per Year", help="What the customer expects to buy in a year, taxes included."
    )
    payment_term_id = fields.Many2one("account.payment.term", string="Terms Asked For", check_company=True)
    segment = fields.Selection(
        lambda self: self.env["credit.profile"]._fields["segment"]._description_selection(self.env),
        tracking=True,
        help="Decides what the checklist asks for.",
    )
    purpose = fields.Text(string="What For", help="What the customer wants to buy, and how it earns its money.")
    person_ids = fields.One2many(
        "credit.application.person", "application_id", string="Owners and Directors", groups=READER
    )
    answer_ids = fields.One2many("credit.application.answer", "application_id", string="Checklist", groups=READER)
    open_count = fields.Integer(string="Still Open", compute="_compute_open_count", groups=READER)

    submitted_at = fields.Datetime(string="Submitted on", readonly=True, copy=False, index=True)
    submitted_by_id = fields.Many2one("res.users", string="Submitted by", readonly=True, copy=False)
    return_reason = fields.Text(string="Returned Because", readonly=True, copy=False, help="What the customer reads.")

    _one_open = models.UniqueIndex(
        "(partner_id, company_id) WHERE state IN ('draft', 'submitted', 'review', 'recommended')",
        "The customer has an open application already. Please go on with that one.",
    )
    _one_number = models.UniqueIndex("(name, company_id)", "Two applications cannot have the same number.")
    _amounts_not_negative = models.Constraint(
        "CHECK(requested_amount >= 0 AND yearly_amount >= 0)", "An amount cannot be below zero."
    )

    @api.depends("partner_id", "company_id")
    def _compute_profile_id(self):
        for application in self:
            profile = self.env["credit.profile"]._find_for(application.partner_id, application.company_id)
            application.profile_id = profile[:1]
            application.screening_state = profile[:1].screening_state

    @api.depends("answer_ids.status", "answer_ids.is_required")
    def _compute_open_count(self):
        for application in self:
            rows = application.answer_ids.filtered(lambda row: row.is_required and row.status != "accepted")
            application.open_count = len(rows)

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for application in self:
            application.access_url = f"/my/credit/{application.id}"
        return result

    @api.constrains("partner_id")
    def _check_commercial(self):
        for application in self:
            partner = application.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to %(customer)s, which is who applies for credit.",
                        contact=partner.display_name,
                        customer=partner.commercial_partner_id.display_name,
                    )
                )

    @api.constrains("partner_id", "contact_id")
    def _check_contact(self):
        for application in self:
            if application.contact_id and not application._get_told():
                raise ValidationError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s and must not be told of its credit.",
                        contact=application.contact_id.display_name,
                        customer=application.partner_id.display_name,
                    )
                )

    def _get_told(self):
        """The contact who is told what becomes of this application; nobody who has left the customer since."""
        return self.contact_id.filtered(lambda contact: contact.commercial_partner_id == self.partner_id)

    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        numbers = self.env["ir.sequence"].sudo()  # sudo: analysts and customers read no sequences
        for application in applications:
            application._act({"name": numbers.next_by_code(self._name)})
            if not application.segment:
                application.segment = application.sudo().profile_id.segment  # sudo: a customer reads no profile
        applications._fill_checklist()
        return applications

    def write(self, vals):
        touched = CONTENT.intersection(vals)
        if touched and (fixed := self.filtered(lambda application: application.state not in CHANGEABLE)):
            raise ApplicationRefused(
                self.env._(
                    "%(application)s is %(state)s: what was applied for stays as it is.",
                    application=fixed[0].name,
                    state=dict(self._fields["state"]._description_selection(self.env))[fixed[0].state].lower(),
                )
            )
        if {"partner_id", "company_id"}.intersection(vals) and self.filtered("submitted_at"):
            raise ApplicationRefused(self.env._("An application that was submitted stays with its customer."))
        result = super().write(vals)
        if {"segment", "requested_amount", "currency_id", "partner_id", "company_id"}.intersection(vals):
            self._fill_checklist()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_submitted(self):
        if kept := self.filtered(lambda application: application.submitted_at):
            raise ApplicationRefused(
                self.env._("%s was submitted. Please withdraw it instead of deleting it.", kept[0].name)
            )

    @api.model
    def _get_open_domain(self):
        return [("state", "in", OPEN)]
