from odoo import models

from ...exceptions import OrderStateRefused


class CustomerOrderIntake(models.Model):
    """What a person does with what came in."""

    _inherit = "customer.order.intake"

    def action_read(self):
        """Read the messages again, now."""
        for intake in self:
            intake._begin_act("new", "read", "failed")
            intake._count_try()
            intake._try_to_read()
        return True

    def action_capture(self):
        """Make a draft of it, whatever could be read; return the way to the order."""
        for intake in self:
            intake._begin_act("new", "read", "failed")
            intake._capture()
        return self.order_id._get_records_action(name=self.env._("Captured Orders"))

    def action_ignore(self):
        """Put aside what is no order."""
        for intake in self:
            intake._begin_act("new", "read", "failed")
            intake._advance("ignored", next_try_at=False, error=False)
            intake.activity_unlink(["mail.mail_activity_data_todo"])
        return True

    def action_reopen(self):
        """Take back that it is no order."""
        for intake in self:
            intake._begin_act("ignored")
            intake._advance("new", try_count=0)
        return True

    def action_open_order(self):
        """Open the order that came of it."""
        self.ensure_one()
        return self.order_id._get_records_action()

    def action_open_sender(self):
        """Ask who ordered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Orders?"),
            "res_model": "customer.order.intake.sender",
            "view_mode": "form",
            "target": "new",
            "context": {"default_intake_id": self.id},
        }

    def _ask_responsible(self, summary):
        """Leave a to-do for whoever is responsible, once."""
        for intake in self.filtered("user_id"):
            if not intake.activity_ids:
                intake.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=intake.user_id.id)

    def _begin_act(self, *states):
        self.ensure_one()
        self.check_access("write")
        self._claim()
        if self.state not in states:
            current = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise OrderStateRefused(
                self.env._(
                    "“%(subject)s” is %(state)s: this is not possible now.", subject=self.name, state=current.lower()
                )
            )
