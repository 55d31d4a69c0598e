from odoo import fields, models


class CustomerOrderVersion(models.Model):
    """What was accepted about the goods, beyond lines and prices."""

    _inherit = "customer.order.version"

    requirement_ids = fields.One2many(
        "customer.order.version.requirement", "version_id", string="Requirements", readonly=True
    )
    attribute_ids = fields.One2many(
        "customer.order.version.attribute", "version_id", string="Attributes", readonly=True
    )
    drawing_ids = fields.One2many("customer.order.version.drawing", "version_id", string="Drawings", readonly=True)

    def _get_requirements(self, position=0):
        """The accepted requirements of the line at ``position``; without one those of the whole order."""
        return self.requirement_ids.filtered(lambda requirement: requirement.position == position)

    def _get_attributes(self, position):
        """The accepted attributes of the line at ``position``."""
        return self.attribute_ids.filtered(lambda attribute: attribute.position == position)

    def _get_line(self, position):
        """The accepted line at ``position``."""
        return self.line_ids.filtered(lambda line: line.sequence == position)
