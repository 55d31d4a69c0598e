from odoo import fields, models


class CustomerOrderAmendmentEnd(models.TransientModel):
    """Asks how and why an amendment ends without agreement."""

    _name = "customer.order.amendment.end"
    _description = "End Amendment"

    amendment_id = fields.Many2one("customer.order.amendment", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True, help="It is sealed with the act: the customer may ask for it, or an auditor.")
    outcome = fields.Selection(
        [("declined", "Declined"), ("withdrawn", "Withdrawn")],
        required=True,
        default="declined",
        help="Declined: the other side says no. Withdrawn: who asked for it takes it back.",
    )

    def action_end(self):
        """End the amendment; the order stays as it is in force."""
        self.ensure_one()
        if self.outcome == "withdrawn":
            self.amendment_id.action_withdraw(self.reason)
        else:
            self.amendment_id.action_decline(self.reason)
        return {"type": "ir.actions.act_window_close"}
