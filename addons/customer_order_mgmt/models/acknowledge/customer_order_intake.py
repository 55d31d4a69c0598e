from odoo import models

from ...exceptions import OrderFileKnown


class CustomerOrderIntake(models.Model):
    """Messages that bring no order but the change or cancellation of one."""

    _inherit = "customer.order.intake"

    def _read_and_capture(self):
        changes = self.env["customer.order.change"]
        files = self.file_ids.filtered(lambda file: changes._can_read(file._get_content()))
        if not files:
            super()._read_and_capture()
        elif self.partner_id:
            notices = [self._take_change(file) for file in files]
            self._advance("ignored", error=False, try_count=0, next_try_at=False, notice="\n".join(notices))
        else:
            # Whoever sends a file may name any customer in it: a person says whose it is.
            notice = self.env._("It changes or cancels an order, and nobody knows whose: press “Who Orders?”.")
            self._advance("read", error=False, try_count=0, next_try_at=False, notice=notice)
            self._ask_responsible(self.env._("Decide what this is"))

    def _take_change(self, file):
        """Put the change on record, and return what became of it in words."""
        try:
            record = self.env["customer.order.change"]._import_order_change(
                file._get_content(), file.name, self.company_id, self.partner_id, channel="mail"
            )
        except OrderFileKnown as known:
            return str(known)
        return self.env._("“%(file)s” is on record with %(record)s.", file=file.name, record=record.display_name)
