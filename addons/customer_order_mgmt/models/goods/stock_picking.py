from odoo import api, fields, models
from odoo.fields import Domain


class StockPicking(models.Model):
    """What the customer asked for, on the delivery it is for."""

    _inherit = "stock.picking"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        compute="_compute_customer_instructions",
        help="What the customers' orders behind this delivery ask for beyond their lines.",
    )
    customer_item_instructions = fields.Text(
        string="Instructions by Item",
        compute="_compute_customer_instructions",
        help="What the customers' orders say about the items of this delivery.",
    )
    has_customer_order = fields.Boolean(compute="_compute_customer_instructions")
    requirement_due_ids = fields.One2many(
        "customer.order.requirement.due", string="Requirements", compute="_compute_requirement_due_ids"
    )
    open_requirement_count = fields.Integer(
        string="Open Requirements",
        compute="_compute_open_requirement_count",
        search="_search_open_requirement_count",
        help="Requirements of the customer that nobody has ticked yet and without which the goods do not leave.",
    )

    @api.depends("move_ids.customer_instructions", "move_ids.state")
    @api.depends_context("lang")
    def _compute_customer_instructions(self):
        # sudo: packers read the instructions of what they pack, nothing else of the order.
        pickings = self.sudo()
        # Read for all deliveries together.
        pickings._get_customer_orders().fetch(["instructions"])
        for picking in pickings:
            orders = picking._get_customer_orders()
            texts = [order.instructions for order in orders if order.instructions]
            picking.customer_instructions = "\n\n".join(texts)
            items = [
                f"{move.product_id.display_name}\n{move.customer_instructions}" for move in picking._get_instructed()
            ]
            picking.customer_item_instructions = "\n\n".join(items)
            picking.has_customer_order = bool(orders)

    @api.depends("move_ids.sale_line_id", "move_ids.picking_id", "state")
    def _compute_requirement_due_ids(self):
        # sudo: who sees the delivery sees its checklist; reading the rows needs the rights of the warehouse.
        rows = self.env["customer.order.requirement.due"].sudo()._search_for(self).sudo(False)
        by_picking = rows.grouped(lambda row: row.sudo().picking_id.id)
        for picking in self:
            picking.requirement_due_ids = by_picking.get(picking._origin.id, rows.browse())

    @api.depends("move_ids.quantity", "move_ids.picked", "move_ids.state")
    def _compute_open_requirement_count(self):
        # sudo: everybody who sees the delivery sees whether it may leave.
        rows = self.sudo()._get_open_requirements()
        counts = {picking: len(found) for picking, found in rows.grouped("picking_id").items()}
        for picking in self:
            picking.open_requirement_count = counts.get(picking._origin.sudo(), 0)

    @api.model
    def _search_open_requirement_count(self, operator, value):
        if operator != ">" or value:
            return NotImplemented
        due = self.env["customer.order.requirement.due"]
        # sudo: as in the compute method, whoever asks.
        rows = due.sudo()._search(due._get_open_domain())
        return Domain("id", "in", rows.subselect("picking_id"))

    def _get_customer_orders(self):
        return self.move_ids.sale_line_id.customer_order_line_id.order_id

    def _get_instructed(self):
        """The moves about which the customer's order says more than their product does."""
        # A list keeps what is read ahead for the moves of all deliveries together.
        return [move for move in self.move_ids if move.customer_instructions and move.state != "cancel"]

    def _get_leaving_lines(self):
        """The lines of customers' orders that leave with these deliveries as they are picked now.

        As validating does: once something is picked, only what is picked; before, what is reserved; else all of it.
        """
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        moves = moves.filtered("picked") or moves
        moves = moves.filtered("quantity") or moves
        return moves.sale_line_id.customer_order_line_id

    def _get_open_requirements(self):
        """The requirements that keep these deliveries from leaving, in one query."""
        due = self.env["customer.order.requirement.due"]
        return due._search_for(self, due._get_open_domain()).filtered("is_due")

    def _get_checklist(self, *, every_step=False):
        """The requirements that papers list, ticked or not: what concerns the goods that leave with this delivery; with
        ``every_step`` also what those who pick and pack for it should know."""
        self.ensure_one()
        # sudo: whoever prints the papers sees what is on them.
        rows = self.sudo().requirement_due_ids
        return rows.filtered(lambda row: row.is_due or (every_step and not row.is_last_step))
