from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..customer_order import OPEN_STATES

QUOTATION_FIELDS = frozenset({"quotation_ids", "quotation_reference"})
OPEN_QUOTATION = ("draft", "sent")


class CustomerOrder(models.Model):
    """The quotations of ours that the order answers."""

    _inherit = "customer.order"

    quotation_reference = fields.Char(
        string="Our Quotation",
        copy=False,
        help="The number of our quotation, as the customer's document names it.",
    )
    quotation_ids = fields.Many2many(
        "sale.order",
        "customer_order_quotation_rel",
        "customer_order_id",
        "sale_order_id",
        string="Quotations",
        copy=False,
        check_company=True,
        domain="[('company_id', '=', company_id), ('state', 'in', ('draft', 'sent')),"
        " ('partner_id.commercial_partner_id', '=', commercial_partner_id), ('customer_order_id', '=', False)]",
        help="The quotations that this order answers. What equals the order is confirmed and keeps its number.",
    )
    proposed_quotation_ids = fields.Many2many(
        "sale.order",
        string="Proposed Quotations",
        compute="_compute_proposed_quotation_ids",
        groups="base.group_user",
        help="Open quotations to this customer that the order names, or that offer the same products.",
    )

    @api.constrains("quotation_ids", "partner_id", "company_id")
    def _check_quotations_of_customer(self):
        for order in self:
            # sudo: whose quotations they are does not depend on who may read them.
            foreign = order.quotation_ids.sudo().filtered(lambda sale, order=order: not order._may_answer(sale))
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(quotations)s: these quotations are not to the customer of %(order)s.",
                        quotations=", ".join(foreign.mapped("name")),
                        order=order.display_name,
                    )
                )

    def write(self, vals):
        if not QUOTATION_FIELDS.isdisjoint(vals):
            self._check_open()
        result = super().write(vals)
        if not QUOTATION_FIELDS.isdisjoint(vals):
            self._mark_check_outdated()
        return result

    def action_receive(self):
        for order in self:
            named = order._get_named_quotations()
            if named and not order.quotation_ids:
                # The customer's own words, so no proposal: the order answers what it names.
                order.quotation_ids = named
        return super().action_receive()

    @api.depends("partner_id", "company_id", "quotation_reference", "line_ids.product_id", "quotation_ids", "state")
    def _compute_proposed_quotation_ids(self):
        asked = self.filtered(lambda order: order.state in OPEN_STATES and order.partner_id)
        open_quotations = asked._find_open_quotations()
        for order in self:
            mine = open_quotations.filtered(lambda sale, order=order: order._may_answer(sale))
            order.proposed_quotation_ids = (
                mine.filtered(
                    lambda sale, order=order: order._names_quotation(sale) or order._asks_for_same_products(sale)
                ).sudo(False)
                - order.quotation_ids
                if order in asked
                else False
            )

    def _find_open_quotations(self):
        domain = Domain(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "in", OPEN_QUOTATION),
                ("customer_order_id", "=", False),
                ("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
            ]
        )
        # sudo: what answers a quotation does not depend on who may see it; of foreign ones only the number is shown.
        return self.env["sale.order"].sudo().search(domain) if self else self.env["sale.order"]

    def _may_answer(self, sale):
        return (sale.company_id, sale.partner_id.commercial_partner_id) == (self.company_id, self.commercial_partner_id)

    def _names_quotation(self, sale):
        named = (self.quotation_reference or "").casefold()
        return bool(named) and sale.name.casefold() in named.replace(",", " ").replace(";", " ").split()

    def _asks_for_same_products(self, sale):
        products = self.line_ids.product_id
        return bool(products) and products <= sale.order_line.product_id

    def _get_named_quotations(self):
        self.ensure_one()
        if not (self.quotation_reference and self.partner_id):
            return self.env["sale.order"]
        quotations = self._find_open_quotations()
        return quotations.filtered(lambda sale: self._may_answer(sale) and self._names_quotation(sale)).sudo(False)

    def action_link_quotations(self):
        """Link the proposed quotations: the order answers them."""
        for order in self:
            order.quotation_ids += order.proposed_quotation_ids
        return True

    def action_view_quotations(self):
        """Open the quotations that this order answers."""
        self.ensure_one()
        return self.quotation_ids._get_records_action(name=self.env._("Quotations"))
