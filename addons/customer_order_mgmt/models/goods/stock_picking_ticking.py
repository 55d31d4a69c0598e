from odoo import models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...exceptions import TickRefused


class StockPicking(models.Model):
    """Ticking the customer's requirements on a delivery, with a name."""

    _inherit = "stock.picking"

    def _tick(self, requirements, *, checked_by=None, note=False, attachments=None, measured=()):
        """Tick ``requirements`` on this delivery; what is ticked already stays as it is. Return the ticks.

        ``measured`` are ``(attribute id, number)``. Whoever may work on the delivery may tick.
        """
        self._begin_ticking()
        rows = self._get_tickable(requirements)
        self._check_all_due(requirements, rows)
        # sudo: ticks come from here only, so no role may create them; the right to the delivery was checked.
        checks = self.env["customer.order.requirement.check"].sudo()
        checks = checks.create(
            [
                {
                    "requirement_id": row.requirement_id.id,
                    "picking_id": self.id,
                    "user_id": self.env.uid,
                    "checked_by": (checked_by or "").strip() or self.env.user.name,
                    "checked_at": self.env.cr.now(),
                    "note": note,
                    "attachment_ids": [Command.set(attachments.ids if attachments else [])],
                    "measurement_ids": self._prepare_measurements(row, measured),
                }
                for row in rows
                if not row.is_ticked
            ]
        )
        checks._adopt_photos()
        self._after_ticking()
        return checks

    def _withdraw_ticks(self, requirements):
        """Take back the ticks of ``requirements`` on this delivery."""
        self._begin_ticking()
        self._get_tickable(requirements).check_id._withdraw()
        self._after_ticking()

    def _begin_ticking(self):
        """Ticks and the departure of the goods exclude each other: both write the row of the delivery."""
        self.ensure_one()
        self.check_access("write")
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE stock_picking SET state = state WHERE id = %s", self.id))
        if self.state in ("done", "cancel"):
            raise TickRefused(
                self.env._("%(delivery)s is closed: its requirements can no longer be ticked.", delivery=self.name)
            )

    def _get_tickable(self, requirements):
        # sudo: the right to the delivery was checked, and the rows belong to it.
        due = self.env["customer.order.requirement.due"].sudo()
        return due._search_for(
            self, Domain("requirement_id", "in", requirements.ids) & Domain("is_last_step", "=", True)
        )

    def _check_all_due(self, requirements, rows):
        if requirements - rows.requirement_id:
            raise TickRefused(
                self.env._(
                    "Requirements are ticked on the delivery to the customer that they concern; on %(delivery)s this"
                    " one is not due.",
                    delivery=self.name,
                )
            )

    def _prepare_measurements(self, row, measured):
        own = set(row.line_id.attribute_ids.ids)
        return [
            Command.create({"attribute_id": attribute, "number": number})
            for attribute, number in measured
            if attribute in own
        ]

    def _after_ticking(self):
        self.env["customer.order.requirement.due"].invalidate_model()
        self.invalidate_recordset(["open_requirement_count", "requirement_due_ids"])
        self._gate_touch()
