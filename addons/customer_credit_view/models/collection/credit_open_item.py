from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ...exceptions import PledgeRefused
from ...logic.ageing import BEGINS, spans
from ...tools import root_id
from ..profile.credit_profile import STANDINGS

# By their names they are in the order of lateness, which is the order of pivot columns.
BUCKETS = [
    ("due_later", "Not Due"),
    ("late_1", "1 to 30 Days"),
    ("late_31", "31 to 60 Days"),
    ("late_61", "61 to 90 Days"),
    ("late_91", "Over 90 Days"),
    ("unapplied", "Unapplied"),
]

DEPENDS = {
    "account.move.line": [
        "account_id",
        "amount_residual",
        "amount_residual_currency",
        "balance",
        "date",
        "date_maturity",
        "invoice_date",
        "move_name",
        "parent_state",
        "partner_id",
        "reconciled",
    ],
    "account.move": ["payment_state", "ref"],
    "credit.profile": ["partner_id", "company_id", "standing", "grade", "segment", "user_id"],
    "credit.pledge.item": ["line_id", "is_open", "pledge_id"],
    "res.partner": ["commercial_partner_id"],
}


class CreditOpenItem(models.Model):
    """What customers owe, item by item: an instalment of an invoice, or a payment or credit that is not applied.

    Readers of credit need no rights on accounting for it.
    """

    _name = "credit.open.item"
    _description = "Open Item"
    _auto = False
    _order = "due_date, id"
    _rec_name = "move_name"

    company_id = fields.Many2one("res.company", readonly=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    profile_id = fields.Many2one("credit.profile", string="Credit Profile", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    standing = fields.Selection(STANDINGS, readonly=True)
    grade = fields.Char(readonly=True)
    segment = fields.Selection(selection=lambda self: self._get_segments(), readonly=True)
    line_id = fields.Many2one("account.move.line", string="Journal Item", readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True)
    move_name = fields.Char(string="Number", readonly=True)
    reference = fields.Char(readonly=True, help="The customer's own reference.")
    date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max", help="Negative before it is due.")
    bucket = fields.Selection(BUCKETS, string="Lateness", readonly=True)
    amount = fields.Monetary(
        string="Open", currency_field="company_currency_id", readonly=True, help="In the currency of the company."
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_currency = fields.Monetary(string="Open in Its Currency", readonly=True, aggregator=None)
    is_disputed = fields.Boolean(string="Contested", readonly=True)
    pledge_id = fields.Many2one("credit.pledge", string="Promise", readonly=True)

    _depends = DEPENDS

    @api.model
    def _get_segments(self):
        return self.env["credit.profile"]._fields["segment"]._description_selection(self.env)

    def action_pledge(self):
        """Take down a promise to pay the chosen items, which are of one customer and currency."""
        self.check_access("read")
        if len(self.partner_id) != 1 or len(self.currency_id) != 1 or len(self.company_id.root_id) != 1:
            raise PledgeRefused(self.env._("Please choose items of one customer in one currency."))
        profile = self.profile_id[:1] or self.env["credit.profile"]._get_for(self.partner_id, self.company_id[:1])
        # sudo: the numbers of journal items alone are handed on.
        items = [Command.create({"line_id": line.id}) for line in self.sudo().line_id]
        action = profile.action_pledge()
        context = {
            "default_currency_id": self.currency_id.id,
            "default_amount": sum(self.mapped("amount_currency")),
            "default_item_ids": items,
        }
        return {**action, "context": {**action["context"], **context}}

    def action_dispute(self):
        """Take down that the customer contests the invoice of this item."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Dispute"),
            "res_model": "credit.dispute",
            "views": [(False, "form")],
            "context": {"default_move_id": self.move_id.id},
        }

    @property
    def _table_query(self):
        return SQL(
            "SELECT %(columns)s FROM %(source)s WHERE %(conditions)s",
            columns=SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name)) for name, column in self._get_columns().items()
            ),
            source=self._get_source(),
            conditions=self._get_conditions(),
        )

    @api.model
    def _get_columns(self):
        """Return ``{field: SQL}``. Extend with ``super()``."""
        return {
            "id": SQL("line.id"),
            "line_id": SQL("line.id"),
            "company_id": SQL("line.company_id"),
            "partner_id": SQL("contact.commercial_partner_id"),
            "profile_id": SQL("profile.id"),
            "user_id": SQL("profile.user_id"),
            "standing": SQL("COALESCE(profile.standing, 'none')"),
            "grade": SQL("profile.grade"),
            "segment": SQL("profile.segment"),
            "move_id": SQL("line.move_id"),
            "move_name": SQL("line.move_name"),
            "reference": SQL("move.ref"),
            "date": SQL("COALESCE(line.invoice_date, line.date)"),
            "due_date": SQL("late.due"),
            "days_overdue": SQL("CASE WHEN line.amount_residual > 0 THEN late.days END"),
            "bucket": self._case_bucket(),
            "amount": SQL("line.amount_residual"),
            "currency_id": SQL("line.currency_id"),
            "amount_currency": SQL("line.amount_residual_currency"),
            "is_disputed": SQL("COALESCE(move.payment_state = 'blocked', FALSE)"),
            "pledge_id": SQL("promised.pledge_id"),
        }

    @api.model
    def _get_source(self):
        """The joined tables. Extend with ``super()`` for columns that need more."""
        return SQL(
            """
            account_move_line line
              JOIN account_account account ON account.id = line.account_id AND account.account_type = 'asset_receivable'
              JOIN account_move move ON move.id = line.move_id
              JOIN res_partner contact ON contact.id = line.partner_id
              CROSS JOIN LATERAL (
                SELECT COALESCE(line.date_maturity, line.date) AS due,
                       %s - COALESCE(line.date_maturity, line.date) AS days
              ) late
              JOIN res_company branch ON branch.id = line.company_id
              LEFT JOIN credit_profile profile
                ON profile.partner_id = contact.commercial_partner_id AND profile.company_id = %s
              LEFT JOIN credit_pledge_item promised ON promised.line_id = line.id AND promised.is_open
            """,
            fields.Date.context_today(self),
            root_id("branch"),
        )

    @api.model
    def _get_conditions(self):
        return SQL("line.reconciled IS NOT TRUE AND line.parent_state = 'posted' AND line.amount_residual != 0")

    @api.model
    def _case_bucket(self):
        cases = [
            SQL("WHEN late.days <= %s THEN %s", last, "due_later" if begin == 0 else f"late_{begin}")
            for begin, last in spans(BEGINS)
            if last is not None
        ]
        return SQL(
            "CASE WHEN line.amount_residual < 0 THEN 'unapplied' %s ELSE %s END",
            SQL(" ").join(cases),
            f"late_{BEGINS[-1]}",
        )
