from odoo import api, fields, models

from ...exceptions import OrderStateRefused

CHANNELS = [
    ("form", "Form"),
    ("portal", "Portal"),
    ("mail", "E-mail"),
    ("file", "File"),
    ("edi", "Electronic message"),
]


class CustomerOrder(models.Model):
    """By which way the order came to us: known when it is created, and not changed after."""

    _inherit = "customer.order"

    channel = fields.Selection(
        CHANNELS,
        string="Came by",
        required=True,
        readonly=True,
        copy=False,
        default="form",
        index=True,
        help="By which way the order came to us.",
    )
    portal_submitted_at = fields.Datetime(
        string="Submitted on", readonly=True, copy=False, help="When the customer signed the order in the portal."
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if any(order.channel == "portal" for order in orders):
            raise OrderStateRefused(self.env._("Only customers write orders in the portal."))
        return orders

    def write(self, vals):
        if "channel" in vals:
            raise OrderStateRefused(self.env._("The way by which an order came is not changed."))
        return super().write(vals)

    def _receive(self):
        if self.channel == "portal" and not self.portal_submitted_at:
            raise OrderStateRefused(
                self.env._(
                    "%(customer)s is still writing this order in the portal and has not signed it.",
                    customer=self.partner_id.display_name,
                )
            )
        return super()._receive()
