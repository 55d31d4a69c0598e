from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint
from odoo.fields import Domain


class OrderGateRule(models.Model):
    _inherit = "order.gate.rule"

    def _get_observed_domains(self, since):
        domains = super()._get_observed_domains(since)
        if self.checkpoint == Checkpoint.ACCEPT:
            domains["customer.order"] = Domain("accepted_by_id", "!=", False) & Domain("accepted_date", ">=", since)
        return domains

    def _is_same_order(self, fact, first):
        if fact.model == "customer.order":
            return first.customer_order_id.id == fact.record_id
        return super()._is_same_order(fact, first)
