from odoo import api, models
from odoo.exceptions import AccessError

from ...exceptions import AcceptedOrderIsBinding, IncidentRefused

# What was reported, as it is sealed.
REPORT_FIELDS = frozenset(
    {
        "number",
        "order_id",
        "line_id",
        "picking_id",
        "move_id",
        "kind",
        "quantity",
        "description",
        "attachment_ids",
        "reported_by",
        "reported_at",
        "reported_by_id",
    }
)
# What acts write, and nobody else.
ACT_FIELDS = frozenset({"state", "settled_at", "settled_by_id"})


class CustomerOrderIncident(models.Model):
    """What was reported stays, and the status changes by acts only."""

    _inherit = "customer.order.incident"

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        # Looked at afterwards, because a default from the context comes in behind ``vals_list``.
        if incidents.filtered(lambda row: row.state != "open" or row.number or row.settled_at or row.settled_by_id):
            raise IncidentRefused(self.env._("An incident begins as open, and its order numbers it."))
        incidents._check_may_report()
        for incident in incidents:
            incident._report()
        return incidents

    def write(self, vals):
        if not ACT_FIELDS.isdisjoint(vals):
            raise IncidentRefused(self.env._("Settle or reopen the incident instead of writing its status."))
        if not REPORT_FIELDS.isdisjoint(vals):
            raise self._prepare_refusal()
        if not {"outcome", "outcome_reason"}.isdisjoint(vals) and "settled" in self.mapped("state"):
            raise self._prepare_refusal()
        return super().write(vals)

    def _advance(self, **vals):
        """Write what only acts may write."""
        # sudo: acts check who may act.
        return super(CustomerOrderIncident, self.sudo()).write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_reported(self):
        raise self._prepare_refusal()

    def _prepare_refusal(self):
        return AcceptedOrderIsBinding(
            self.env._(
                "%(incident)s was reported and stays as it is. If it was a mistake, settle it with “Nothing” and the"
                " reason.",
                incident=self[0].display_name,
            )
        )

    def _check_may_report(self):
        """Who reports may see the delivery or the order it is about, and the photos, and reports in the own name."""
        for incident in self.filtered(lambda incident: not incident.env.su):
            document = incident.picking_id or incident.order_id
            if not document.has_access("read"):
                raise AccessError(self.env._("You may report on deliveries and orders that you can see."))
            if incident.reported_by_id != incident.env.user:
                raise IncidentRefused(self.env._("An incident is recorded in the name of the user who reports it."))
            incident.attachment_ids.check_access("read")
