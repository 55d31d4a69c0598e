from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import SQL

BATCH = 200
# Whom the company or a branch of it dealt with, and who has no profile yet.
WITHOUT_PROFILE = """
    SELECT customer.id
      FROM res_partner AS customer
     WHERE customer.id = customer.commercial_partner_id
       AND (EXISTS (SELECT FROM account_move AS move
                     WHERE move.commercial_partner_id = customer.id AND move.company_id IN %(companies)s
                       AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt') AND move.state = 'posted')
            OR EXISTS (SELECT FROM res_partner AS debtor
                         JOIN sale_order_line AS line ON line.credit_debtor_id = debtor.id
                        WHERE debtor.commercial_partner_id = customer.id AND line.company_id IN %(companies)s
                          AND line.state = 'sale')
            OR EXISTS (SELECT FROM res_partner AS debtor
                         JOIN (SELECT partner_id, company_id, part FROM credit_counter
                               UNION ALL SELECT partner_id, company_id, part FROM credit_counter_change) AS counted
                           ON counted.partner_id = debtor.id AND (counted.part <> 'quoted' OR %(counts_quoted)s)
                        WHERE debtor.commercial_partner_id = customer.id AND counted.company_id IN %(companies)s))
       AND NOT EXISTS (SELECT FROM credit_profile AS profile
                        WHERE profile.partner_id = customer.id AND profile.company_id = %(company)s)
     ORDER BY customer.id
"""


class CreditTakeover(models.Model):
    """Credit profiles for the customers that a company already has: made by a job, batch by batch."""

    _name = "credit.takeover"
    _inherit = ["credit.company.mixin", "evidence.guarded", "evidence.mixin"]
    _description = "Take-over of Customers"
    _order = "id desc"
    _act_fields = frozenset({"name", "state", "customer_count", "done_count", "finished_at"})

    name = fields.Char(string="Number", readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company.root_id)
    state = fields.Selection(
        [("draft", "New"), ("running", "Running"), ("done", "Done")],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
    )
    customer_count = fields.Integer(string="Customers", readonly=True, help="Customers without a profile at the start.")
    done_count = fields.Integer(string="Profiles Made", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    finished_at = fields.Datetime(string="Finished On", readonly=True)

    @api.depends("customer_count", "done_count", "state")
    def _compute_progress(self):
        for takeover in self:
            share = takeover.done_count / takeover.customer_count if takeover.customer_count else 0.0
            takeover.progress = 100.0 if takeover.state == "done" else 100.0 * share

    def action_start(self):
        """Count the customers, and let the job make their profiles."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "draft":
            number = self.env["ir.sequence"].sudo().next_by_code("credit.takeover")  # sudo: managers do not read them
            self._act({"name": number, "state": "running", "customer_count": len(self._find_customers())})
            # sudo: the job is triggered by whoever may start a take-over.
            self.env.ref("customer_credit_view.cron_credit_takeover").sudo()._trigger()

    def _find_customers(self, limit=None):
        self.env.flush_all()
        company = self.company_id
        # sudo: branches count with their company, whoever takes over.
        branches = company.sudo().search([("id", "child_of", company.id)])
        query = SQL(
            WITHOUT_PROFILE,
            company=company.id,
            companies=tuple(branches.ids),
            counts_quoted=company.credit_counts_quotations,
        )
        if limit:
            query = SQL("%s LIMIT %s", query, limit)
        return self.env["res.partner"].browse(row[0] for row in self.env.execute_query(query))

    def _take_batch(self):
        """Make the profiles of the next customers; return how many customers are left."""
        self.ensure_one()
        customers = self._find_customers(BATCH)
        if customers:
            self.env["credit.profile"]._get_for(customers, self.company_id)
            self._act({"done_count": self.done_count + len(customers)})
        if len(customers) < BATCH:
            self._act({"state": "done", "finished_at": fields.Datetime.now()})
            self._seal("credit.taken_over", {"profiles": self.done_count})
        return max(self.customer_count - self.done_count, 1) if self.state == "running" else 0

    @api.model
    def _get_evidence_events(self):
        return {**super()._get_evidence_events(), "credit.taken_over": EventSchema(1, {"profiles": "integer"})}

    @api.model
    def _cron_take_over(self):
        for takeover in self.search([("state", "=", "running")]):
            while left := takeover._take_batch():
                if not self.env["ir.cron"]._commit_progress(BATCH, remaining=left):
                    return
            self.env["ir.cron"]._commit_progress(1, remaining=0)
