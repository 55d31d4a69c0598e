from odoo import api, fields, models
from odoo.fields import Command, Domain


class CustomerOrderRequirementTick(models.TransientModel):
    """Ticking a requirement with more than the user's name: another person, a note, photos, measured values."""

    _name = "customer.order.requirement.tick"
    _description = "Tick a Customer's Requirement"

    picking_id = fields.Many2one("stock.picking", string="Delivery", required=True, readonly=True, ondelete="cascade")
    requirement_id = fields.Many2one(
        "customer.order.requirement", string="Contract Row", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Text(string="Requirement", compute="_compute_requirement")
    line_name = fields.Text(string="Item", compute="_compute_requirement")
    checked_by = fields.Char(required=True, default=lambda self: self.env.user.name, help="Who saw to it.")
    note = fields.Text(help="What was found, if it is worth a word.")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    measure_ids = fields.One2many("customer.order.requirement.tick.measure", "tick_id", string="Measured")

    @api.depends("requirement_id", "picking_id")
    def _compute_requirement(self):
        for tick in self:
            row = tick._get_due()
            tick.name = row.name
            tick.line_name = row.line_name

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "measure_ids" in fields and values.get("requirement_id") and values.get("picking_id"):
            row = self.new(values)._get_due()
            measured = row.line_id.attribute_ids.filtered(lambda attribute: attribute.tolerance_kind != "text")
            values["measure_ids"] = [Command.create({"attribute_id": attribute.id}) for attribute in measured]
        return values

    def _get_due(self):
        """The row of the checklist; empty unless the user may see this delivery and the requirement is due on it."""
        picking = self.picking_id
        if not picking.has_access("read"):
            return self.env["customer.order.requirement.due"]
        # sudo: what is shown belongs to the delivery that the user sees.
        due = self.env["customer.order.requirement.due"].sudo()
        return due._search_for(picking, Domain("requirement_id", "=", self.requirement_id.id))

    def action_tick(self):
        """Tick the requirement on the delivery."""
        self.ensure_one()
        self.attachment_ids.check_access("read")
        self.picking_id._tick(
            self.requirement_id,
            checked_by=self.checked_by,
            note=self.note,
            attachments=self.attachment_ids,
            measured=[(row.attribute_id.id, row.number) for row in self.measure_ids if row.is_measured],
        )
        return {"type": "ir.actions.act_window_close"}


class CustomerOrderRequirementTickMeasure(models.TransientModel):
    """What was measured of one attribute."""

    _name = "customer.order.requirement.tick.measure"
    _description = "Measured Value of a Tick"

    tick_id = fields.Many2one("customer.order.requirement.tick", required=True, ondelete="cascade")
    attribute_id = fields.Many2one(
        "customer.order.line.attribute", string="Contract Row", required=True, ondelete="cascade"
    )
    name = fields.Char(string="Attribute", related="attribute_id.name")
    specification = fields.Char(string="Ordered", related="attribute_id.specification")
    number = fields.Float(string="Measured", digits=(16, 6))
    is_measured = fields.Boolean(
        string="Counts",
        compute="_compute_is_measured",
        store=True,
        readonly=False,
        help="This value was measured and is kept with the tick.",
    )

    @api.depends("number")
    def _compute_is_measured(self):
        for measure in self:
            measure.is_measured = measure.is_measured or bool(measure.number)
