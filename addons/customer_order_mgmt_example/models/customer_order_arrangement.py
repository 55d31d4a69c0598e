from odoo import fields, models

DOCUMENTS = [("documents", "Documents against Payment")]


class CustomerOrderArrangement(models.Model):
    """A form of payment of our own: the customer's bank hands over the papers against payment."""

    _inherit = "customer.order.arrangement"

    kind = fields.Selection(selection_add=DOCUMENTS, ondelete={"documents": "set default"})
