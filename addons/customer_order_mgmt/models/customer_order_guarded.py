from odoo import api, models

from ..exceptions import FigureRefused, OrderStateRefused
from ..logic.given import impossible_figures


class CustomerOrderGuarded(models.AbstractModel):
    """Rows that people and other programs write: what follows from other values is not written, and no figure is one
    that an order cannot have."""

    _name = "customer.order.guarded"
    _inherit = ["customer.order.listed"]
    _description = "What Is Written About Orders"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        return super(CustomerOrderGuarded, self._without_derived_defaults()).create(vals_list)

    def write(self, vals):
        self._check_given(vals)
        return super().write(vals)

    def _get_derived_names(self):
        """Return the names of the stored fields that follow from others."""
        return {name for name, field in self._fields.items() if field.compute and field.store and field.readonly}

    def _without_derived_defaults(self):
        """This model without defaults in the context for what follows: they come in behind the values of ``create``."""
        derived = self._get_derived_names()
        hostile = {key for key in self.env.context if key.startswith("default_") and key[len("default_") :] in derived}
        if not hostile:
            return self
        # Replaced, not extended. pylint: disable=context-overridden
        return self.with_context({key: value for key, value in self.env.context.items() if key not in hostile})

    def _check_given(self, vals):
        derived = self._get_derived_names().intersection(vals)
        if derived:
            labels = self._name_fields(derived)
            raise OrderStateRefused(self.env._("%s: this follows from the rest and is not written.", labels))
        impossible = impossible_figures({name: vals[name] for name in self._fields.keys() & vals.keys()})
        if impossible:
            labels = self._name_fields(impossible)
            raise FigureRefused(self.env._("%s: no order has such a figure. Please correct it.", labels))

    def _name_fields(self, names):
        return ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
