from odoo import models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _is_seen_on_bank_line(self):
        """Whether the outstanding item of this payment is reconciled with a line of a bank statement."""
        self.ensure_one()
        liquidity, _counterpart, _writeoff = self._seek_for_lines()
        partners = liquidity.matched_credit_ids.credit_move_id | liquidity.matched_debit_ids.debit_move_id
        # A bank line that somebody made a draft again stays reconciled.
        return any(move.statement_line_id and move.state == "posted" for move in partners.move_id)
