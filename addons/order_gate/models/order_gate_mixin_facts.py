from odoo import fields, models

from ..tools import modes
from ..tools.days import day_in
from ..tools.figures import decimal


class OrderGateMixin(models.AbstractModel):
    """What the facts of all documents have in common."""

    _inherit = "order.gate.mixin"

    def _get_gate_authors(self, lines):
        """Return who answers for this document, made it, or wrote one of its ``lines`` last. They must not release it
        where four eyes are asked for: whoever raises an order of another could pass his own change."""
        self.ensure_one()
        return self.user_id | self.create_uid | lines.create_uid | lines.write_uid

    def _gate_day(self, moment=None):
        """The business day of ``moment`` (now, if empty) where the company is."""
        self.ensure_one()
        # Never the acting user's: the day, and with it the rate, would depend on who asks.
        return day_in(self.company_id.partner_id.tz, moment or fields.Datetime.now())

    def _gate_business_day(self, own_day):
        """The day a judgement of this document is for: today, or its ``own_day`` where history is looked at."""
        return own_day if own_day and modes.is_looking_back() else self._gate_day()

    def _prepare_gate_amounts(self, currency, total, untaxed, day):
        """Return the amounts of ``Facts``, in the document's ``currency`` and in the company's."""
        self.ensure_one()
        company = self.company_id
        own = company.currency_id
        amounts = {"total": total, "untaxed": untaxed}
        facts = {name: decimal(amount, currency.decimal_places) for name, amount in amounts.items()}
        for name, amount in amounts.items():
            facts[f"company_{name}"] = decimal(currency._convert(amount, own, company, day), own.decimal_places)
        return {"currency_id": currency.id, **facts}
