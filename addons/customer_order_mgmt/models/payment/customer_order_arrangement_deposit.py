from decimal import Decimal

from odoo import fields, models
from odoo.fields import Command

from ...logic.arrangement import split


class CustomerOrderArrangement(models.Model):
    """The invoices of a deposit."""

    _inherit = "customer.order.arrangement"

    deposit_move_ids = fields.One2many(
        "account.move",
        "customer_order_arrangement_id",
        groups="account.group_account_invoice",
    )

    def _get_deposit_invoices(self):
        # sudo: whether a deposit was invoiced and paid is shown to clerks who may not read invoices.
        return self.sudo().deposit_move_ids.filtered(lambda move: move.state != "cancel")

    def _get_net_invoiced(self):
        """Return what is invoiced of this deposit, drafts included, less its posted credit notes."""
        self.ensure_one()
        invoices = self._get_deposit_invoices()
        return sum(invoices.mapped("amount_total")) - invoices._get_credited()

    def _get_rest_to_invoice(self):
        return self.order_id._money(self.amount - self._get_net_invoiced())

    def _invoice_rest(self):
        """Return the invoice of what was not invoiced yet; none where that is nothing."""
        self.ensure_one()
        rest = self._get_rest_to_invoice()
        sales = self.order_id._get_sales_in_force().filtered(lambda sale: sale.amount_total > 0)
        if rest <= 0 or not sales:
            return self.env["account.move"]
        weights = [self.order_id._money(sale.amount_total) for sale in sales]
        parts = split(rest, weights, self.order_id._get_unit())
        # sudo: as a salesperson does from a sales order, a clerk asks for an advance without any right to invoice
        # else; posting it needs that right.
        invoice = self.env["account.move"].sudo().with_company(self.company_id)
        invoice = invoice.create(self._prepare_deposit_invoice(dict(zip(sales, parts, strict=True))))
        invoice.message_post_with_source(
            "mail.message_origin_link",
            render_values={"self": invoice, "origin": self.order_id},
            subtype_xmlid="mail.mt_note",
        )
        return invoice

    def _prepare_deposit_invoice(self, amount_by_sale):
        """Return the values of one native down payment invoice for all sales orders of the order."""
        first, *others = amount_by_sale
        sales = first.union(*others)
        lines = []
        for sale, amount in amount_by_sale.items():
            lines += self._prepare_deposit_lines(sale, amount) if amount else []
        for sequence, line in enumerate(lines, start=1):
            line["sequence"] = sequence
        return {
            **first._prepare_invoice(),
            "customer_order_arrangement_id": self.id,
            "invoice_origin": ", ".join(sales.mapped("name")),
            "invoice_payment_term_id": False,
            "invoice_date_due": max(self._get_due_date(), self.order_id._get_today()),
            "invoice_line_ids": [Command.create(line) for line in lines],
        }

    def _prepare_deposit_lines(self, sale, amount: Decimal):
        """Add the down payment of ``amount`` to ``sale`` as its own wizard does; return the invoice lines."""
        sale = sale.with_context(lang=sale.partner_invoice_id.lang or self.env.lang).with_company(sale.company_id)
        wizard = sale.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": sale.ids, "advance_payment_method": "fixed", "fixed_amount": float(amount)}
        )
        engine = sale.env["account.tax"]
        goods = sale.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in goods]
        engine._add_tax_details_in_base_lines(base_lines, sale.company_id)
        engine._round_base_lines_tax_details(base_lines, sale.company_id)
        parts = engine._prepare_down_payment_lines(
            base_lines,
            sale.company_id,
            "fixed",
            float(amount),
            computation_key=f"down_payment,order,{self.id}",
        )
        sale._create_down_payment_section_line_if_needed()
        rows = sale._create_down_payment_lines_from_base_lines(parts)
        return [
            wizard._prepare_down_payment_invoice_line_values(sale, row, self._get_deposit_account(wizard, part))
            for row, part in zip(rows, parts, strict=True)
        ]

    def _get_deposit_account(self, wizard, base_line):
        return (
            self.company_id.downpayment_account_id
            or base_line["account_id"]
            or wizard._get_down_payment_account(base_line["product_id"])
        )

    def _get_due_date(self):
        [(day, _amount), *_others] = self.order_id._get_row_dues(self)
        return day
