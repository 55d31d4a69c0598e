from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic.limit_rows import LimitRow
from ..score.credit_profile import READER

MANAGER = "customer_credit_view.group_credit_manager"
KINDS = [("permanent", "Permanent"), ("temporary", "Temporary")]


class CreditLimit(models.Model):
    """How much a customer, or a node of its group, may owe us from one day to another.

    Rows come from proposals that were approved and never change; a limit ends, or another one takes over.
    """

    _name = "credit.limit"
    _inherit = ["evidence.guarded", "mail.thread"]
    _description = "Credit Limit"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, index="trigram")
    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one(
        "credit.profile",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Contact", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        required=True, readonly=True, help="In total, the insured part included. Zero is no credit."
    )
    insured_amount = fields.Monetary(
        string="Insured Part", readonly=True, help="How much of it was granted because somebody else bears the risk."
    )
    own_risk_amount = fields.Monetary(
        string="Own Risk", compute="_compute_own_risk_amount", help="What is left without the insured part."
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        readonly=True,
        default="permanent",
        help="While a temporary limit runs it stands instead of the permanent one, higher or lower.",
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", readonly=True, help="The last day. Empty: until another limit takes over.")
    state = fields.Selection(
        [("granted", "Granted"), ("cancelled", "Cancelled")],
        string="Status",
        required=True,
        readonly=True,
        default="granted",
        tracking=True,
        help="Cancelled: ended before its first day.",
    )
    is_in_force = fields.Boolean(
        string="In Force",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
        help="Counts today: temporary before permanent.",
    )
    proposal_id = fields.Many2one("credit.limit.proposal", readonly=True, index="btree_not_null", ondelete="restrict")
    reason = fields.Char(readonly=True, groups=READER)

    _amount_not_negative = models.Constraint("CHECK(amount >= 0)", "A limit is not below zero.")
    _insured_part_of_it = models.Constraint(
        "CHECK(insured_amount BETWEEN 0 AND amount)", "The insured part is between zero and the whole limit."
    )
    _ends_after_it_begins = models.Constraint(
        "CHECK(state = 'cancelled' OR date_to IS NULL OR date_to >= date_from)",
        "A limit does not end before its first day.",
    )
    _temporary_has_an_end = models.Constraint(
        "CHECK(kind = 'permanent' OR date_to IS NOT NULL)", "A temporary limit has a last day."
    )
    _one_number = models.UniqueIndex("(name, company_id)", "Two limits cannot have the same number.")
    # A net below the check in Python, which also sees limits with an end.
    _one_without_end = models.UniqueIndex(
        "(profile_id) WHERE date_to IS NULL AND state = 'granted'", "The customer has a limit without an end already."
    )

    @api.depends("amount", "insured_amount")
    def _compute_own_risk_amount(self):
        for limit in self:
            limit.own_risk_amount = limit.amount - limit.insured_amount

    def _compute_is_in_force(self):
        today = fields.Date.context_today(self)
        running = self._get_rows_in_force(self.profile_id, today)
        for limit in self:
            limit.is_in_force = running.get(limit.profile_id.id) == limit.id

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = self._get_in_force_query(fields.Date.context_today(self), SQL())
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (SELECT limit_id FROM (%s) running)", SQL.identifier(alias, "id"), running
            )
        )

    @api.depends("name", "amount", "currency_id")
    def _compute_display_name(self):
        for limit in self:
            amount = limit.currency_id.format(limit.amount) if limit.currency_id else ""
            limit.display_name = " ".join(filter(None, (limit.name, amount)))

    def _get_row(self):
        """This limit as the rules read it; its amount is in its own currency."""
        self.ensure_one()
        return LimitRow(self.amount, self.date_from, self.date_to or None, self.kind == "temporary", self)
