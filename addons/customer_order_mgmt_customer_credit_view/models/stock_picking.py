from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _get_conditioned_documents(self):
        """The goods of a customer's order mind the conditions of its release, too."""
        documents = super()._get_conditioned_documents()
        order = self.sale_id.customer_order_id
        return [*documents, (order._name, order.id)] if order else documents
