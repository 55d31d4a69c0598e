from odoo import api, fields, models


class CustomerOrder(models.Model):
    """Since when the customer waits for an answer."""

    _inherit = "customer.order"

    answer_owed_at = fields.Datetime(
        string="Answer Owed since",
        readonly=True,
        copy=False,
        help="When we last received, offered, accepted, amended or rejected: since then the customer waits for word.",
    )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"answer_owed_at"}

    def _advance(self, state, **vals):
        # A version that the customer confirmed comes into force later than it was offered: its own time says nothing.
        is_news = state in ("received", "countered", "rejected") and any(order.state != state for order in self)
        if is_news or not vals.keys().isdisjoint({"current_version_id", "counter_version_id"}):
            vals = {"answer_owed_at": self.env.cr.now(), **vals}
        return super()._advance(state, **vals)
