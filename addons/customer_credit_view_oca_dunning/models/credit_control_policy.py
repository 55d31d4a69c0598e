from odoo import models


class CreditControlPolicy(models.Model):
    _inherit = "credit.control.policy"

    def _get_move_lines_to_process(self, credit_control_run):
        """Nobody is reminded of what was contested, or promised for a day that is still to come."""
        lines = super()._get_move_lines_to_process(credit_control_run)
        return lines - lines._get_undunned()
