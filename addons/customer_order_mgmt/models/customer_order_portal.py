from odoo import fields, models


class CustomerOrder(models.Model):
    """The order as its customer sees it in the portal."""

    _inherit = "customer.order"

    def _compute_access_url(self):
        for order in self:
            order.access_url = f"/my/customer-orders/{order.id}"

    def _get_portal_acknowledgements(self):
        """The acknowledgements that the customer was sent, newest first."""
        return self.acknowledgement_ids.filtered("sent_at").sorted("id", reverse=True)

    def _get_portal_next_date(self):
        """The first promised date that is still ahead, else the last one; False before acceptance."""
        dates = sorted(filter(None, self.current_version_id.line_ids.mapped("promised_date")))
        today = fields.Date.context_today(self)
        return next((date for date in dates if date >= today), dates[-1] if dates else False)

    # Hooks

    def _get_public_event_labels(self):
        """Names of the sealed events for people outside: ``{event: label}``. Extend it with ``super()``; an event
        without a label is shown by its technical name."""
        return {
            "customer_order.received": self.env._("Order received"),
            "customer_order.accepted": self.env._("Order accepted"),
            "customer_order.rejected": self.env._("Order rejected"),
            "customer_order.acknowledged": self.env._("Acknowledgement made"),
            "customer_order.acknowledgement_sent": self.env._("Acknowledgement sent"),
            "customer_order.fulfilled": self.env._("Delivered and invoiced in full"),
            "customer_order.settled": self.env._("Paid in full"),
            "customer_order.reopened": self.env._("Reopened after a return or a reversed payment"),
            "personal.erased": self.env._("Personal data erased"),
        }
