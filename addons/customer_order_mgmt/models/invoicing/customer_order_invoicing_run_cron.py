import logging

from odoo import api, models

from ...tools.collisions import COLLISIONS

_logger = logging.getLogger(__name__)

TRIES = 5


class CustomerOrderInvoicingRun(models.Model):
    """The scheduled job: plans the day of each company, then works off item by item.

    Each step ends with a commit. Killed at any moment, it goes on where it was: an invoice and the item that asked for
    it are committed together, and quantities are read again before each invoice.
    """

    _inherit = "customer.order.invoicing.run"

    @api.model
    def _cron_invoice(self):
        """Invoice what is due in every company with a plan, and send it. An error stays with its item."""
        for company in self._get_companies():
            self._commit_retrying(lambda company=company: self._plan_day(company))
        items = self.env["customer.order.invoicing.item"]
        todo = items.search(items._get_open_domain(), order="date, id").ids
        self.env["ir.cron"]._commit_progress(remaining=len(todo))
        for item_id in todo:
            if not self._work_off(items.browse(item_id)):
                break

    @api.model
    def _work_off(self, item):
        """Post and send the invoice of one item; return the seconds that are left for others."""
        self._commit_retrying(item._attempt)
        # The mail leaves when the invoice is committed: nobody gets an invoice that does not exist.
        return self._commit_retrying(item._attempt_sending, processed=1)

    @api.model
    def _commit_retrying(self, act, processed=0):
        """Run ``act`` and commit, from the beginning when it collides with others; return the seconds left."""
        for tries_left in reversed(range(TRIES)):
            try:
                act()
                return self.env["ir.cron"]._commit_progress(processed)
            except COLLISIONS:
                self.env.cr.rollback()
                self.env.transaction.reset()
                if not tries_left:
                    _logger.info("Invoicing collides with others, and goes on at the next run.")
        return self.env["ir.cron"]._commit_progress(processed)

    @api.model
    def _plan_day(self, company, today=None):
        """Make items of what is due ``today`` and of previews that were queued; return them."""
        items = self.env["customer.order.invoicing.item"]
        today = today or items._get_today(company)
        planned = items._open_new(company, items._get_due(company, today), lambda: self._make_run(company, today))
        for run in self.search([("state", "=", "queued"), ("company_id", "=", company.id)]):
            run.item_ids.unlink()
            planned += items._open_new(company, items._get_due(company, run.date), lambda run=run: run)
            run.state = "done"
        return planned

    @api.model
    def _request(self, company, orders):
        """Make items of what ``orders`` delivered, because a person asks for the invoices now; return them."""
        items = self.env["customer.order.invoicing.item"]
        today = items._get_today(company)
        vals = {"company_id": company.id, "date": today, "state": "done", "user_id": self.env.uid}
        due = items._get_due(company, today, orders, requested=True)
        return items._open_new(company, due, lambda: self.create(vals), is_requested=True)

    @api.model
    def _make_run(self, company, today):
        domain = [
            ("company_id", "=", company.id),
            ("date", "=", today),
            ("state", "=", "done"),
            ("user_id", "=", False),
        ]
        vals = {"company_id": company.id, "date": today, "state": "done", "user_id": False}
        return self.search(domain) or self.create(vals)

    @api.model
    def _get_companies(self):
        """Return the companies in which something is invoiced by itself, or was asked to be."""
        plans = self.env["customer.order.invoicing.plan"].search([("mode", "!=", "manual")])
        return plans.company_id | self.search([("state", "=", "queued")]).company_id
