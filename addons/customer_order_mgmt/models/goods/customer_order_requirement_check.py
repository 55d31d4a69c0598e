from odoo import fields, models

from ...exceptions import AcceptedOrderIsBinding, TickRefused

# What may be told of a tick after it was given, while the delivery is open.
WITHDRAWAL = ("withdrawn_at", "withdrawn_by_id")


class CustomerOrderRequirementCheck(models.Model):
    """One tick: who saw to a requirement on which delivery, and when.

    Rows come from ``stock.picking._tick``. A tick that was wrong is withdrawn and stays; once the goods have left,
    nothing of it changes.
    """

    _name = "customer.order.requirement.check"
    _inherit = ["customer.order.sealed.row"]
    _description = "Tick of a Customer's Requirement"
    _order = "checked_at desc, id desc"
    _rec_name = "requirement_id"

    _sealing_event = "customer_order.requirements_checked"
    # The name of the person is not among them: it must be erasable.
    _contract_columns = ("requirement_id", "picking_id", "user_id", "checked_at", "note")

    requirement_id = fields.Many2one(
        "customer.order.requirement", required=True, readonly=True, ondelete="restrict", index=True
    )
    order_id = fields.Many2one(related="requirement_id.order_id")
    line_id = fields.Many2one(related="requirement_id.line_id")
    picking_id = fields.Many2one(
        "stock.picking", string="Delivery", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True, precompute=True)
    user_id = fields.Many2one("res.users", string="User", required=True, readonly=True, ondelete="restrict")
    checked_by = fields.Char(readonly=True, help="Who saw to it; where people share a device, not the user.")
    checked_at = fields.Datetime(string="Checked on", required=True, readonly=True)
    note = fields.Text(readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Photos", readonly=True, bypass_search_access=True, ondelete="restrict"
    )
    measurement_ids = fields.One2many(
        "customer.order.requirement.measurement", "check_id", string="Measured", readonly=True
    )
    withdrawn_at = fields.Datetime(string="Withdrawn on", readonly=True)
    withdrawn_by_id = fields.Many2one("res.users", string="Withdrawn by", readonly=True, ondelete="restrict")

    _one_per_delivery = models.UniqueIndex(
        "(requirement_id, picking_id) WHERE withdrawn_at IS NULL",
        "This requirement is ticked on this delivery already.",
    )

    def write(self, vals):
        if not {*WITHDRAWAL, "attachment_ids", "measurement_ids"}.isdisjoint(vals):
            self._check_undecided()
        return super().write(vals)

    def _check_undecided(self):
        if self.filtered(lambda check: check.withdrawn_at or check.picking_id.state in ("done", "cancel")):
            raise self._prepare_refusal()

    def _prepare_refusal(self):
        check = self[0]
        return AcceptedOrderIsBinding(
            self.env._(
                "“%(requirement)s” was ticked on %(delivery)s: this record stays as it is.",
                requirement=check.requirement_id.name,
                delivery=check.picking_id.name,
            )
        )

    def _adopt_photos(self):
        """Attach photos to the customer's order: uploaded to a new record, only their author can read them."""
        for check in self.filtered("attachment_ids"):
            photos = check.attachment_ids.filtered(lambda photo: not photo.res_id)
            photos.write({"res_model": "customer.order", "res_id": check.order_id.id})

    def _withdraw(self):
        """Take ticks back that are wrong; they stay as a record, and the requirements are open again."""
        if self.filtered(lambda check: check.picking_id.state in ("done", "cancel")):
            raise TickRefused(
                self.env._("%(delivery)s has left: its ticks stay as they are.", delivery=self[0].picking_id.name)
            )
        self.write({"withdrawn_at": self.env.cr.now(), "withdrawn_by_id": self.env.uid})
