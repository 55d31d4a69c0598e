from odoo import fields, models

from ...logic.arrangement import fill


class CustomerOrderArrangement(models.Model):
    """How far each row has come: deposits by their own invoices, the other rows by what the rest of the invoices and
    payments fill, one row after the other."""

    _inherit = "customer.order.arrangement"

    invoiced_amount = fields.Monetary(string="Invoiced", compute="_compute_standing")
    received_amount = fields.Monetary(string="Received", compute="_compute_standing", help="Paid, or offset.")
    verified_amount = fields.Monetary(
        string="Verified", compute="_compute_standing", help="Of deposits: received, and known to be true."
    )
    open_amount = fields.Monetary(string="Open", compute="_compute_standing", help="Agreed and not received.")

    def _compute_standing(self):
        deposits = self.order_id.arrangement_ids.filtered(lambda row: row.kind == "deposit")
        paid = deposits._get_deposit_invoices()._get_paid_amounts()
        figures = {}
        for order, rows in (self.order_id.arrangement_ids | self).grouped("order_id").items():
            rest = [order._money(order.billed_amount), order._money(order.settled_amount)]
            own_deposits, others = rows.filtered(lambda row: row.kind == "deposit"), rows.sorted()
            for row in own_deposits:
                invoices = row._get_deposit_invoices()
                invoiced = order._money(row._get_net_invoiced())
                received = order._money(sum(paid[move].received for move in invoices if move in paid))
                verified = order._money(sum(paid[move].verified for move in invoices if move in paid))
                figures[row] = (invoiced, received, verified)
                rest = [rest[0] - invoiced, rest[1] - received]
            others -= own_deposits
            sizes = [order._money(row.amount) for row in others]
            for row, *filled in zip(others, *(fill(amount, sizes) for amount in rest), strict=True):
                figures[row] = (*filled, 0)
        for row in self:
            invoiced, received, verified = figures.get(row, (0, 0, 0))
            row.invoiced_amount, row.received_amount = float(invoiced), float(received)
            row.verified_amount, row.open_amount = float(verified), row.amount - float(received)
