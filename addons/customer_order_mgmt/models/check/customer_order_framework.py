from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...logic.check import Check, Result
from ...logic.framework import is_valid_on
from .customer_order_check_price import ExpectedPrice

FRAMEWORK_FIELDS = frozenset({"is_framework", "framework_start_date", "framework_end_date", "framework_id"})
# From acceptance on an order counts, until it is cancelled.
IN_FORCE = ("accepted", "fulfilled", "settled", "closed")


class CustomerOrder(models.Model):
    """Frameworks: orders that agree quantities and prices for a time, and the releases that draw on them."""

    _inherit = "customer.order"

    is_framework = fields.Boolean(
        string="Framework",
        help="Agrees quantities and prices for a time. Accepting it ships nothing: later orders, its releases, do.",
    )
    framework_start_date = fields.Date(string="Valid From", help="First day on which a release may be ordered.")
    framework_end_date = fields.Date(string="Valid Until", help="Last day on which a release may be ordered.")
    framework_id = fields.Many2one(
        "customer.order",
        string="Release of",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('is_framework', '=', True), ('state', '=', 'accepted'),"
        " ('commercial_partner_id', '=', commercial_partner_id), ('company_id', '=', company_id)]",
        help="The framework that this order draws on.",
    )
    release_ids = fields.One2many("customer.order", "framework_id", string="Releases", readonly=True)

    @api.constrains("is_framework", "framework_start_date", "framework_end_date")
    def _check_framework_dates(self):
        for order in self.filtered("framework_end_date"):
            if order.framework_start_date and order.framework_end_date < order.framework_start_date:
                raise ValidationError(
                    self.env._("The validity of %(order)s ends before it begins.", order=order.display_name)
                )

    @api.constrains("framework_id", "is_framework", "partner_id", "company_id")
    def _check_release(self):
        for order in self.filtered("framework_id"):
            framework = order.framework_id
            if order.is_framework or not framework.is_framework or framework.state != "accepted":
                raise ValidationError(
                    self.env._(
                        "%(order)s cannot be a release of %(framework)s: a release draws on a framework that is"
                        " accepted and was not ended, and is none itself.",
                        order=order.display_name,
                        framework=framework.display_name,
                    )
                )
            if framework.commercial_partner_id != order.commercial_partner_id:
                raise ValidationError(
                    self.env._("%(framework)s is the framework of another customer.", framework=framework.display_name)
                )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"release_ids"}

    def write(self, vals):
        if not FRAMEWORK_FIELDS.isdisjoint(vals):
            self._check_open()
        result = super().write(vals)
        if not FRAMEWORK_FIELDS.isdisjoint(vals):
            self._gate_touch()
            self._mark_check_outdated()
        return result

    def _get_framework_prices(self):
        """Return ``{line: ExpectedPrice}`` for the lines that draw on a framework."""
        prices = {}
        for line in self.line_ids.filtered("framework_line_id"):
            agreed = line.framework_line_id
            if agreed.currency_id != line.currency_id:
                continue
            price = agreed.product_uom_id._compute_price(agreed._get_net_price(), line.product_uom_id)
            origin = self.env._("in the framework %(framework)s", framework=agreed.order_id.name)
            prices[line] = ExpectedPrice(price, origin)
        return prices

    def _get_framework_checks(self):
        releases = self.filtered("framework_id")
        return {order: order._check_as_release() for order in releases}

    def _check_framework_goes_on(self):
        if self.framework_id.state == "accepted" or self.state in IN_FORCE:
            return []
        message = self.env._("The framework %(framework)s was ended.", framework=self.framework_id.name)
        return [Check(topic="framework", code="framework_ended", result=Result.BLOCK, message=message)]

    def _check_as_release(self):
        framework, day = self.framework_id, self.customer_date or self._get_today()
        checks = self._check_framework_goes_on()
        if not is_valid_on(day, framework.framework_start_date, framework.framework_end_date):
            message = self.env._(
                "The framework %(framework)s is not valid on %(day)s.",
                framework=framework.name,
                day=format_date(self.env, day),
            )
            checks.append(
                Check(
                    topic="framework",
                    code="framework_invalid",
                    result=Result.BLOCK,
                    message=message,
                    ordered=day.isoformat(),
                )
            )
        checks += [check for line in self.line_ids.sorted() if (check := line._check_against_framework())]
        if not checks:
            message = self.env._("The order fits into what is left of %(framework)s.", framework=framework.name)
            checks.append(Check(topic="framework", code="framework", result=Result.PASS, message=message))
        return checks
