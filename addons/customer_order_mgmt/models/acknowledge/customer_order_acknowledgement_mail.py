from odoo import models
from odoo.exceptions import UserError

from ...logic.acknowledgement import Code

MAIL_TEMPLATE = "customer_order_mgmt.mail_template_customer_order_acknowledgement"
MAIL_TEMPLATES = {
    Code.RECEIVED: f"{MAIL_TEMPLATE}_ab",
    Code.ACCEPTED: MAIL_TEMPLATE,
    Code.CHANGED: f"{MAIL_TEMPLATE}_ca",
    Code.REJECTED: f"{MAIL_TEMPLATE}_re",
}
MAIL_LAYOUT = "mail.mail_notification_layout_with_responsible_signature"


class CustomerOrder(models.Model):
    """The mail that carries an acknowledgement: the sealed document, and when it left."""

    _inherit = "customer.order"

    def _send_acknowledgement(self):
        """Make and mail the acknowledgements at once, for batches and scheduled jobs."""
        for order in self:
            recipient = order._get_acknowledgement_recipient()
            if not recipient.email:
                raise UserError(
                    self.env._(
                        "%(partner)s has no e-mail address: the acknowledgement of %(order)s cannot be sent.",
                        partner=recipient.display_name,
                        order=order.name,
                    )
                )
            acknowledgement = order._provide_acknowledgement()
            order.message_post_with_source(
                acknowledgement._get_mail_template(),
                email_layout_xmlid=MAIL_LAYOUT,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _process_attachments_for_template_post(self, mail_template):
        """The mail carries the sealed document, never a fresh print of it."""
        result = super()._process_attachments_for_template_post(mail_template)
        if mail_template in self._get_acknowledgement_mail_templates():
            for order in self:
                document = order._get_last_acknowledgement().attachment_id
                result.setdefault(order.id, {}).setdefault("attachment_ids", []).extend(document.ids)
        return result

    def _get_acknowledgement_mail_templates(self):
        """The templates of all codes, but for those that somebody deleted."""
        templates = self.env["mail.template"]
        return templates.union(
            *(self.env.ref(xmlid, raise_if_not_found=False) or templates for xmlid in MAIL_TEMPLATES.values())
        )

    def _message_post_after_hook(self, message, msg_values):
        # sudo: customers post from the portal, and whoever mails an acknowledgement may not write it.
        self.sudo()._note_acknowledgement_sent(message.sudo())
        return super()._message_post_after_hook(message, msg_values)

    def _note_acknowledgement_sent(self, message):
        # A colleague who is asked to have a look is no customer, and without an address nothing leaves.
        if message.partner_ids.filtered(lambda partner: partner.partner_share and partner.email):
            waiting = self.acknowledgement_ids.filtered(lambda acknowledgement: not acknowledgement.sent_at)
            waiting.filtered(lambda a: a.attachment_id in message.attachment_ids)._mark_sent(message)
