from odoo import models
from odoo.fields import Command

from ...exceptions import DraftRefused
from ...logic.entry import read_quantity
from .customer_order_draft import MAX_TEXT

MAX_CODE = 64
MAX_ATTRIBUTES = 10
ATTRIBUTE_TEXTS = ("name", "value", "unit", "tolerance")


class CustomerOrder(models.Model):
    """Items of a draft that are made to the customer's description."""

    _inherit = "customer.order"

    def _portal_add_custom(self, name, quantity, day=None, attributes=()):
        """Add an item that is made to the customer's description; return its line.

        ``attributes`` are dicts with the texts ``name``, ``value``, ``unit`` and ``tolerance``; empty ones are skipped.
        """
        draft = self._portal_take()
        name = draft._read_text(name, MAX_TEXT)
        if not name:
            raise DraftRefused(self.env._("Please describe the item that you want us to make."))
        values = {
            "name": name,
            "quantity": draft._read_quantity(quantity),
            "requested_date": draft._read_day(day),
            "attribute_ids": [Command.create(vals) for vals in draft._read_attributes(attributes)],
        }
        known = draft.line_ids
        # No price: we name it in our answer, and the customer agrees to that.
        draft.line_ids = [Command.create({**values, "price_unit": 0.0})]
        draft._check_line_count()
        return draft.line_ids - known

    def _read_attributes(self, attributes):
        """Return the values of attributes as the customer wrote them: with a tolerance a number, else words."""
        found = []
        for attribute in attributes[:MAX_ATTRIBUTES]:
            texts = {key: self._read_text(attribute.get(key), MAX_CODE) for key in ATTRIBUTE_TEXTS}
            if not any(texts.values()):
                continue
            if not texts["name"] or not texts["value"]:
                raise DraftRefused(self.env._("Each attribute needs a name and a value."))
            found.append(self._read_tolerance(texts) if texts["tolerance"] else self._prepare_words(texts))
        return found

    def _prepare_words(self, texts):
        return {"name": texts["name"], "value": f"{texts['value']} {texts['unit']}".strip()}

    def _read_tolerance(self, texts):
        locale = self._get_entry_locale()
        number, deviation = (read_quantity(texts[key].lstrip("±+ "), locale) for key in ("value", "tolerance"))
        if number is None or deviation is None or deviation < 0:
            raise DraftRefused(
                self.env._("%(attribute)s: value and tolerance must be numbers.", attribute=texts["name"])
            )
        return {
            "name": texts["name"],
            "tolerance_kind": "deviation",
            "number": float(number),
            "unit": texts["unit"],
            "tolerance_plus": float(deviation),
            "tolerance_minus": float(deviation),
        }
