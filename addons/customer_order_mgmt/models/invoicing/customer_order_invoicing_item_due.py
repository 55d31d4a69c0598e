from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.invoicing import Mode, Verdict, group


class DueInvoice(NamedTuple):
    """One invoice to make: ``parts`` out of deliveries, or a ``milestone``."""

    key: str
    plan: models.BaseModel
    date: object
    sales: models.BaseModel
    parts: tuple = ()
    milestone: models.BaseModel | None = None

    @property
    def quantities(self):
        """What of each sales order line, out of all deliveries together."""
        quantities = {}
        for part in self.parts:
            quantities[part.line_id] = quantities.get(part.line_id, 0) + part.quantity
        return {line_id: float(quantity) for line_id, quantity in quantities.items()}


class KnownDeliveries(NamedTuple):
    """What is known of deliveries: days and verdicts by delivery, quantities invoiced by sales order line and delivery.

    Gathered for all of them together: read line by line, each would cost queries of its own.
    """

    days: dict
    verdicts: dict
    invoiced: dict


class CustomerOrderInvoicingItem(models.Model):
    """What is due on a day: gathered for all orders of a company in a constant number of queries."""

    _inherit = "customer.order.invoicing.item"

    @api.model
    def _get_due(self, company, today, orders=None, *, requested=False):
        """Return the ``DueInvoice`` of ``company`` on the business day ``today``; of ``orders`` alone, when given.

        ``requested``: a person wants what these orders delivered to be invoiced now, whatever their plans say.
        """
        # sudo: what is due does not depend on who looks; callers check who may look.
        items = self.sudo().with_company(company)
        if requested:
            return items._get_due_deliveries(company, today, orders, Mode.PER_DELIVERY)
        return [*items._get_due_milestones(company, today, orders), *items._get_due_deliveries(company, today, orders)]

    @api.model
    def _get_due_deliveries(self, company, today, orders, mode=None):
        lines = self._get_open_sale_lines(company, orders)
        terms = lines.order_id.customer_order_id._get_invoicing_terms(mode)
        lines = lines.filtered(lambda line: terms[line.order_id.customer_order_id].plan.mode != Mode.MANUAL)
        known = self._get_known(company, lines)
        values = [line._prepare_invoicing_line(self._get_terms(line.order_id, terms), known) for line in lines]
        due = []
        for key, parts in group(values, today).items():
            own_lines = lines.browse(part.line_id for part in parts)
            if not any(own_lines.mapped("price_subtotal")):
                # Samples free of charge alone make no invoice.
                continue
            sales = own_lines.order_id
            plan = sales.customer_order_id[:1].effective_invoicing_plan_id
            date = today if mode else plan._get_closing_day(today)
            due.append(DueInvoice(key, plan, date, sales, tuple(parts)))
        return due

    @api.model
    def _get_due_milestones(self, company, today, orders):
        domain = Domain("company_id", "=", company.id) & Domain("reached_date", "<=", today)
        domain &= Domain("order_id.state", "in", ("accepted", "fulfilled"))
        if orders is not None:
            domain &= Domain("order_id", "in", orders.ids)
        milestones = (
            self.env["customer.order.milestone"]
            .search(domain)
            .filtered(
                lambda milestone: milestone._is_to_invoice()
                and milestone.order_id.effective_invoicing_plan_id.mode == Mode.MILESTONE
            )
        )
        due = []
        for milestone in milestones:
            plan = milestone.order_id.effective_invoicing_plan_id
            # Goods free of charge have a sales order of their own, where they are promised for another day.
            sales = milestone.order_id._get_sales_in_force().filtered(lambda sale: sale.amount_total > 0)
            if sales:
                due.append(DueInvoice(f"milestone/{milestone.id}", plan, today, sales, milestone=milestone))
        return due

    @api.model
    def _get_open_sale_lines(self, company, orders):
        """Return the lines of accepted customer orders of which something was delivered and not invoiced."""
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("state", "=", "sale"),
                ("order_id.customer_order_version_id", "!=", False),
                ("is_downpayment", "=", False),
                ("display_type", "=", False),
                ("qty_delivered", ">", 0),
                ("qty_to_invoice", ">", 0),
            ]
        )
        if orders is not None:
            domain &= Domain("order_id.customer_order_id", "in", orders.ids)
        return self.env["sale.order.line"].search(domain, order="order_id, sequence, id")

    @api.model
    def _get_terms(self, sale, terms):
        order = sale.customer_order_id
        return terms[order]._replace(place=order.effective_invoicing_plan_id._get_place(sale))

    @api.model
    def _get_known(self, company, lines):
        zone = self._get_zone(company)
        pickings = lines.move_ids.picking_id.filtered(lambda picking: picking.state == "done")
        verdicts = {picking.id: picking.customer_order_verdict for picking in pickings}
        return KnownDeliveries(
            days={picking.id: picking._get_done_day(zone) for picking in pickings},
            verdicts={picking_id: Verdict(said) if said else None for picking_id, said in verdicts.items()},
            invoiced=self._get_invoiced_of_deliveries(lines),
        )

    @api.model
    def _get_invoiced_of_deliveries(self, lines):
        rows = self.env["customer.order.invoicing.item.line"]._read_group(
            [
                ("sale_line_id", "in", lines.ids),
                ("picking_id", "!=", False),
                ("item_id.state", "in", ("held", "posted", "done")),
                ("item_id.invoice_ids", "any", [("state", "!=", "cancel")]),
            ],
            ["sale_line_id", "picking_id"],
            ["quantity:sum"],
        )
        return {(line.id, picking.id): quantity for line, picking, quantity in rows}

    @api.model
    def _get_zone(self, company):
        return company.partner_id.tz or self.env.user.tz or "UTC"

    @api.model
    def _get_today(self, company):
        """Today where the company is."""
        return fields.Date.context_today(self.with_context(tz=self._get_zone(company)))
