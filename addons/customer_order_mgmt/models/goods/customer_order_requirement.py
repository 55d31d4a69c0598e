from odoo import api, fields, models
from odoo.exceptions import ValidationError

CONFIRMATION = "confirmation"
KINDS = [
    ("instruction", "Instruction"),
    ("packing", "Packing"),
    ("marking", "Marking"),
    ("document", "Document"),
    ("drawing", "Drawing"),
    ("sample", "Sample"),
    (CONFIRMATION, "Confirmed as Ordered"),
    ("other", "Other"),
]


class CustomerOrderRequirement(models.Model):
    """What must be seen to before goods leave, for the whole order or for one line. It is part of the contract.

    On every delivery that it concerns, somebody ticks it with a name (``customer.order.requirement.check``).
    """

    _name = "customer.order.requirement"
    _inherit = ["customer.order.guarded"]
    _description = "Customer's Requirement"
    _order = "order_id, sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "customer.order",
        required=True,
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
        # With its line it is copied to another order.
        copy=False,
        ondelete="cascade",
        index=True,
    )
    line_id = fields.Many2one(
        "customer.order.line",
        string="Line",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
        domain="[('order_id', '=', order_id)]",
        help="Leave empty for what concerns the whole order: it is due on every delivery.",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    state = fields.Selection(related="order_id.state")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="instruction")
    name = fields.Text(string="Requirement", required=True, help="What must be seen to, in words of the contract.")
    is_required = fields.Boolean(
        string="Must",
        default=True,
        help="Goods do not leave before somebody has ticked this. What is no must is shown and may be ticked.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Drawings", copy=False, bypass_search_access=True, help="Drawings, samples, labels."
    )
    check_ids = fields.One2many("customer.order.requirement.check", "requirement_id", string="Ticks", readonly=True)

    @api.depends("line_id.order_id")
    def _compute_order_id(self):
        for requirement in self:
            requirement.order_id = requirement.line_id.order_id or requirement.order_id

    @api.constrains("order_id", "line_id")
    def _check_line_of_order(self):
        for requirement in self.filtered("line_id"):
            if requirement.line_id.order_id != requirement.order_id:
                raise ValidationError(
                    self.env._(
                        "The requirement “%(requirement)s” belongs to %(order)s, its line to another order.",
                        requirement=requirement.name,
                        order=requirement.order_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        requirements = super().create(vals_list)
        requirements.order_id._check_open()
        requirements.order_id._claim()
        requirements.order_id._adopt_files()
        return requirements

    def write(self, vals):
        self.order_id._check_open()
        result = super().write(vals)
        if not {"order_id", "line_id"}.isdisjoint(vals):
            self.order_id._check_open()
        if "attachment_ids" in vals:
            self.order_id._adopt_files()
        return result

    def _amend_create(self, vals_list):
        """Create what an amendment adds; only an amendment that both sides agreed to comes here."""
        return super().create(vals_list)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        self.order_id._check_open()
        self.order_id._claim()
