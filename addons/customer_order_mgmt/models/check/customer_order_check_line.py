from odoo import fields, models
from odoo.tools import SQL

RESULTS = [("pass", "Passed"), ("warn", "Warning"), ("block", "Blocked")]


class CustomerOrderCheckLine(models.Model):
    """What the check of an order found: one row per thing looked at, replaced by each check while the order is open.

    The rows of the check inside the act of acceptance stay: they say what was known then.
    """

    _name = "customer.order.check.line"
    _description = "Customer Order Check"
    _order = "order_id, sequence, id"
    _log_access = False

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id")
    line_id = fields.Many2one(
        "customer.order.line", string="Line", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    sequence = fields.Integer(readonly=True)
    topic = fields.Selection(
        [
            ("completeness", "Completeness"),
            ("price", "Price and Discount"),
            ("quotation", "Quotation"),
            ("framework", "Framework"),
            ("currency", "Currency"),
            ("unit", "Units"),
            ("customer", "Customer"),
            ("tax_identity", "Tax Identity"),
            ("availability", "Availability"),
            ("duplicate", "Duplicates"),
            ("arrangement", "Payment Arrangement"),
            ("gate", "Gate"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
        help="What was looked at.",
    )
    source = fields.Selection(
        [("check", "Check"), ("gate", "Gate")],
        required=True,
        readonly=True,
        help="Check: this order against master data, quotations and other orders. Gate: the rules for acceptance.",
    )
    code = fields.Char(required=True, readonly=True, help="Names the cause; stays the same when the figures change.")
    result = fields.Selection(RESULTS, required=True, readonly=True, index=True)
    explanation = fields.Text(required=True, readonly=True)
    ordered = fields.Char(string="On the Order", readonly=True)
    expected = fields.Char(readonly=True)

    def _forget(self, orders):
        """Delete the rows of ``orders``: nothing refers to them, which ``unlink`` would need five queries to see."""
        if orders:
            self.flush_model(["order_id"])
            self.env.cr.execute(SQL("DELETE FROM customer_order_check_line WHERE order_id IN %s", tuple(orders.ids)))
            self.invalidate_model(flush=False)
            orders.invalidate_recordset(["check_line_ids"], flush=False)
