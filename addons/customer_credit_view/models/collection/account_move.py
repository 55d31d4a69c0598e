from odoo import models

from ...exceptions import DisputeRefused


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_toggle_block_payment(self):
        """A dispute keeps its invoice blocked until it is settled."""
        # sudo: whoever may block a payment need not see disputes.
        open_disputes = self.env["credit.dispute"].sudo()._get_open(self)
        if open_disputes:
            raise DisputeRefused(
                self.env._(
                    "%(invoice)s is contested (%(dispute)s). Please settle the dispute; the payment is free then.",
                    invoice=open_disputes[0].move_id.name,
                    dispute=open_disputes[0].name,
                )
            )
        return super().action_toggle_block_payment()

    def action_dispute(self):
        """Take down that the customer contests this invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Dispute"),
            "res_model": "credit.dispute",
            "views": [(False, "form")],
            "context": {"default_move_id": self.id},
        }
