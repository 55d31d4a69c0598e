import logging

from odoo import fields, models
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...exceptions import InvoicingRefused
from ...tools.collisions import COLLISIONS
from ...tools.invoicing_order import InvoicingOrder, ordering

_logger = logging.getLogger(__name__)


class CustomerOrderInvoicingItem(models.Model):
    """Making and posting the invoice of an item: all of it or nothing, and the reason stays with the item."""

    _inherit = "customer.order.invoicing.item"

    def _attempt(self):
        """Bring this item as far as it can go without sending. Does not commit; collisions are the caller's."""
        self.ensure_one()
        self._claim()
        if self.state not in ("ready", "held", "error"):
            return
        try:
            with self.env.cr.savepoint():
                self._advance_invoice()
        except COLLISIONS:
            raise
        except Exception as error:
            self._note(error)

    def _claim(self):
        """Collide with whatever else works on this item, or invoices its sales orders, at the same time."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE customer_order_invoicing_item SET id = id WHERE id = %s", self.id), log_exceptions=False
        )
        self.sale_order_ids._claim_for_invoicing()
        self.milestone_id._claim()
        self.env.invalidate_all()

    def _note(self, error, state="error"):
        """Keep why it did not work; what is no refusal but a fault of the program is logged as well."""
        if not isinstance(error, UserError):
            _logger.exception("Invoicing item %s", self.id)
        self.write({"state": state, "error": str(error), "attempt_count": self.attempt_count + 1})

    def _advance_invoice(self):
        invoices = self._get_live_invoices()
        if not invoices:
            invoices = self._make_invoices()
        elif not self._may_post(invoices):
            return
        if not invoices:
            self.write({"state": "skipped", "error": self.env._("Nothing of it is left to be invoiced.")})
            return
        self._post(invoices.filtered(lambda invoice: invoice.state == "draft"))

    def _get_live_invoices(self):
        return self.invoice_ids.filtered(lambda invoice: invoice.state != "cancel")

    def _may_post(self, invoices):
        """Whether drafts that were held may be posted now. A draft that somebody took back stays his."""
        drafts = invoices.filtered(lambda invoice: invoice.state == "draft")
        waiting = drafts.filtered(lambda invoice: invoice.gate_hold_state not in ("ready", "released"))
        if waiting and not waiting.filtered("gate_hold_state"):
            self.write({"state": "held", "error": self.env._("The invoice is a draft: post it, or delete it.")})
        return not waiting

    def _make_invoices(self):
        """Make the draft of what is due for this item as it is now; none where nothing is left."""
        due = self._get_due_now()
        if not due:
            return self.env["account.move"]
        self.write(self._prepare_content_vals(due))
        self._check_period(due)
        # Not on behalf of the company at hand but of the one that sells.
        company_item = self.with_company(self.company_id)
        invoices = company_item._make_milestone(due) if due.milestone else company_item._make_delivered(due)
        self.invoice_ids += invoices
        return invoices

    def _get_due_now(self):
        orders = self.sale_order_ids.customer_order_id
        everything = self._get_due(self.company_id, self.business_date, orders, requested=self.is_requested)
        return next((due for due in everything if due.key == self.key), None)

    def _make_delivered(self, due):
        with ordering(InvoicingOrder(date=self.date, journal_id=due.plan.journal_id.id, quantities=due.quantities)):
            invoices = due.sales._create_invoices(final=True)
        if len(invoices) > 1:
            raise InvoicingRefused(
                self.env._(
                    "%(sales)s cannot stand on one invoice: use a plan with one invoice per customer order.",
                    sales=", ".join(due.sales.mapped("name")),
                )
            )
        return invoices

    def _make_milestone(self, due):
        """A down payment of each sales order: natively it belongs to one."""
        invoices = self.env["account.move"]
        for sale in due.sales:
            wizard = self.env["sale.advance.payment.inv"].create(
                {
                    "advance_payment_method": "percentage",
                    "amount": due.milestone.percent,
                    "sale_order_ids": [fields.Command.set(sale.ids)],
                }
            )
            with ordering(InvoicingOrder(date=self.date, journal_id=due.plan.journal_id.id)):
                invoices += wizard._create_invoices(sale)
        due.milestone._mark({"invoice_ids": [fields.Command.set(invoices.ids)]})
        return invoices

    def _check_period(self, due):
        """Refuse a date in a closed period: Odoo would post the invoice with another accounting date."""
        journal = due.plan.journal_id or due.sales.journal_id[:1] or self._get_sales_journal()
        locks = self.company_id._get_violated_lock_dates(self.date, True, journal)
        if locks:
            raise InvoicingRefused(
                self.env._(
                    "The period of %(date)s is closed: %(locks)s. Give the invoice a later date, or open the period.",
                    date=fields.Date.to_string(self.date),
                    locks=self.company_id._format_lock_dates(locks),
                )
            )

    def _get_sales_journal(self):
        journals = self.env["account.journal"]
        domain = [*journals._check_company_domain(self.company_id), ("type", "=", "sale")]
        return journals.search(domain, limit=1)

    def _post(self, drafts):
        try:
            with self.env.cr.savepoint():
                drafts.action_post()
        except OrderHeld as error:
            # The draft is complete and stays: whoever releases the hold posts it.
            drafts._gate_keep_refused()
            self._note(error, "held")
            return
        held = drafts.filtered(lambda invoice: invoice.state != "posted")
        if held:
            message = self.env._("%(invoices)s is held.", invoices=", ".join(held.mapped("display_name")))
            self._note(InvoicingRefused(message), "held")
            return
        self.write({"state": "posted" if self._is_to_send() else "done", "error": False})

    def _is_to_send(self):
        return self.plan_id.is_sent
