from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

SOON = 3
ACTIONS = {
    "uninvoiced": "customer_order_mgmt.customer_order_uninvoiced_action",
    "invoices_stuck": "customer_order_mgmt.customer_order_invoicing_item_action",
    "incoming": "customer_order_mgmt.customer_order_intake_action",
}


class CustomerOrderWork(models.Model):
    """What waits, code by code. Days are those of the user's time zone, hours those of the company's setting."""

    _inherit = "customer.order.work"

    def _get_work_to_decide(self):
        return self.env["customer.order"], Domain("state", "=", "received")

    def _get_work_unacknowledged(self):
        """Answers that the customer has been owed for longer than each company allows."""
        # A received order that was sent no word owes nothing in law, but its customer waits all the same.
        untold = Domain("state", "=", "received") & Domain("acknowledgement_state", "=", False)
        owed = Domain("acknowledgement_state", "=", "to_acknowledge") | untold
        late = Domain.OR(self._get_late_domain(company) for company in self.env.companies)
        return self.env["customer.order"], owed & late

    def _get_late_domain(self, company):
        limit = fields.Datetime.now() - timedelta(hours=company.customer_order_acknowledge_hours)
        # Orders from before this was noted go by their last change.
        since = Domain("answer_owed_at", "=", False) & Domain("write_date", "<=", limit)
        return Domain("company_id", "=", company.id) & (Domain("answer_owed_at", "<=", limit) | since)

    def _get_work_counters_expiring(self):
        expiring = Domain("counter_confirmed_at", "=", False) & Domain("counter_valid_until", "<=", self._get_soon())
        return self.env["customer.order"], Domain("state", "=", "countered") & expiring

    def _get_work_counters_confirmed(self):
        confirmed = Domain("state", "=", "countered") & Domain("counter_confirmed_at", "!=", False)
        return self.env["customer.order"], confirmed | Domain("amendment_ids.state", "=", "agreed")

    def _get_work_amendments_waiting(self):
        # Our own drafts too: whoever writes one need not be who agrees to it.
        return self.env["customer.order.amendment"], Domain("state", "=", "draft")

    def _get_work_amendments_expiring(self):
        expiring = Domain("state", "=", "proposed") & Domain("valid_until", "<=", self._get_soon())
        return self.env["customer.order.amendment"], expiring

    def _get_work_uninvoiced(self):
        return self.env["customer.order.uninvoiced"], Domain.TRUE

    def _get_work_invoices_stuck(self):
        """Invoices of plans that wait for a person; what is ready, or posted a moment ago, goes on by itself."""
        unsent = Domain("state", "=", "posted") & Domain("error", "not in", (False, ""))
        return self.env["customer.order.invoicing.item"], Domain("state", "in", ("held", "error")) | unsent

    def _get_work_differences(self):
        """Differences in payment that somebody else proposed: nobody approves an own one."""
        waiting = Domain("state", "=", "proposed") & Domain("proposed_by_id", "!=", self.env.uid)
        return self.env["customer.order.difference"], waiting

    def _get_work_incidents(self):
        return self.env["customer.order.incident"], Domain("state", "=", "open")

    def _get_work_incoming(self):
        """Mails and files that reading made no draft of: it failed, or it needs to know what they are, or whose."""
        return self.env["customer.order.intake"], Domain("state", "in", ("read", "failed"))

    def _get_work_action(self):
        if self.code in ACTIONS:
            return self.env["ir.actions.act_window"]._for_xml_id(ACTIONS[self.code])
        return super()._get_work_action()

    def _get_soon(self):
        return fields.Date.context_today(self) + timedelta(days=SOON)
