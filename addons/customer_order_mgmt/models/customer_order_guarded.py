from odoo import api, models

from ..exceptions import FigureRefused, OrderStateRefused
from ..logic.given import impossible_figures


class CustomerOrderGuarded(models.AbstractModel):
    """Rows that people and other programs write about orders: no figure is one that an order cannot have."""

    _name = "customer.order.guarded"
    _inherit = ["evidence.guarded", "customer.order.listed"]
    _description = "What Is Written About Orders"

    def _get_senseless_names(self, vals):
        impossible = impossible_figures({name: vals[name] for name in self._fields.keys() & vals.keys()})
        return super()._get_senseless_names(vals) | set(impossible)

    @api.model
    def _prepare_act_refusal(self, labels):
        return OrderStateRefused(self.env._("%s: this follows from the rest and is not written.", labels))

    @api.model
    def _prepare_number_refusal(self, labels):
        return FigureRefused(self.env._("%s: no order has such a figure. Please correct it.", labels))
