from odoo import api, models
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import SQL, split_every

BATCH = 500
# The state in which an act leaves the order. Of amendments only those count that cancel it.
STATES_AFTER = {
    "customer_order.received": "received",
    "customer_order.rejected": "rejected",
    "customer_order.withdrawn": "cancelled",
    "customer_order.countered": "countered",
    "customer_order.counter_declined": "received",
    "customer_order.counter_withdrawn": "received",
    "customer_order.counter_lapsed": "received",
    "customer_order.accepted": "accepted",
    "customer_order.amended": "cancelled",
    "customer_order.reopened": "accepted",
    "customer_order.fulfilled": "fulfilled",
    "customer_order.settled": "settled",
    "customer_order.closed": "closed",
}
CONCLUDING_EVENTS = ["customer_order.accepted", "customer_order.amended"]


class CustomerOrder(models.Model):
    """Whether orders stand as their sealed acts have left them, whoever wrote the tables.

    An order that is in no state by any act, or goes by another version than the one that was agreed last, binds nobody
    and nothing: the comparison of contents would not even look at it.
    """

    _inherit = "customer.order"

    @api.model
    def _get_state_findings(self, company):
        """Yield a ``Finding`` per order of ``company`` whose state or version in force is not what was sealed last."""
        # What the tables hold counts, not what this transaction remembers.
        self.env.invalidate_all()
        # sudo: verification reads every order of the company, whoever may see it.
        orders = self.sudo()
        received = orders.search([("company_id", "=", company.id), ("state", "!=", "draft")], order="id")
        for ids in split_every(BATCH, received.ids):
            batch = orders.browse(ids)
            states, numbers = batch._get_sealed_states(company), batch._get_sealed_numbers(company)
            for order in batch:
                paths = [] if order.state == states.get(order.name) else ["/state"]
                paths += [] if order.current_version_id.number == numbers.get(order.name, 0) else ["/version"]
                if paths:
                    ref = EntryRef(company.id, self._name, order.name, 0)
                    yield Finding(FindingCode.DOCUMENT_CHANGED, ref, {"paths": paths})
            self.env.invalidate_all()

    @api.model
    def _get_states_after(self):
        """Return ``{event: state}``: the state in which an act leaves the order. Extend it with ``super()``."""
        return STATES_AFTER

    def _get_sealed_states(self, company):
        """Return ``{order name: state}`` as the last act left it."""
        states = self._get_states_after()
        is_left = SQL("event != 'customer_order.amended' OR payload::jsonb ->> 'cancelled' = 'true'")
        return {
            name: states[event] for name, event in self._get_last_acts(company, list(states), SQL("event"), is_left)
        }

    def _get_sealed_numbers(self, company):
        """Return ``{order name: number of the version in force}``."""
        number = SQL("(payload::jsonb ->> 'version')::int")
        return dict(self._get_last_acts(company, CONCLUDING_EVENTS, number, SQL("TRUE")))

    def _get_last_acts(self, company, events, value, condition):
        """Return ``[(order name, value)]`` of the last of these events of each of these orders."""
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (subject_key) subject_key, %(value)s
                FROM evidence_entry
                WHERE company_ref = %(company)s AND subject_model = %(model)s AND subject_key IN %(names)s
                  AND event IN %(events)s AND (%(condition)s)
                ORDER BY subject_key, sequence DESC
                """,
                value=value,
                company=company.id,
                model=self._name,
                names=tuple(self.mapped("name")),
                events=tuple(events),
                condition=condition,
            )
        )
