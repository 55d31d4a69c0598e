from odoo import fields, models
from odoo.tools import SQL

from ...tools import root_id
from ..profile.credit_profile import STANDINGS
from .credit_open_item import DEPENDS


class CreditCollection(models.Model):
    """The collector's list: customers with something overdue, the most urgent first. One row for each customer and
    company, with its branches; it is what the ledger says now."""

    _name = "credit.collection"
    _description = "Customer to Collect From"
    _auto = False
    _order = "urgency desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    profile_id = fields.Many2one("credit.profile", string="Credit Profile", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    standing = fields.Selection(STANDINGS, readonly=True)
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    overdue_amount = fields.Monetary(string="Overdue", readonly=True, help="All that is overdue, contested or not.")
    disputed_amount = fields.Monetary(string="Contested", readonly=True, help="Overdue, and contested by the customer.")
    pledged_amount = fields.Monetary(
        string="Promised", readonly=True, help="Overdue, and promised for a day that is still to come."
    )
    collectable_amount = fields.Monetary(string="To Collect", readonly=True, help="Neither contested nor promised.")
    unapplied_amount = fields.Monetary(
        string="Unapplied", readonly=True, help="Payments and credits that are not applied: settle these first."
    )
    item_count = fields.Integer(string="Items", readonly=True)
    oldest_due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(string="Days", readonly=True, aggregator="max", help="Of the oldest overdue item.")
    urgency = fields.Float(
        readonly=True,
        digits=(16, 0),
        help="What is to be collected times its days overdue, added up: 1,000 that are 30 days late weigh as much as"
        " 30,000 that are one day late.",
    )
    broken_pledges = fields.Integer(readonly=True, help="Promises of this customer that were not kept in full.")

    _depends = {**DEPENDS, "credit.pledge": ["state", "profile_id"]}

    @property
    def _table_query(self):
        items = self.env["credit.open.item"]._table_query
        return SQL(
            """
            SELECT MIN(item.id) AS id, %(root)s AS company_id,
                   item.partner_id, item.profile_id, item.user_id, item.standing,
                   SUM(item.amount) FILTER (WHERE item.days_overdue > 0) AS overdue_amount,
                   COALESCE(SUM(item.amount) FILTER (WHERE item.days_overdue > 0 AND item.is_disputed), 0)
                       AS disputed_amount,
                   COALESCE(SUM(item.amount) FILTER (WHERE item.days_overdue > 0 AND %(pledged)s), 0) AS pledged_amount,
                   COALESCE(SUM(item.amount) FILTER (WHERE %(collectable)s), 0) AS collectable_amount,
                   COALESCE(SUM(item.amount) FILTER (WHERE item.amount < 0), 0) AS unapplied_amount,
                   COUNT(*) FILTER (WHERE item.days_overdue > 0) AS item_count,
                   MIN(item.due_date) FILTER (WHERE item.days_overdue > 0) AS oldest_due_date,
                   MAX(item.days_overdue) AS days_overdue,
                   COALESCE(SUM(item.amount * item.days_overdue) FILTER (WHERE %(collectable)s), 0)::float8 AS urgency,
                   (SELECT COUNT(*) FROM credit_pledge pledge
                     WHERE pledge.profile_id = item.profile_id AND pledge.state IN ('broken', 'partly'))
                       AS broken_pledges
              FROM (%(items)s) item
              JOIN res_company branch ON branch.id = item.company_id
             GROUP BY %(root)s, item.partner_id, item.profile_id, item.user_id, item.standing
            HAVING bool_or(item.days_overdue > 0)
            """,
            items=items,
            root=root_id("branch"),
            pledged=SQL("NOT item.is_disputed AND item.pledge_id IS NOT NULL"),
            collectable=SQL("item.days_overdue > 0 AND NOT item.is_disputed AND item.pledge_id IS NULL"),
        )

    def _get_profile(self):
        """The credit profile of this customer, made where it is missing."""
        self.ensure_one()
        return self.profile_id or self.env["credit.profile"]._get_for(self.partner_id, self.company_id)

    def action_view_items(self):
        """Open what the customer owes, item by item."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_open_item_action")
        domain = [("company_id", "child_of", self.company_id.id), ("partner_id", "=", self.partner_id.id)]
        return {**action, "domain": domain, "context": {}}

    def action_open_profile(self):
        """Open the customer's credit profile."""
        return self._get_profile()._get_records_action()

    def action_pledge(self):
        """Take down a promise to pay what is overdue."""
        return self._get_profile().action_pledge()

    def action_print_statement(self):
        """Print the statement of account."""
        return self._get_profile().action_print_account_statement()
