from odoo import fields, models
from odoo.tools import SQL

# Of the orders that were cancelled before anybody noted when: those that had been confirmed, and their last change.
NOTE_PAST = """
    UPDATE sale_order
       SET credit_cancelled_at = noted.at
      FROM (SELECT message.res_id, MAX(message.date) AS at
              FROM mail_message AS message
              JOIN mail_tracking_value AS change ON change.mail_message_id = message.id
             WHERE message.model = 'sale.order' AND change.field_id = %(state)s
             GROUP BY message.res_id) AS noted
     WHERE sale_order.id = noted.res_id AND sale_order.state = 'cancel' AND sale_order.credit_cancelled_at IS NULL
       AND EXISTS (SELECT FROM mail_message AS told
                    WHERE told.model = 'sale.order' AND told.res_id = sale_order.id
                      AND told.subtype_id = %(confirmed)s)
"""


class SaleOrder(models.Model):
    """When an order stopped committing its customer: a past day counts what was cancelled later."""

    _inherit = "sale.order"

    credit_cancelled_at = fields.Datetime(
        string="Confirmed Order Cancelled On", readonly=True, copy=False, help="Of an order that had been confirmed."
    )

    def write(self, vals):
        if vals.get("state") != "cancel":
            return super().write(vals)
        confirmed = self.filtered(lambda order: order.state == "sale")
        result = super().write(vals)
        if confirmed:
            super(SaleOrder, confirmed).write({"credit_cancelled_at": fields.Datetime.now()})
        return result

    def _note_past_cancellations(self):
        """Take the moments of cancellations from the messages of orders, where they are not noted yet."""
        state = self.env["ir.model.fields"]._get("sale.order", "state")
        confirmed = self.env.ref("sale.mt_order_confirmed")
        self.env.flush_all()
        self.env.cr.execute(SQL(NOTE_PAST, state=state.id, confirmed=confirmed.id))
        self.invalidate_model(["credit_cancelled_at"])
