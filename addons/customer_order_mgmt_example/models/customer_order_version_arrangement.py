from odoo import fields, models

from .customer_order_arrangement import DOCUMENTS


class CustomerOrderVersionArrangement(models.Model):
    _inherit = "customer.order.version.arrangement"

    # What was accepted stays as it was accepted, also when this addon goes.
    kind = fields.Selection(selection_add=DOCUMENTS, ondelete={"documents": lambda rows: None})
