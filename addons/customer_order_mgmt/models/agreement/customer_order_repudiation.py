from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import format_date

from ...exceptions import OrderIncomplete
from ...logic.given import is_said

BINDING_STATES = ("accepted", "fulfilled", "settled", "closed")


class CustomerOrder(models.Model):
    """A customer who denies an accepted order: recorded, sealed, put under legal hold, and never executed."""

    _inherit = "customer.order"

    repudiated_date = fields.Date(
        string="Disputed since",
        readonly=True,
        copy=False,
        help="The customer tried to withdraw from, or denies, the accepted order. It binds all the same.",
    )

    repudiation_notice = fields.Char(compute="_compute_repudiation_notice")

    @api.depends("repudiated_date")
    def _compute_repudiation_notice(self):
        for order in self:
            order.repudiation_notice = order.repudiated_date and self.env._(
                "The customer has disputed this order since %(day)s. It binds both sides all the same, and is under"
                " legal hold.",
                day=format_date(self.env, order.repudiated_date),
            )

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.repudiation_attempted": EventSchema(
                1, {"content": "hash", "state": "text", "date": "date", "files": ["file"]}
            ),
            "customer_order.withdrawn": EventSchema(1, {"content": "hash", "total": "money"}),
        }

    def action_record_repudiation(self, reason, files=None):
        """Record that the customer denies an accepted order, with the ``files`` in which it does, attachments or their
        ids; return True.

        Nothing of the order changes. A legal hold keeps every piece of evidence until it is lifted.
        """
        self.check_access("write")
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please write down what the customer says."))
        attachments = self.env["ir.attachment"].browse(getattr(files, "ids", files or ()))
        attachments.check_access("read")
        for order in self:
            order._record_repudiation(reason, attachments)
        return True

    def _record_repudiation(self, reason, files):
        self._begin_act(*BINDING_STATES)
        day = self._get_today()
        # sudo: who may link a file to the order could read it, and so may attach it.
        files.sudo().filtered(lambda file: not file.res_id).write({"res_model": self._name, "res_id": self.id})
        self._advance(self.state, repudiated_date=self.repudiated_date or day)
        payload = {"content": self.current_version_id.content_hash, "state": self.state, "date": day}
        self._seal("customer_order.repudiation_attempted", {**payload, "files": list(files)}, reason=reason)
        self._place_legal_hold(reason)

    def _place_legal_hold(self, reason):
        # sudo: holds are placed by auditors; here the act itself asks for one.
        holds = self.env["evidence.hold"].sudo()
        if not holds._is_held(self.company_id.id, self._name, self._get_evidence_key()):
            holds.create(
                {
                    "company_id": self.company_id.id,
                    "subject_model": self._name,
                    "subject_key": self._get_evidence_key(),
                    "reason": reason,
                }
            )

    def action_withdraw(self, reason):
        """Record that the customer takes back an order that we have not accepted: it stays visible, cancelled."""
        self.check_access("write")
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please write down why the customer takes the order back."))
        for order in self:
            order._begin_act("received", "countered")
            if order.state == "countered":
                order._check_not_confirmed()
            order._advance("cancelled", counter_version_id=False, counter_valid_until=False)
            payload = {"content": order.received_hash, "total": str(order._money(order.amount_total))}
            order._seal("customer_order.withdrawn", payload, reason=reason)
        return True
