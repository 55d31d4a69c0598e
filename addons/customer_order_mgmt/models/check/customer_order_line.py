from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr, formatLang

from ...logic.check import Check, Result
from ...logic.framework import excess
from .customer_order_framework import IN_FORCE


class CustomerOrderLine(models.Model):
    """Lines of frameworks and of their releases."""

    _inherit = "customer.order.line"

    framework_line_id = fields.Many2one(
        "customer.order.line",
        string="Framework Line",
        compute="_compute_framework_line_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('order_id', '=', parent.framework_id)]",
        help="The line of the framework that this line draws on. The one with the same product is proposed.",
    )
    release_line_ids = fields.One2many("customer.order.line", "framework_line_id", string="Releases", readonly=True)
    released_quantity = fields.Float(
        string="Released",
        compute="_compute_released_quantity",
        digits="Product Unit",
        help="What accepted releases of the framework ordered.",
    )
    remaining_quantity = fields.Float(
        string="Left", compute="_compute_released_quantity", digits="Product Unit", help="Agreed, not released yet."
    )

    @api.depends("order_id.framework_id", "product_id")
    def _compute_framework_line_id(self):
        for line in self:
            agreed = line.order_id.framework_id.line_ids
            if line.framework_line_id not in agreed or line.framework_line_id.product_id != line.product_id:
                same = agreed.filtered(lambda other, line=line: line.product_id == other.product_id)
                left = same.filtered("remaining_quantity") or same
                line.framework_line_id = left[:1] if line.product_id else False

    @api.depends("quantity", "release_line_ids.quantity", "release_line_ids.state")
    def _compute_released_quantity(self):
        # sudo: what is left of a framework does not depend on which releases the user may see.
        releases = self.sudo().release_line_ids.filtered(lambda release: release.state in IN_FORCE)
        by_line = releases.grouped("framework_line_id")
        for line in self:
            drawn = by_line.get(line.sudo()._origin, releases.browse())
            line.released_quantity = drawn._sum_in(line.product_uom_id)
            line.remaining_quantity = max(line.quantity - line.released_quantity, 0.0)

    @api.constrains("framework_line_id")
    def _check_framework_line(self):
        for line in self.filtered("framework_line_id"):
            agreed = line.framework_line_id
            if agreed.order_id != line.order_id.framework_id or agreed.product_id != line.product_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s can only draw on a line of the framework of its order, with the same product.",
                        item=line._get_label(),
                    )
                )

    def _get_done_quantity(self):
        # What releases drew of a framework is promised to the customer, delivered or not.
        return max(super()._get_done_quantity(), self.released_quantity)

    def _prepare_split_vals(self):
        return {**super()._prepare_split_vals(), "framework_line_id": self.framework_line_id.id}

    def _sum_in(self, unit):
        return sum(line._get_quantity_in(unit) for line in self)

    def _get_quantity_in(self, unit):
        self.ensure_one()
        return self.product_uom_id._compute_quantity(self.quantity, unit, round=False, raise_if_failure=False)

    def _needs_promise(self):
        return super()._needs_promise() and not self.order_id.is_framework

    def _check_against_framework(self):
        """Return the ``Check`` that says what is wrong with this line of a release, None if it fits."""
        self.ensure_one()
        agreed = self.framework_line_id
        if not agreed:
            message = self.env._(
                "%(item)s is not part of the framework %(framework)s.",
                item=self._get_label(),
                framework=self.order_id.framework_id.name,
            )
            return Check(topic="framework", code="framework_item", result=Result.WARN, message=message, line_id=self.id)
        released, asked = self._get_released_to_others(), self._get_asked_of_framework()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        sides = [Decimal(float_repr(number, digits)) for number in (agreed.quantity, released, asked)]
        over = excess(*sides)
        left = max(agreed.quantity - released, 0.0)
        return self._prepare_excess_check(agreed, asked, left, over) if over else None

    def _get_released_to_others(self):
        """What accepted releases other than the order of this line drew on its framework line."""
        agreed, order = self.framework_line_id, self.order_id
        released = agreed.released_quantity
        if order.state in IN_FORCE:
            # An amendment: what the order drew so far is among what was released, as it is amended now.
            own = order.line_ids.filtered(lambda line: line.framework_line_id == agreed)
            released -= own._sum_in(agreed.product_uom_id)
        return released

    def _get_asked_of_framework(self):
        """What this line and those above it ask of the same framework line, in its unit."""
        lines = self.order_id.line_ids.sorted()
        upto = lines[: lines.ids.index(self.id) + 1]
        mine = upto.filtered(lambda line: line.framework_line_id == self.framework_line_id)
        return mine._sum_in(self.framework_line_id.product_uom_id)

    def _prepare_excess_check(self, agreed, asked, left, over):
        unit = agreed.product_uom_id.name
        ordered, left = (f"{formatLang(self.env, number, dp='Product Unit')} {unit}" for number in (asked, left))
        message = self.env._(
            "%(item)s: %(ordered)s are ordered, %(left)s are left of the %(agreed)s %(unit)s of %(framework)s.",
            item=self._get_label(),
            ordered=ordered,
            left=left,
            agreed=formatLang(self.env, agreed.quantity, dp="Product Unit"),
            unit=unit,
            framework=agreed.order_id.name,
        )
        return Check(
            topic="framework",
            code="framework_exceeded",
            result=Result.BLOCK,
            message=message,
            line_id=self.id,
            ordered=ordered,
            expected=left,
            measure=over,
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._mark_check_outdated()
        return lines

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        (orders | self.order_id)._mark_check_outdated()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._mark_check_outdated()
        return result
