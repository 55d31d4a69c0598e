from odoo import models
from odoo.addons.order_gate.logic.findings import Finding, Severity


class CustomerOrderRequirementDue(models.Model):
    """A requirement as the gate tells it and as evidence keeps it."""

    _inherit = "customer.order.requirement.due"

    def _prepare_finding(self):
        """Return the ``Finding`` that this requirement is open; the company says whether it holds the goods."""
        self.ensure_one()
        mode = self.company_id.customer_order_requirement_mode
        return Finding(
            "requirement_open",
            Severity.WARNING if mode == "warning" else Severity.BLOCK,
            self._get_open_message(),
            {"requirement": self.name, "line": str(self._get_position())},
        )

    def _get_open_message(self):
        order = self.order_id.name
        if self.line_id:
            return self.env._(
                "“%(requirement)s” is not ticked for line %(position)s of %(order)s, %(item)s: see to it and tick it"
                " under Customer's Requirements.",
                requirement=self.name,
                position=self._get_position(),
                order=order,
                item=(self.line_name or "").split("\n", 1)[0],
            )
        return self.env._(
            "“%(requirement)s” is not ticked for %(order)s: see to it and tick it under Customer's Requirements.",
            requirement=self.name,
            order=order,
        )

    def _prepare_evidence(self):
        """Return what is sealed of this requirement when the goods leave."""
        self.ensure_one()
        check = self.check_id
        return {
            "line": self._get_position() or None,
            "requirement": self.name,
            "required": self.is_required,
            "checked_at": check.checked_at or None,
            "checked_by": check.checked_by or None,
            "measured": [measurement._prepare_evidence() for measurement in check.measurement_ids],
            "files": list(check.attachment_ids),
        }

    def _get_position(self):
        """The position of the line on the order; 0 is the whole order."""
        self.ensure_one()
        lines = self.order_id.line_ids.sorted()
        return lines.ids.index(self.line_id.id) + 1 if self.line_id else 0
