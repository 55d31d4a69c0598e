from odoo import api, fields, models
from odoo.addons.evidence_ledger.exceptions import ActRefused

from ..profile.credit_profile import STANDINGS


class CreditRule(models.Model):
    """A rule about a customer's credit: what it looks for, for whom, and whether it blocks or lets others pass.

    It is a rule of the gate, with the gate's checkpoint, severity, responsible, and mode: it observes until it is
    enforced. ``logic.credit_ruling`` has the order in which rules count.
    """

    _name = "credit.rule"
    _inherit = ["evidence.guarded", "mail.thread"]
    _inherits = {"order.gate.rule": "gate_rule_id"}
    _description = "Credit Rule"
    _order = "checkpoint, sequence, id"

    gate_rule_id = fields.Many2one("order.gate.rule", required=True, readonly=True, index=True, ondelete="cascade")
    mode = fields.Selection(related="gate_rule_id.mode", readonly=False, default="observe", tracking=True)
    kind = fields.Selection(
        [
            ("limit_used", "Credit limit used"),
            ("limit_expired", "Credit limit expired"),
            ("order_value", "Value of the document"),
            ("days_overdue", "Days overdue"),
            ("overdue_amount", "Overdue amount and share"),
            ("days_late", "Average days late"),
            ("better_terms", "Payment terms better than agreed"),
            ("better_discount", "Discount better than the price list"),
            ("standing", "Standing of the customer"),
            ("review_overdue", "Review overdue"),
            ("broken_pledge", "Promise to pay broken"),
            ("missing_document", "Document missing or expired"),
        ],
        string="Looks For",
        required=True,
        default="limit_used",
        tracking=True,
    )
    effect = fields.Selection(
        [("block", "Blocks"), ("exclude", "Excludes")],
        required=True,
        default="block",
        tracking=True,
        help="Blocks: it is hit when its figure is over the threshold. Excludes: while its figure is within the"
        " threshold, broader rules that look for the same do not count.",
    )
    is_releasing = fields.Boolean(
        string="Releases",
        tracking=True,
        help="While this exclusion answers, no rule counts, whatever it looks for; except rules that always count.",
    )
    is_firm = fields.Boolean(
        string="Always Counts",
        tracking=True,
        help="No exclusion and no narrower rule keeps this rule from counting.",
    )
    scope = fields.Selection(
        [("all", "All customers"), ("grade", "Grades"), ("group", "Customer groups"), ("customer", "Customers")],
        string="For",
        required=True,
        default="all",
        tracking=True,
        help="A rule for customers is narrower than one for groups, that than one for grades, that than one for all."
        " Of the rules that look for the same, the narrowest count.",
    )
    customer_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        domain="[('parent_id', '=', False)]",
        help="These customers, and all below them in their groups.",
    )
    grades = fields.Char(tracking=True, help="Grades of the assessment in force, separated by commas.")
    standing = fields.Selection(STANDINGS, string="Standing Looked For", tracking=True)
    percent = fields.Float(
        digits=(16, 2),
        compute="_compute_percent",
        store=True,
        readonly=False,
        tracking=True,
        help="What is exactly at the threshold is within it.",
    )
    days = fields.Integer(string="Days Allowed", tracking=True)
    grace_days = fields.Integer(tracking=True, help="Days that are added to those allowed.")
    payments = fields.Integer(
        string="Payments at Least",
        default=3,
        help="With fewer payments in the figure the rule neither blocks nor excludes.",
    )
    horizon = fields.Selection(
        [("static", "All open orders"), ("dynamic", "Open orders up to a horizon")],
        required=True,
        default="static",
        tracking=True,
        help="Static check: all that the customer owes and has ordered. Dynamic check: without open orders that are"
        " promised for a day after the horizon.",
    )
    horizon_days = fields.Integer(string="Days to the Horizon", default=60, tracking=True, help="Days from today.")
    trace_hint = fields.Char(string="In Words", compute="_compute_trace_hint")

    _one_gate_rule = models.UniqueIndex("(gate_rule_id)", "A rule of the gate belongs to one credit rule.")

    @api.depends("kind")
    def _compute_percent(self):
        for rule in self:
            rule.percent = 100.0 if rule.kind == "limit_used" else 0.0

    @api.depends("effect", "kind", "scope", "is_releasing", "is_firm")
    @api.depends_context("lang")
    def _compute_trace_hint(self):
        for rule in self:
            rule.trace_hint = rule._get_hint()

    # The rule of the gate behind it

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
            self._check_no_gate_rule(vals)
        gate_rules = self.env["order.gate.rule"]._create_of_credit([self._get_gate_vals(vals) for vals in vals_list])
        own = [
            {name: value for name, value in vals.items() if not self._is_of_gate(name)}
            | {"gate_rule_id": gate_rule.id, "mode": gate_rule.mode}
            for vals, gate_rule in zip(vals_list, gate_rules, strict=True)
        ]
        rules = super().create(own)
        rules._check_can_match()
        gate_rules._after_change()
        return rules

    @api.model
    def _get_gate_vals(self, vals):
        """Return what of ``vals`` is the gate's."""
        inherited = {name: value for name, value in vals.items() if self._is_of_gate(name)}
        return {**inherited, "mode": vals.get("mode") or "observe"}

    @api.model
    def _is_of_gate(self, name):
        return name in self._fields and self._fields[name].inherited

    def write(self, vals):
        self._check_no_gate_rule(vals)
        result = super().write(vals)
        # What is looked for stands in this row, which the gate's own guard does not see.
        self.gate_rule_id._after_change()
        if not vals.keys() <= {"name", "sequence", "active", "mode", "user_id"}:
            self.gate_rule_id._forget_observation()
        return result

    def _check_no_gate_rule(self, vals):
        if "gate_rule_id" in vals:
            raise ActRefused(self.env._("The part of a credit rule in the gate is made with it."))

    def unlink(self):
        gate_rules = self.gate_rule_id
        result = super().unlink()
        gate_rules.unlink()
        return result

    def copy_data(self, default=None):
        """The copy observes: nobody has looked at it yet."""
        return [{**vals, "mode": "observe"} for vals in super().copy_data(default)]

    # Actions

    def action_observe(self):
        """Compute what these rules would have held in the past."""
        return self.gate_rule_id.action_observe()

    def action_view_observations(self):
        """Open the documents in which this rule finds something."""
        return self.gate_rule_id.action_view_observations()
