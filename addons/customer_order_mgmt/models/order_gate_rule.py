from odoo import models


class OrderGateRule(models.Model):
    _inherit = "order.gate.rule"

    def _is_same_order(self, fact, first):
        if fact.model == "customer.order":
            return first.customer_order_id.id == fact.record_id
        return super()._is_same_order(fact, first)
