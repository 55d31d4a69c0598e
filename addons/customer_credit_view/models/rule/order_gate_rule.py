from odoo import api, fields, models, tools

from ...exceptions import CreditRuleRefused
from .credit_finding import CreditFinding


class OrderGateRule(models.Model):
    """The part of a credit rule that is a rule of the gate: where it counts, how, and what it would have held.

    It is made, and judged, by its credit rule alone.
    """

    _inherit = "order.gate.rule"

    kind = fields.Selection(
        selection_add=[("credit", "Credit")],
        # Holds refer to their rules, which therefore stay: put away, and of a kind that is known.
        ondelete={"credit": lambda rules: rules.write({"active": False, "kind": "customer"})},
    )
    credit_rule_ids = fields.One2many("credit.rule", "gate_rule_id", string="Credit Rule", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("kind", self.env.context.get("default_kind")) == "credit" for vals in vals_list):
            raise CreditRuleRefused(self.env._("Credit rules are made under Credit, Configuration, Credit Rules."))
        return super().create(vals_list)

    @api.model
    def _create_of_credit(self, vals_list):
        """Create the parts of credit rules."""
        return super().create([{**vals, "kind": "credit"} for vals in vals_list])

    def write(self, vals):
        if "kind" in vals and any((rule.kind == "credit") != (vals["kind"] == "credit") for rule in self):
            raise CreditRuleRefused(self.env._("A credit rule stays one: put it away and make the other rule anew."))
        result = super().write(vals)
        if not {"checkpoint", "amount_limit", "partner_tag_ids", "company_id"}.isdisjoint(vals):
            self.credit_rule_ids._check_can_match()
        return result

    # Judged by the credit rules themselves

    @api.model
    def _get_enforced(self, company, checkpoint):
        credit = self._get_credit_ids(company.id, checkpoint)
        rules = super()._get_enforced(company, checkpoint)
        return self.browse([rule_id for rule_id in rules._ids if rule_id not in credit])

    @api.model
    @tools.ormcache("company_id", "checkpoint")
    def _get_credit_ids(self, company_id, checkpoint):
        settings = self.env["credit.rule"]._get_settings(company_id, checkpoint)
        return frozenset(setting.gate_rule for setting in settings)

    def _find_as_enforced(self, facts):
        self.ensure_one()
        if self.kind != "credit":
            return super()._find_as_enforced(facts)
        found = self.env["credit.rule"]._find_observed(self, facts)
        return {document: document._gate_weigh(self.checkpoint, finding) for document, finding in found.items()}

    @api.model
    def _join(self, facts):
        """Return the documents of ``facts``, which are of one model, as one recordset."""
        documents = list(facts)
        return documents[0].union(*documents[1:]) if documents else self.env["sale.order"].browse()

    def _prepare_observation_vals(self, facts, finding):
        vals = super()._prepare_observation_vals(facts, finding)
        # Who reads observations reads figures.
        return {**vals, "message": finding.explanation} if isinstance(finding, CreditFinding) else vals

    def _judge_credit(self, facts):
        """Never asked: a credit rule is judged together with the others (``order.gate.mixin._gate_findings``)."""
        return {}

    def action_view_credit_rule(self):
        """Open the credit rule of which this is a part."""
        self.ensure_one()
        return self.credit_rule_ids._get_records_action()
