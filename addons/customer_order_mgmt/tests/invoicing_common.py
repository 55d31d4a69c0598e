from datetime import datetime, time

from odoo import SUPERUSER_ID, fields

from .common import CustomerOrderCommon


class InvoicingCommon(CustomerOrderCommon):
    """Plans, deliveries on a given day, and the run of a given day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        cls.customer.email = "invoices@aqua.example.com"
        cls.company.partner_id.tz = "UTC"
        (cls.pump + cls.valve).invoice_policy = "delivery"
        # As the scheduled job.
        cls.runs = cls.env["customer.order.invoicing.run"].with_user(SUPERUSER_ID)
        cls.items = cls.env["customer.order.invoicing.item"].with_user(SUPERUSER_ID)

    def _plan(self, mode, customer=None, **vals):
        """Return a new plan, which is the customer's from now on."""
        vals = {"name": mode, "mode": mode, "company_id": self.company.id, "is_sent": False, **vals}
        plan = self.env["customer.order.invoicing.plan"].create(vals)
        (customer or self.customer).with_company(self.company).customer_order_invoicing_plan_id = plan
        return plan

    def _accepted(self, quantity=4, product=None, **vals):
        line = {"product_id": (product or self.pump).id, "quantity": quantity}
        return self._accept(self._create_order([line], **vals))

    def _deliver_on(self, order, day, share=1.0):
        """Ship ``share`` of what is open, on ``day``."""
        pickings = self._deliver(order, share)
        done_at = datetime.combine(fields.Date.to_date(day), time(12))
        pickings.date_done = done_at
        pickings.move_ids.date = done_at
        self._commit_like(order)
        return pickings

    def _run(self, day):
        """Do what the scheduled job does on ``day`` before it sends; return the items of that run."""
        items = self.runs._plan_day(self.company, fields.Date.to_date(day))
        for item in items:
            item._attempt()
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        return items

    def _due(self, day, **kwargs):
        self.env.flush_all()
        return self.items._get_due(self.company, fields.Date.to_date(day), **kwargs)
