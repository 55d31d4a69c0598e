from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_order_requirement import KINDS

# Ids of this report are pairs; JavaScript knows whole numbers up to 2^53.
PAIR = 10_000_000


class CustomerOrderRequirementDue(models.Model):
    """A requirement on a delivery that it concerns, ticked or not: the checklist of whoever packs.

    A query, since which delivery a line leaves with changes with backorders, merges and every step of the route. It is
    all that stock users see of a customer's order.
    """

    _name = "customer.order.requirement.due"
    _description = "Requirement of a Delivery"
    _auto = False
    _order = "picking_id, line_id, sequence, requirement_id"
    _rec_name = "name"

    picking_id = fields.Many2one("stock.picking", string="Delivery", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requirement_id = fields.Many2one("customer.order.requirement", string="Contract Row", readonly=True)
    order_id = fields.Many2one("customer.order", readonly=True)
    line_id = fields.Many2one("customer.order.line", readonly=True)
    line_name = fields.Text(string="Item", readonly=True, help="Empty: it concerns the whole delivery.")
    sequence = fields.Integer(readonly=True, aggregator=False)
    kind = fields.Selection(KINDS, readonly=True)
    name = fields.Text(string="Requirement", readonly=True)
    is_required = fields.Boolean(string="Must", readonly=True)
    is_last_step = fields.Boolean(readonly=True, help="The goods leave for the customer with this delivery.")
    has_measures = fields.Boolean(readonly=True, help="The item has attributes that can be measured.")
    picking_state = fields.Selection(
        lambda self: self.env["stock.picking"]._fields["state"].selection, string="Status", readonly=True
    )
    scheduled_date = fields.Datetime(readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    check_id = fields.Many2one("customer.order.requirement.check", readonly=True)
    is_ticked = fields.Boolean(string="Done", readonly=True)
    checked_by = fields.Char(readonly=True)
    checked_at = fields.Datetime(string="Checked on", readonly=True)
    note = fields.Text(readonly=True)
    is_due = fields.Boolean(
        compute="_compute_is_due",
        help="What it concerns leaves with this delivery. Goods that stay for a backorder are seen to there.",
    )

    _depends = {
        "stock.picking": ["state", "company_id", "scheduled_date", "partner_id", "return_id"],
        "stock.move": ["picking_id", "state", "sale_line_id", "location_id", "location_dest_id"],
        "sale.order.line": ["customer_order_line_id"],
        "customer.order.line": ["order_id", "name"],
        "customer.order.line.attribute": ["line_id", "tolerance_kind"],
        "customer.order.requirement": ["order_id", "line_id", "sequence", "kind", "name", "is_required"],
        "customer.order.requirement.check": [
            "requirement_id",
            "picking_id",
            "withdrawn_at",
            "checked_by",
            "checked_at",
            "note",
        ],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT due.picking_id::bigint * %(pair)s + due.requirement_id AS id,
                   due.picking_id, due.requirement_id, due.is_last_step,
                   due.picking_state, picking.company_id, picking.scheduled_date, picking.partner_id,
                   requirement.order_id, requirement.line_id, requirement.sequence, requirement.kind, requirement.name,
                   requirement.is_required, line.name AS line_name,
                   EXISTS (SELECT 1 FROM customer_order_line_attribute attribute
                            WHERE attribute.line_id = line.id AND attribute.tolerance_kind != 'text'
                              AND requirement.kind = 'confirmation') AS has_measures,
                   tick.id AS check_id, tick.id IS NOT NULL AS is_ticked,
                   tick.checked_by, tick.checked_at, tick.note
              FROM (%(due)s) due
              JOIN stock_picking picking ON picking.id = due.picking_id
              JOIN customer_order_requirement requirement ON requirement.id = due.requirement_id
         LEFT JOIN customer_order_line line ON line.id = requirement.line_id
         LEFT JOIN customer_order_requirement_check tick
                ON tick.picking_id = due.picking_id AND tick.requirement_id = due.requirement_id
               AND tick.withdrawn_at IS NULL
            """,
            pair=PAIR,
            due=self._get_due_query(),
        )

    def _get_due_query(self):
        """Which requirement concerns which delivery: by the sales lines of its moves. Returns bring no goods there.

        The state is among the groups, so that PostgreSQL looks at open deliveries only where only those are asked for.
        """
        between_companies = self.env.ref("stock.stock_location_inter_company", raise_if_not_found=False)
        return SQL(
            """
            SELECT move.picking_id, picking.state AS picking_state, requirement.id AS requirement_id,
                   BOOL_OR(target.usage = 'customer' OR target.parent_path LIKE %(transit)s) AS is_last_step
              FROM stock_move move
              JOIN stock_picking picking ON picking.id = move.picking_id AND picking.return_id IS NULL
              JOIN stock_location source ON source.id = move.location_id AND source.usage != 'customer'
              JOIN stock_location target ON target.id = move.location_dest_id
              JOIN sale_order_line sale_line ON sale_line.id = move.sale_line_id
              JOIN customer_order_line line ON line.id = sale_line.customer_order_line_id
              JOIN customer_order_requirement requirement ON requirement.order_id = line.order_id
               AND (requirement.line_id IS NULL OR requirement.line_id = line.id)
             WHERE move.state != 'cancel'
          GROUP BY move.picking_id, picking.state, requirement.id
            """,
            # sudo: clerks may not read locations; all that counts is which ones lie below this one.
            transit=f"{between_companies.sudo().parent_path}%" if between_companies else "",
        )

    @api.depends("picking_id")
    def _compute_is_due(self):
        # sudo: what leaves decides, whoever looks at it.
        all_rows = self.sudo()
        # Read for all deliveries together.
        all_rows.picking_id._get_customer_orders()
        for picking, rows in all_rows.grouped("picking_id").items():
            lines = picking._get_leaving_lines()
            for row in rows:
                concerned = row.line_id in lines if row.line_id else row.order_id in lines.order_id
                row.is_due = row.is_last_step and concerned

    @api.model
    def _get_open_domain(self):
        """What may keep deliveries from leaving; which of it leaves now, only ``is_due`` says."""
        waiting = Domain("picking_state", "not in", ("done", "cancel")) & Domain("is_last_step", "=", True)
        return waiting & Domain("is_required", "=", True) & Domain("is_ticked", "=", False)

    @api.model
    def _search_for(self, pickings, domain=Domain.TRUE):
        """Return the rows of ``pickings`` as they are now, also for what this transaction has changed."""
        self.invalidate_model()
        return self.search(Domain("picking_id", "in", pickings.ids) & domain)

    def action_tick(self):
        """Tick these requirements with the user's name and the time."""
        for picking, rows in self.grouped("picking_id").items():
            picking._tick(rows.requirement_id)
        return True

    def action_withdraw(self):
        """Take the tick back: it stays as a record, and the requirement is open again."""
        for picking, rows in self.grouped("picking_id").items():
            picking._withdraw_ticks(rows.requirement_id)
        return True

    def action_open_tick(self):
        """Tick with another name, a note, photos or measured values."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tick"),
            "res_model": "customer.order.requirement.tick",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_picking_id": self.picking_id.id,
                "default_requirement_id": self.requirement_id.id,
            },
        }
