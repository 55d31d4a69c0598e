from odoo import api, models


class CustomerOrderLine(models.Model):
    """Lines teach what a customer's code means."""

    _inherit = "customer.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._teach_customer_codes()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "product_id" in vals or "customer_product_code" in vals:
            self._teach_customer_codes()
        return result

    def _teach_customer_codes(self):
        """Remember which product the customer's code stands for, when one of us said so."""
        if not self.env.user._is_internal():
            return
        meanings = {
            (line.company_id, line.partner_id.commercial_partner_id, line.customer_product_code): line.product_id
            for line in self
            if line.product_id and line.customer_product_code and line.partner_id
        }
        if meanings:
            self.env["customer.order.product.code"]._learn(meanings)
