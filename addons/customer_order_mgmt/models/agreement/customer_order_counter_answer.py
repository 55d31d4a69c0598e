import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CustomerOrder(models.Model):
    """What happens to a counter-offer whose day has passed without an answer."""

    _inherit = "customer.order"

    @api.model
    def _cron_follow_counters(self):
        """Let counter-offers lapse, or take silence as consent where the company's terms say so."""
        orders = self.search(self._get_lapsing_domain())
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(orders))
        for order_id in orders.ids:
            order = self.browse(order_id)
            try:
                with self.env.cr.savepoint():
                    order._follow_counter()
            except UserError as error:
                _logger.info("Counter-offer to %s was not followed: %s", order.name, error)
            if not cron._commit_progress(1):
                break

    def _get_lapsing_domain(self):
        # The act itself asks again, in the company's time zone.
        return [
            ("state", "=", "countered"),
            ("counter_confirmed_at", "=", False),
            ("counter_valid_until", "<", fields.Date.today()),
        ]

    def _follow_counter(self):
        self._begin_act("countered")
        until = self.counter_valid_until
        if self.counter_confirmed_at or until >= self._get_today():
            return
        if self.company_id.customer_order_silence_is_consent:
            version = self.counter_version_id
            vals = self._prepare_consent_vals(version=version, channel="silence")
            self.env["customer.order.consent"]._record(self, vals)
            self._advance("countered", counter_confirmed_at=self.env.cr.now())
            self._try_conclude()
        else:
            self._end_counter("customer_order.counter_lapsed", valid_until=until)
