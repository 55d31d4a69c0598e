from odoo import api, fields, models
from odoo.tools import format_amount

# A change of these does not change what a rule finds.
NEUTRAL_FIELDS = frozenset({"name", "sequence", "active", "mode", "user_id"})
NEUTRAL_PREFIXES = ("activity_", "message_")


class OrderGateRule(models.Model):
    """What a rule shows of the past: how much it would have held, in the companies of the reader."""

    _inherit = "order.gate.rule"

    tally_ids = fields.One2many("order.gate.observation.tally", "rule_id", readonly=True)
    observed_at = fields.Datetime(string="Computed On", compute="_compute_observation")
    judged_count = fields.Integer(
        string="Documents", compute="_compute_observation", help="Documents that passed the checkpoint."
    )
    observed_count = fields.Integer(
        string="Would Have Held",
        compute="_compute_observation",
        help="Documents of the last days in which this rule finds something, judged as if it had been enforced:"
        " enforced rules of the same kind that come first keep theirs. Documents are judged as they are now, on their"
        " own day; where a rule looks at the customer, it is the customer of today.",
    )
    observed_amount = fields.Monetary(
        string="Value Held",
        compute="_compute_observation",
        help="The value of those documents, each converted at its own day.",
    )
    observation = fields.Char(
        compute="_compute_observation", help="What this rule would have done in your companies. Computed every night."
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("tally_ids.amount", "severity")
    def _compute_observation(self):
        # Searched: the cache of tally_ids does not tell whose companies it was read for.
        tallies = self.env["order.gate.observation.tally"].search([("rule_id", "in", self.ids)])
        by_rule = tallies.grouped("rule_id")
        for rule in self:
            own = by_rule.get(rule._origin, tallies.browse())
            rule.observed_at = max(own.mapped("observed_at"), default=False)
            rule.judged_count = sum(own.mapped("judged_count"))
            rule.observed_count = sum(own.mapped("observed_count"))
            rule.observed_amount = sum(own.mapped("amount"))
            rule.observation = rule._get_observation_text(own)

    def _get_observation_text(self, tallies):
        if not tallies:
            return self.env._("Not computed yet for the rule as it is.")
        days = max(tallies.mapped("days"))
        if not self.judged_count:
            return self.env._("No document passed its checkpoint in the last %(days)s days.", days=days)
        held = sum(tallies.mapped("held_count"))
        figures = {
            "count": self.observed_count,
            "judged": self.judged_count,
            "amount": format_amount(self.env, self.observed_amount, self.currency_id),
            "days": days,
            "held": held,
        }
        if held == self.observed_count and (held or self.severity == "block"):
            return self.env._(
                "Would have held %(count)s of %(judged)s documents, %(amount)s, in the last %(days)s days.", **figures
            )
        if held:
            return self.env._(
                "Would have warned about %(count)s of %(judged)s documents, %(amount)s, in the last %(days)s days, and"
                " held %(held)s of them.",
                **figures,
            )
        return self.env._(
            "Would have warned about %(count)s of %(judged)s documents, %(amount)s, in the last %(days)s days.",
            **figures,
        )

    # Figures of another limit or kind would mislead

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._forget_observation()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if any(name not in NEUTRAL_FIELDS and not name.startswith(NEUTRAL_PREFIXES) for name in vals):
            self._forget_observation()
        return result

    def _forget_observation(self):
        """Drop figures that are not those of this rule any more, and have new ones computed soon."""
        self._drop_observation()
        # sudo: whoever may change rules may have them observed.
        self.env.ref("order_gate.ir_cron_observe_rules").sudo()._trigger()

    def _drop_observation(self):
        for model in ("order.gate.observation", "order.gate.observation.tally"):
            # sudo: figures are written by the look at history alone.
            self.env[model].sudo().search([("rule_id", "in", self.ids)]).unlink()

    # Actions

    def action_observe(self):
        """Compute what these rules would have held."""
        self.check_access("write")
        self._observe()
        return True

    def action_view_observations(self):
        """Open the documents in which this rule finds something."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("order_gate.order_gate_observation_action")
        return {**action, "display_name": self.name, "domain": [("rule_id", "=", self.id)]}
