from odoo import fields, models

from ...exceptions import InvoicingRefused
from ...tools.collisions import COLLISIONS


class CustomerOrderInvoicingItem(models.Model):
    """Sending the posted invoice of an item, the native way."""

    _inherit = "customer.order.invoicing.item"

    def _attempt_sending(self):
        """Send what is posted. Rolls back on an error, so it is for the scheduled job alone.

        Not in a savepoint: services that transmit electronic documents commit what they were told.
        """
        self.ensure_one()
        try:
            self._send()
        except COLLISIONS:
            raise
        except Exception as error:
            self.env.cr.rollback()
            self.env.transaction.reset()
            self._note(error, "posted")

    def _send(self):
        self._claim()
        if self.state != "posted":
            return
        invoices = self._get_live_invoices()
        if any(invoice.state != "posted" for invoice in invoices):
            self.write({"state": "held", "error": self.env._("The invoice is a draft: post it, or delete it.")})
            return
        unsent = invoices.filtered(lambda invoice: not invoice.is_move_sent)
        for invoice in unsent:
            self._check_recipient(invoice)
        if unsent:
            self.env["account.move.send"].with_company(self.company_id)._generate_and_send_invoices(unsent)
        self.write({"state": "done", "error": False, "sent_at": fields.Datetime.now() if unsent else False})

    def _check_recipient(self, invoice):
        """Refuse what Odoo would silently not send."""
        settings = self.env["account.move.send"]._get_default_sending_settings(invoice)
        recipients = self.env["res.partner"].browse(settings.get("mail_partner_ids", ())) | invoice.partner_id
        if "email" in settings["sending_methods"] and not any(recipients.mapped("email")):
            raise InvoicingRefused(
                self.env._(
                    "%(invoice)s was not sent: %(customer)s has no e-mail address.",
                    invoice=invoice.name,
                    customer=invoice.partner_id.display_name,
                )
            )
