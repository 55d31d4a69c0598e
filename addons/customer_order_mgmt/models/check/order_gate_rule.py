from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.order_gate.logic.findings import Checkpoint
from odoo.exceptions import ValidationError
from odoo.tools import float_repr, format_amount


class OrderGateRule(models.Model):
    """Whether a sales order needs a customer order at all: for whom and above which amount, the rule says."""

    _inherit = "order.gate.rule"

    kind = fields.Selection(
        selection_add=[("customer_order", "Customer order missing")], ondelete={"customer_order": "cascade"}
    )

    @api.constrains("kind", "checkpoint")
    def _check_customer_order_at_confirmation(self):
        for rule in self:
            if rule.kind == "customer_order" and rule.checkpoint != Checkpoint.CONFIRM:
                raise ValidationError(
                    self.env._("A missing customer order is looked for when a sales order is confirmed: %s", rule.name)
                )

    def _judge_customer_order(self, facts):
        """Sales orders that no customer order led to. Those that acceptance makes are not judged here."""
        found = {}
        for record, fact in facts.items():
            company = self.env["res.company"].browse(fact.company_id)
            limit = self.currency_id._convert(self.amount_limit, company.currency_id, company, fact.day)
            limit = Decimal(float_repr(limit, company.currency_id.decimal_places))
            if fact.company_total <= limit and self.amount_limit:
                continue
            message = self.env._("A customer order is required: this sales order was entered without one.")
            if self.amount_limit:
                message = self.env._(
                    "Above %(limit)s a customer order is required: this sales order was entered without one.",
                    limit=format_amount(self.env, float(limit), company.currency_id),
                )
            found[record] = self._prepare_finding(message, measure=fact.total)
        return found
