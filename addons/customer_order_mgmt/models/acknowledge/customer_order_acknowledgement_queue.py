import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
# States whose beginning is told.
TOLD_STATES = ("received", "countered", "accepted", "rejected", "cancelled")


class CustomerOrder(models.Model):
    """Acknowledging without a person, where the company wants it: noted in the act, done by a job after it."""

    _inherit = "customer.order"

    acknowledgement_queued_at = fields.Datetime(
        string="Acknowledgement Queued",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Since when the acknowledgement waits to be mailed by itself.",
    )
    acknowledgement_error = fields.Text(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Why the acknowledgement could not be mailed by itself. Send it by hand.",
    )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"acknowledgement_queued_at", "acknowledgement_error"}

    def _advance(self, state, **vals):
        result = super()._advance(state, **vals)
        if state in TOLD_STATES or "current_version_id" in vals:
            self._queue_acknowledgement()
        return result

    def _queue_acknowledgement(self):
        """Have the customers told by the job, where their company wants it. Nothing is mailed in this transaction."""
        queued = self.filtered("company_id.customer_order_auto_acknowledge")
        if queued:
            queued._note_acknowledgement_queue(fields.Datetime.now())
            # sudo: whoever acts may not write jobs.
            self.env.ref("customer_order_mgmt.ir_cron_send_acknowledgements").sudo()._trigger()

    def _note_acknowledgement_queue(self, queued_at, error=None):
        for order in self:
            # sudo: the act was checked; who may act need not be who may write (a customer confirms an offer).
            super(CustomerOrder, order.sudo())._advance(
                order.state, acknowledgement_queued_at=queued_at, acknowledgement_error=error
            )

    def _note_acknowledgement_sent(self, message):
        waiting = self.filtered(lambda order: order.acknowledgement_queued_at or order.acknowledgement_error)
        result = super()._note_acknowledgement_sent(message)
        # Told by hand in the meantime: neither to be told again, nor failed any more.
        waiting.filtered(lambda order: order.acknowledgement_state == "acknowledged")._note_acknowledgement_queue(False)
        return result

    @api.model
    def _cron_send_acknowledgements(self):
        """Mail what is queued, one order at a time; an order that fails keeps the reason and leaves the queue."""
        queue = self.search([("acknowledgement_queued_at", "!=", False)], order="acknowledgement_queued_at, id")
        self.env["ir.cron"]._commit_progress(remaining=len(queue))
        for order_id in queue.ids:
            self.browse(order_id)._send_queued_acknowledgement()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _send_queued_acknowledgement(self):
        """Mail the acknowledgement of one queued order, or note why that failed."""
        self.ensure_one()
        order = self.with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                if order._take_from_queue() and order.acknowledgement_state != "acknowledged":
                    order._send_acknowledgement()
        except UserError as error:
            order._note_acknowledgement_failure(str(error))
        except Exception:
            # One order must not keep the others from being told.
            _logger.exception("Acknowledging %s failed", order.name)
            order._note_acknowledgement_failure(self.env._("An unexpected error, see the server's log."))

    def _take_from_queue(self):
        """Take the order for this run; False when another run has or had it."""
        self.flush_recordset()
        taken = self.env.execute_query(
            SQL(
                """
                UPDATE customer_order SET acknowledgement_queued_at = NULL
                WHERE id = %s AND acknowledgement_queued_at IS NOT NULL RETURNING id
                """,
                self.id,
            )
        )
        self.invalidate_recordset(["acknowledgement_queued_at"])
        return bool(taken)

    def _note_acknowledgement_failure(self, reason):
        self._note_acknowledgement_queue(False, reason)
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=self.user_id.id or self.env.uid,
            summary=self.env._("The customer was not told"),
            note=reason,
        )
