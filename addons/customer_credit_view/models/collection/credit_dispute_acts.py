from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from ...exceptions import DisputeRefused

TASK = "mail.mail_activity_data_todo"


class CreditDispute(models.Model):
    """Raising and settling: sealed acts that block the invoice's payment and set it free."""

    _inherit = "credit.dispute"

    def _raise_up(self):
        """Number, seal and assign new disputes, and block their invoices."""
        sequence = self.env["ir.sequence"].sudo()  # sudo: analysts do not read sequences
        for dispute in self:
            # sudo: whoever takes it down may not write invoices; the block is what the dispute stands for.
            move = dispute.sudo().move_id
            if move.payment_state in ("paid", "in_payment", "reversed"):
                raise ValidationError(self.env._("%s is paid: there is nothing to contest.", move.display_name))
            dispute._act({"name": sequence.next_by_code("credit.dispute")})
            dispute._seal("credit.dispute_raised", dispute._prepare_raised_payload())
            if move.payment_state != "blocked":
                move.payment_state = "blocked"
            dispute.activity_schedule(
                TASK, user_id=dispute.user_id.id, date_deadline=dispute.deadline_date, summary=dispute.move_name
            )

    def _prepare_raised_payload(self):
        return {
            "invoice": self.move_name,
            "amount": float_repr(self.amount, self.currency_id.decimal_places) if self.amount else None,
            "currency": self.currency_id.name,
            "reason": self.reason,
            "raised": self.raised_date,
            "description": self.description or None,
        }

    def action_accept(self):
        """The customer was right: what to credit is credited as usual; the payment of the rest is free again."""
        return self._settle("accepted")

    def action_reject(self):
        """The customer was not right: the invoice is to be paid as it is."""
        return self._settle("rejected")

    def _settle(self, state):
        self.check_access("write")
        for dispute in self:
            if dispute.state != "open":
                raise DisputeRefused(self.env._("%s is settled already.", dispute.name))
            if not (dispute.settlement or "").strip():
                raise DisputeRefused(
                    self.env._("Please say in %s what was found and agreed: it is kept.", dispute.name)
                )
        self._act(
            {
                "state": state,
                "settled_date": self.company_id[:1]._get_credit_today(),
                "settled_by_id": self.env.uid,
            }
        )
        for dispute in self:
            dispute._seal("credit.dispute_settled", {"outcome": state}, reason=dispute.settlement)
        self._free_invoices()
        self.activity_feedback([TASK])
        return True

    def _free_invoices(self):
        """Let core say again how these invoices are paid."""
        # sudo: as in ``_raise_up``.
        moves = self.sudo().move_id.filtered(lambda move: move.payment_state == "blocked")
        moves.payment_state = "not_paid"
        self.env.add_to_compute(moves._fields["payment_state"], moves)

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "credit.dispute_raised": EventSchema(
                1,
                {
                    "invoice": "text",
                    "amount?": "money",
                    "currency": "text",
                    "reason": "text",
                    "raised": "date",
                    "description?": "personal",
                },
            ),
            "credit.dispute_settled": EventSchema(1, {"outcome": "text"}),
        }
