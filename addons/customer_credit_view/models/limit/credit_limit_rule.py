from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic.approval import Approvers, Row


class CreditLimitRule(models.Model):
    """A row of the approval matrix: for which proposals how many have to agree. The first that fits decides."""

    _name = "credit.limit.rule"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread"]
    _description = "Approval Rule for Limits"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_above = fields.Monetary(string="Above", tracking=True, help="Of limits above this amount.")
    has_upper = fields.Boolean(string="Has an Upper End", default=True)
    amount_up_to = fields.Monetary(string="Up To", tracking=True, help="This amount belongs to the row.")
    grade_ids = fields.Many2many("credit.grade", string="Grades", help="Of customers with these grades. Empty: any.")
    has_max_increase = fields.Boolean(
        string="Only Small Increases", help="A first limit is no small increase; a limit that shrinks is one."
    )
    max_increase_percent = fields.Float(
        string="At Most", digits=(16, 2), help="In percent of the limit in force, e.g. 25."
    )
    increase_days = fields.Integer(
        string="Increase Counted Over",
        default=365,
        help="In days: the increase over the lowest limit of these days counts, so that small steps add up. 0: only the"
        " single step.",
    )
    min_tenure_months = fields.Integer(string="Customer Since", help="In months: at least that long.")
    approvers = fields.Selection(
        [("0", "Nobody (automatic)"), ("1", "One person"), ("2", "Two persons")],
        string="To Agree",
        required=True,
        default="1",
        tracking=True,
        help="Automatic is for fresh data only: otherwise one person decides. Nobody agrees to a proposal of his own.",
    )
    max_data_days = fields.Integer(
        string="Data No Older Than",
        default=365,
        help="In days, for automatic approval: the oldest statement or report that the customer's grade rests on.",
    )
    needs_manager = fields.Boolean(string="Among Them a Manager", tracking=True)

    _amounts_not_negative = models.Constraint(
        "CHECK(amount_above >= 0 AND amount_up_to >= 0)", "Amounts are not below zero."
    )
    _increase_not_negative = models.Constraint(
        "CHECK(max_increase_percent BETWEEN 0 AND 10000)", "An increase is between 0 and 10,000 percent."
    )
    _increase_days_in_ten_years = models.Constraint(
        "CHECK(increase_days BETWEEN 0 AND 3660)", "Increases are counted over 0 to 3660 days."
    )
    _times_not_negative = models.Constraint(
        "CHECK(min_tenure_months >= 0 AND max_data_days >= 0)", "Months and days are not below zero."
    )

    @api.constrains("amount_above", "amount_up_to", "has_upper", "approvers", "max_data_days", "needs_manager")
    def _check_can_match(self):
        for rule in self:
            if rule.has_upper and rule.amount_up_to <= rule.amount_above:
                raise ValidationError(
                    self.env._("%s can never match: its amounts begin above where they end.", rule.name)
                )
            if rule.approvers == "0" and not rule.max_data_days:
                raise ValidationError(self.env._("%s is automatic: please say how old the data may be.", rule.name))
            if rule.approvers == "0" and rule.needs_manager:
                raise ValidationError(
                    self.env._("%s is automatic, so no manager agrees to it. Please choose one of both.", rule.name)
                )

    def _get_row(self):
        """This rule as the rules of approval read it."""
        self.ensure_one()
        return Row(
            self,
            Approvers(int(self.approvers)),
            above=Decimal(repr(self.amount_above)) if self.amount_above else None,
            up_to=Decimal(repr(self.amount_up_to)) if self.has_upper else None,
            grades=frozenset(self.grade_ids.mapped("name")),
            max_increase=Decimal(repr(self.max_increase_percent)) / 100 if self.has_max_increase else None,
            increase_days=self.increase_days,
            min_tenure=self.min_tenure_months,
            max_data_age=self.max_data_days,
            needs_manager=self.needs_manager,
        )
