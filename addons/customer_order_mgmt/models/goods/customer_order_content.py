from dataclasses import replace

from odoo import models
from odoo.addons.evidence_ledger.logic.canonical import digest

from ...logic.goods import AttributeContent, DrawingContent, RequirementContent
from .customer_order_attribute import as_figure


class CustomerOrder(models.Model):
    """Requirements, attributes and drawings as parts of the content that is hashed and frozen."""

    _inherit = "customer.order"

    def _get_content(self):
        content = super()._get_content()
        positions = {line: position for position, line in enumerate(self.line_ids.sorted(), start=1)}
        return replace(
            content,
            requirements=self._get_requirement_contents(positions),
            attributes=self._get_attribute_contents(positions),
            drawings=self._get_drawing_contents(positions),
        )

    def _get_sorted_requirements(self, positions):
        return self.requirement_ids.sorted(lambda row: (positions.get(row.line_id, 0), row.sequence, row.id))

    def _get_requirement_contents(self, positions):
        return tuple(
            RequirementContent(
                position=positions.get(requirement.line_id),
                kind=requirement.kind,
                name=requirement.name,
                is_required=requirement.is_required,
                # sudo: who sees the order sees the names of its files.
                file_names=", ".join(requirement.sudo().attachment_ids.sorted("id").mapped("name")),
            )
            for requirement in self._get_sorted_requirements(positions)
        )

    def _get_attribute_contents(self, positions):
        return tuple(
            AttributeContent(
                position=positions[line],
                name=attribute.name,
                tolerance_kind=attribute.tolerance_kind,
                value=attribute.value or "",
                number=as_figure(attribute.number),
                unit=attribute.unit or "",
                tolerance_minus=as_figure(attribute.tolerance_minus),
                tolerance_plus=as_figure(attribute.tolerance_plus),
            )
            for line in positions
            for attribute in line.attribute_ids.sorted()
        )

    def _get_drawing_contents(self, positions):
        # sudo: drawings are hashed, not shown, for whoever acts on the order.
        lines, order = [line.sudo() for line in positions], self.sudo()
        groups = [(positions[line], "line", line.attachment_ids) for line in lines]
        groups += [(positions[line], "sample", line.sample_attachment_ids) for line in lines]
        groups += [
            (positions.get(requirement.line_id), "requirement", requirement.attachment_ids)
            for requirement in order._get_sorted_requirements(positions)
        ]
        return tuple(
            DrawingContent(position=position, purpose=purpose, name=file.name, sha256=digest(file.raw or b""))
            for position, purpose, files in groups
            for file in files.sorted("id")
        )

    def _get_files(self):
        lines = self.line_ids
        return super()._get_files() | self.requirement_ids.attachment_ids | lines.sample_attachment_ids

    def _get_alteration_label(self, change):
        labels = {
            "requirements": self.env._("Requirement"),
            "attributes": self.env._("Attribute"),
            "drawings": self.env._("Drawing"),
        }
        return labels.get(change.field) or super()._get_alteration_label(change)
