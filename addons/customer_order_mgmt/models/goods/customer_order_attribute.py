from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ...logic.tolerance import Tolerance, ToleranceKind, plain, specification

KINDS = [
    (str(ToleranceKind.TEXT), "As described"),
    (str(ToleranceKind.DEVIATION), "Plus or minus"),
    (str(ToleranceKind.MINIMUM), "At least"),
    (str(ToleranceKind.MAXIMUM), "At most"),
]
DIGITS = 6


class CustomerOrderAttribute(models.AbstractModel):
    """A property that an item must have, with what it may deviate: living on a line, or frozen in a version."""

    _name = "customer.order.attribute"
    _description = "Attribute of an Ordered Item"

    name = fields.Char(string="Attribute", required=True, help="Length, hardness, colour …")
    tolerance_kind = fields.Selection(
        KINDS, string="Tolerance", required=True, default=str(ToleranceKind.TEXT), help="How the value is judged."
    )
    value = fields.Char(string="Description", help="What is not measured: RAL 9010, matt.")
    number = fields.Float(string="Value", digits=(16, DIGITS), aggregator=False)
    unit = fields.Char(help="mm, kg, HRC …")
    tolerance_plus = fields.Float(string="+", digits=(16, DIGITS), aggregator=False, help="How much more it may be.")
    tolerance_minus = fields.Float(string="−", digits=(16, DIGITS), aggregator=False, help="How much less it may be.")
    specification = fields.Char(compute="_compute_specification", help="Value, unit and tolerance as drawings say it.")

    @api.depends("tolerance_kind", "value", "number", "unit", "tolerance_plus", "tolerance_minus")
    @api.depends_context("lang")
    def _compute_specification(self):
        for attribute in self:
            attribute.specification = attribute._get_specification()

    def _get_specification(self):
        """What this attribute states, in the language of the context."""
        self.ensure_one()
        if self.tolerance_kind in (False, ToleranceKind.TEXT):
            return self.value
        point = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point or "."
        return specification(self._get_tolerance(), self.unit or "", lambda number: plain(number).replace(".", point))

    def _get_tolerance(self):
        self.ensure_one()
        numbers = (self.number, self.tolerance_minus, self.tolerance_plus)
        return Tolerance(ToleranceKind(self.tolerance_kind), *(as_figure(number) for number in numbers))


def as_figure(number):
    """A number of an attribute as a Decimal with the digits that count."""
    return Decimal(float_repr(number, DIGITS))
