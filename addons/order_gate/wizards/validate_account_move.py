from odoo import models

from ..logic.findings import Checkpoint


class ValidateAccountMove(models.TransientModel):
    _inherit = "validate.account.move"

    def validate_move(self):
        # Many entries are posted here at once: one that is held does not stop the others.
        held = self.move_ids - self.move_ids._gate_enter(Checkpoint.INVOICE)
        self.move_ids -= held
        result = super().validate_move()
        return held._gate_answer() if held else result
