from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    customer_order_acceptance_ids = fields.One2many(
        "customer.order.delivery.acceptance", "picking_id", string="Customer's Answers", readonly=True
    )
    customer_order_verdict = fields.Selection(
        [("accepted", "Accepted"), ("refused", "Refused")],
        string="Customer's Answer",
        compute="_compute_customer_order_verdict",
        help="What the customer said last of this delivery.",
    )

    @api.depends("customer_order_acceptance_ids.verdict")
    def _compute_customer_order_verdict(self):
        for picking in self:
            # sudo: the answer decides about invoicing, whoever asks.
            answers = picking.sudo().customer_order_acceptance_ids
            picking.customer_order_verdict = answers.sorted("id")[-1:].verdict

    def _get_done_day(self, zone):
        """The day this delivery was made, in that time zone."""
        self.ensure_one()
        return self.date_done.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()

    def action_record_acceptance(self):
        """Record what the customer said of this delivery."""
        self.ensure_one()
        self.check_access("read")
        # sudo: stock users may not read sales orders; the rights on answers are checked when one is recorded.
        order = self.sudo().sale_id.customer_order_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's Answer"),
            "res_model": "customer.order.delivery.acceptance",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": order.id, "default_picking_id": self.id},
        }
