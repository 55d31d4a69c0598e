from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..profile.credit_profile import READER


class CreditProfile(models.Model):
    """Collections on the credit profile: pledges, disputes, and what of the exposure is contested."""

    _inherit = "credit.profile"

    pledge_ids = fields.One2many("credit.pledge", "profile_id", string="Promises", groups=READER)
    broken_pledge_count = fields.Integer(
        string="Broken Promises",
        compute="_compute_broken_pledge_count",
        search="_search_broken_pledge_count",
        groups=READER,
        help="Promises to pay that were broken or kept in part only, within the period of payment behaviour.",
    )
    dispute_count = fields.Integer(string="Open Disputes", compute="_compute_dispute_count", groups=READER)

    def _compute_broken_pledge_count(self):
        counts = self._count_broken_pledges()
        for profile in self:
            profile.broken_pledge_count = counts.get(profile.id, 0)

    def _count_broken_pledges(self):
        """Return ``{profile id: number}``."""
        counts = {}
        # sudo: counted for rules and readers, whoever may read promises.
        pledges = self.env["credit.pledge"].sudo()
        for company, profiles in self.grouped("company_id").items():
            domain = [("profile_id", "in", profiles.ids), *self._get_broken_domain(company)]
            counts |= {profile.id: count for profile, count in pledges._read_group(domain, ["profile_id"], ["__count"])}
        return counts

    @api.model
    def _get_broken_domain(self, company):
        # sudo: the settings of a branch's main company.
        begin = fields.Date.subtract(company._get_credit_today(), days=company.sudo().credit_behaviour_days)
        return [("state", "in", ("broken", "partly")), ("ended_date", ">", begin)]

    def _search_broken_pledge_count(self, operator, value):
        if (operator, value) not in ((">", 0), (">=", 1)):
            return NotImplemented
        companies = self.env.companies.root_id
        domain = [("company_id", "in", companies.ids), ("state", "in", ("broken", "partly"))]
        # sudo: the settings of a branch's main company.
        days = max(companies.sudo().mapped("credit_behaviour_days"))
        domain.append(("ended_date", ">", f"today -{days}d"))
        return [("pledge_ids", "any", domain)]

    def _compute_dispute_count(self):
        for company, profiles in self.grouped("company_id").items():
            domain = [
                ("partner_id", "in", profiles.partner_id.ids),
                ("company_id", "child_of", company.id),
                ("state", "=", "open"),
            ]
            # sudo: readers of credit count what analysts take down.
            counts = dict(self.env["credit.dispute"].sudo()._read_group(domain, ["partner_id"], ["__count"]))
            for profile in profiles:
                profile.dispute_count = counts.get(profile.partner_id, 0)

    def _get_disputed(self, today):
        """What is open on blocked invoices, by due date: whoever blocked them, with a dispute or without."""
        disputed = super()._get_disputed(today)
        self.env["account.move"].flush_model(["payment_state"])
        self.env["account.move.line"].flush_model(["amount_residual", "date_maturity", "parent_state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT profile.id, COALESCE(line.date_maturity, line.date), SUM(line.amount_residual)::text
                  FROM credit_profile profile
                  JOIN res_company own ON own.id = profile.company_id
                  JOIN res_company branch ON branch.parent_path LIKE own.parent_path || '%%'
                  JOIN res_partner contact ON contact.commercial_partner_id = profile.partner_id
                  JOIN account_move move ON move.payment_state = 'blocked' AND move.company_id = branch.id
                  JOIN account_move_line line ON line.move_id = move.id AND line.partner_id = contact.id
                  JOIN account_account account ON account.id = line.account_id
                 WHERE profile.id IN %s AND account.account_type = 'asset_receivable'
                   AND line.parent_state = 'posted' AND line.amount_residual > 0
                 GROUP BY 1, 2
                """,
                tuple(self.ids) or (0,),
            )
        )
        for profile_id, day, amount in rows:
            disputed.setdefault(self.browse(profile_id), {})[day] = Decimal(amount)
        return disputed

    def action_pledge(self):
        """Take down a promise to pay."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Promise to Pay"),
            "res_model": "credit.pledge",
            "views": [(False, "form")],
            "context": {"default_profile_id": self.id},
        }

    def action_view_pledges(self):
        """Open this customer's promises to pay."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_pledge_action")
        return {**action, "domain": [("profile_id", "=", self.id)], "context": {"default_profile_id": self.id}}

    def action_view_broken_pledges(self):
        """Open the promises that ``broken_pledge_count`` counts."""
        self.ensure_one()
        action = self.action_view_pledges()
        return {**action, "domain": [*action["domain"], *self._get_broken_domain(self.company_id)]}

    def action_view_disputes(self):
        """Open what this customer contests now, as ``dispute_count`` counts it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_dispute_action")
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "child_of", self.company_id.id)]
        return {**action, "domain": [*domain, ("state", "=", "open")], "context": {}}

    def action_view_open_items(self):
        """Open what this customer owes, item by item."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_open_item_action")
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "child_of", self.company_id.id)]
        return {**action, "domain": domain, "context": {}}
