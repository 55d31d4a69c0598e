from odoo import api, models

from .customer_order_line import COUNTED, IN_FORCE


class CreditCounter(models.Model):
    _inherit = "credit.counter"

    @api.model
    def _get_counted(self):
        return {**super()._get_counted(), "customer_order_line": COUNTED}

    @api.model
    def _recompute_commitments(self):
        super()._recompute_commitments()
        lines = self.env["customer.order.line"].search([("state", "in", IN_FORCE)])
        self.env.add_to_compute(lines._fields["credit_ordered"], lines)
        lines._recompute_recordset(["credit_ordered"])
