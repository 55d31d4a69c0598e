from odoo import fields, models
from odoo.exceptions import AccessError

BLOCK_FIELDS = frozenset({"order_block", "order_block_reason"})
# A change of these may take away the cause of a hold.
CAUSE_FIELDS = BLOCK_FIELDS | {"active", "street", "city", "country_id", "category_id"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    order_block = fields.Boolean(
        string="Orders Blocked",
        company_dependent=True,
        copy=True,
        tracking=True,
        # Customers may read their own record.
        groups="base.group_user",
        help="Documents of this customer are held where a gate rule looks for blocked customers.",
    )
    order_block_reason = fields.Char(
        string="Reason of the Block",
        company_dependent=True,
        copy=True,
        tracking=True,
        groups="base.group_user",
        help="Shown to whoever tries to go on with an order.",
    )

    def write(self, vals):
        # Anybody may create a customer that is blocked, for instance by duplicating one.
        if self._gate_is_block_changed(vals):
            self._check_may_block()
        result = super().write(vals)
        if not CAUSE_FIELDS.isdisjoint(vals):
            self._gate_touch_holds()
        return result

    def _with_parents(self):
        """These partners and all above them: whoever blocks a group means its subsidiaries and contacts."""
        partners = parents = self
        while parents := parents.parent_id - partners:
            partners |= parents
        return partners

    def _gate_is_block_changed(self, vals):
        """Whether ``vals`` change the block of one of these partners. Merging partners writes what stands already."""
        return any(
            (partner[name] or "") != (vals[name] or "") for name in BLOCK_FIELDS & vals.keys() for partner in self
        )

    def _check_may_block(self):
        """Blocking, and lifting a block, is the controllers' business; superuser mode does not replace that person."""
        if not self.env.user.has_group("order_gate.group_order_gate_controller"):
            raise AccessError(self.env._("Only a controller of held documents may block a customer or lift a block."))

    def _get_blocked_in(self, company):
        """Return those of these partners whose orders are blocked in ``company``, as it sees them."""
        return self.with_company(company).filtered("order_block")

    def _gate_touch_holds(self):
        """Judge the open holds of these customers again before the commit."""
        data = self.env.cr.precommit.data.setdefault("order_gate.customers", set())
        if not data:
            self.env.cr.precommit.add(self.env["order.hold"]._follow_customers)
        data.update(self.ids)
