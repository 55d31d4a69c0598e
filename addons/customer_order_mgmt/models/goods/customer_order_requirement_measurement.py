from odoo import api, fields, models
from odoo.addons.order_gate.logic.findings import Finding, Severity

from ...exceptions import AcceptedOrderIsBinding
from ...logic.tolerance import is_within, plain
from .customer_order_attribute import as_figure


class CustomerOrderRequirementMeasurement(models.Model):
    """What was measured of an attribute when a custom-made item was confirmed as ordered."""

    _name = "customer.order.requirement.measurement"
    _inherit = ["customer.order.contract"]
    _description = "Measured Value"
    _order = "check_id, id"
    _rec_name = "attribute_id"

    _contract_columns = ("check_id", "attribute_id", "number", "is_within")

    check_id = fields.Many2one(
        "customer.order.requirement.check", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="check_id.company_id")
    attribute_id = fields.Many2one(
        "customer.order.line.attribute", required=True, readonly=True, ondelete="restrict", index=True
    )
    specification = fields.Char(related="attribute_id.specification")
    number = fields.Float(string="Measured", digits=(16, 6), readonly=True)
    is_within = fields.Boolean(
        string="As Ordered",
        compute="_compute_is_within",
        store=True,
        precompute=True,
        help="The measured value is within what the attribute may deviate.",
    )

    @api.depends("number", "attribute_id")
    def _compute_is_within(self):
        for measurement in self:
            tolerance = measurement.attribute_id._get_tolerance()
            measurement.is_within = is_within(tolerance, as_figure(measurement.number))

    def _prepare_refusal(self):
        return AcceptedOrderIsBinding(
            self.env._(
                "The measured value of %(attribute)s is recorded: withdraw the tick and measure again.",
                attribute=self[0].attribute_id.name,
            )
        )

    def _prepare_finding(self):
        """Return the ``Finding`` that what was measured deviates from what was ordered: a warning, since the customer
        may have agreed to it."""
        self.ensure_one()
        attribute = self.attribute_id
        measured = f"{plain(as_figure(self.number))} {attribute.unit or ''}".strip()
        return Finding(
            "requirement_tolerance",
            Severity.WARNING,
            self.env._(
                "%(attribute)s of %(item)s was measured as %(measured)s; ordered is %(specification)s.",
                attribute=attribute.name,
                item=(attribute.line_id.name or "").split("\n", 1)[0],
                measured=measured,
                specification=attribute.specification,
            ),
            {"attribute": attribute.name, "measured": measured},
        )

    def _prepare_evidence(self):
        """Return what is sealed of this measurement when the goods leave."""
        self.ensure_one()
        return {
            "attribute": self.attribute_id.name,
            "number": f"{as_figure(self.number):f}",
            "as_ordered": self.is_within,
        }
