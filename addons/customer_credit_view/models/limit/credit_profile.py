from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.fields import Domain
from odoo.tools import SQL

from ..statement.credit_statement import READER

LIMIT = {
    "limit": "text",
    "amount": "money",
    "insured": "money",
    "currency": "text",
    "kind": "text",
    "date_from": "date",
    "date_to?": "date",
    "state": "text",
    "proposal?": "text",
}
PROPOSAL = {
    "proposal": "text",
    "amount": "money",
    "insured": "money",
    "currency": "text",
    "kind": "text",
    "date_from": "date",
    "date_to?": "date",
    "required": "integer",
    "because": "text",
    "rule?": "text",
    "grade?": "text",
    "formula?": "text",
    "basis": [{"basis": "text", "amount": "money"}],
}


class CreditProfile(models.Model):
    """The customer's limit, alone and within its group."""

    _inherit = "credit.profile"

    limit_ids = fields.One2many("credit.limit", "profile_id", string="Limits", groups=READER)
    limit_id = fields.Many2one("credit.limit", string="Limit in Force", compute="_compute_limit", groups=READER)
    has_limit = fields.Boolean(compute="_compute_limit", search="_search_has_limit", groups=READER)
    limit_amount = fields.Monetary(
        string="Limit", compute="_compute_limit", groups=READER, help="In force today, in the company's currency."
    )
    limit_date_to = fields.Date(string="Limit Ends", compute="_compute_limit", groups=READER)
    group_limit_amount = fields.Monetary(
        string="Lowest in the Group",
        compute="_compute_limit",
        groups=READER,
        help="The lowest limit of the customer and the nodes above it: what decides.",
    )
    has_group_limit = fields.Boolean(compute="_compute_limit", groups=READER)
    allocated_amount = fields.Monetary(
        string="Limits Below",
        compute="_compute_allocated_amount",
        groups=READER,
        help="The limits directly below, added up. They may be more than the limit here, which binds, too.",
    )
    limit_reference_ids = fields.One2many(
        "credit.limit.reference", "profile_id", string="Trade References", groups=READER
    )
    expected_purchases = fields.Monetary(
        string="Expected Purchases",
        groups=READER,
        help="In a year, without taxes. Counts for the need of a customer that has not bought for a year.",
    )

    _expected_not_negative = models.Constraint("CHECK(expected_purchases >= 0)", "Purchases are not below zero.")

    @api.depends("limit_ids.amount", "limit_ids.state", "limit_ids.date_to", "parent_id")
    def _compute_limit(self):
        limits, today = self.env["credit.limit"], fields.Date.context_today(self)
        own, lowest = limits._get_in_force(self, today), limits._get_lowest(self, today)
        for profile in self:
            found, decides = own.get(profile), lowest.get(profile)
            profile.limit_id = found.limit if found else False
            profile.has_limit = bool(found)
            profile.limit_amount = float(found.amount) if found else 0.0
            profile.limit_date_to = found.limit.date_to if found else False
            profile.group_limit_amount = float(decides.amount) if decides else 0.0
            profile.has_group_limit = bool(decides)

    def _search_has_limit(self, operator, value):
        if operator != "in":
            return NotImplemented
        # See _search_figure.
        self._check_field_access(self._fields["has_limit"], "read")
        limits = self.env["credit.limit"]
        running = limits._get_in_force_query(fields.Date.context_today(self), SQL())
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (SELECT profile_id FROM (%s) running)", SQL.identifier(alias, "id"), running
            )
        )

    def _compute_allocated_amount(self):
        below = self.child_ids
        own = self.env["credit.limit"]._get_in_force(below, fields.Date.context_today(self))
        for profile in self:
            amounts = [own[child].amount for child in profile.child_ids if child in own]
            profile.allocated_amount = float(sum(amounts, Decimal(0)))

    def action_view_limits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_limit_action")
        return {**action, "domain": [("profile_id", "=", self.id)]}

    def _claim_limits(self):
        """Collide with whatever else changes the limits of these customers, or compares with them, at the same time.

        The rows are updated, not just locked: under REPEATABLE READ the loser then fails with a serialization error,
        which Odoo answers by running it again on what the winner left.
        """
        self.env.flush_all()
        if self.ids:
            rows = SQL("UPDATE credit_profile SET checks = checks WHERE id IN %s", tuple(sorted(self.ids)))
            self.env.cr.execute(rows)

    def _stay_in_group(self):
        """Leave those below the limits of a group whom their contacts have taken out of it: a controller lets them
        go by choosing another group head."""
        for profile in self.filtered("parent_id"):
            above, head = profile.parent_id, profile._get_group_head()
            is_inside = above.partner_id == head or above._is_above(self._find_for(head, profile.company_id))
            if not is_inside and above._has_limit():
                profile.group_partner_id = above.partner_id

    def _has_limit(self):
        """Whether a limit of this node or of one above is granted, whatever its days."""
        granted = [("profile_id", "parent_of", self.ids), ("state", "=", "granted")]
        return bool(self.env["credit.limit"].search_count(granted, limit=1))

    def _with_groups(self):
        """These profiles and the nodes above them."""
        paths = (profile.parent_path or f"{profile.id}/" for profile in self)
        return self.browse({int(node) for path in paths for node in path.split("/") if node})

    def _get_path(self, nodes):
        """This profile and the nodes above it, nearest first; ``nodes`` has them."""
        self.ensure_one()
        by_id = {node.id: node for node in nodes}
        return [by_id[int(node)] for node in reversed((self.parent_path or f"{self.id}/").split("/")) if node]

    def _get_tenure_months(self, date):
        """Return ``{profile: months}`` since the first posted invoice, for those that have one."""
        return {
            profile: max(passed.years * 12 + passed.months, 0)
            for profile, first in self._get_first_invoice_dates().items()
            for passed in [relativedelta(date, first)]
        }

    def _get_billed(self, date):
        """Return ``{profile: Decimal}``: what was invoiced with taxes in the year up to ``date``, less credit notes."""
        year = [("invoice_date", ">", date - timedelta(days=365)), ("invoice_date", "<=", date)]
        types = [("move_id.move_type", "in", ("out_invoice", "out_refund"))]
        domain = [("parent_state", "=", "posted"), ("account_id.account_type", "=", "asset_receivable"), *types, *year]
        return {
            profile: Decimal(repr(amount)) for profile, amount in self._group_receivables(domain, "balance:sum").items()
        }

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "credit.limit_granted": EventSchema(1, LIMIT),
            "credit.limit_ended": EventSchema(1, LIMIT),
            "credit.limit_proposed": EventSchema(1, PROPOSAL),
            "credit.limit_approved": EventSchema(1, {"proposal": "text", "count": "integer", "manager": "boolean"}),
            "credit.limit_rejected": EventSchema(1, {"proposal": "text"}),
            "credit.limit_withdrawn": EventSchema(1, {"proposal": "text"}),
        }
