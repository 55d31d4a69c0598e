from markupsafe import Markup
from odoo import models
from odoo.tools import format_date


class CreditApplication(models.Model):
    """Who learns of it: the customer's contact by mail, ourselves by a task."""

    _inherit = "credit.application"

    def _tell_submitted(self):
        for application in self:
            responsible = application.user_id or application.sudo().profile_id.user_id  # sudo: a customer submits
            if responsible:
                # sudo: a customer who submits gives us a task.
                application.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=responsible.id,
                    summary=self.env._("Credit application to review"),
                )

    def _tell_customer(self, event, words=None):
        """Tell the contact who applied what became of it. ``words`` are ours, plain text."""
        for application in self.filtered(lambda one: one._get_told()):
            told = application.with_context(lang=application.contact_id.lang)
            lines = [told._get_customer_sentence(event), words, told._get_reapply_sentence(event)]
            body = Markup("").join(Markup("<p>%s</p>") % line for line in lines if line)
            # sudo: the message is the company's, whoever acts.
            told.sudo().message_post(
                body=body,
                subject=told.env._("Your application for credit %s", application.name),
                partner_ids=application.contact_id.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _get_customer_sentence(self, event):
        sentences = {
            "returned": self.env._("Your application for credit needs something more. Please complete it."),
            "approved": self.env._("Your application for credit is approved."),
            "refused": self.env._(
                "We cannot give you credit at present: %s.", self.refusal_reason_id.name or self.env._("see below")
            ),
        }
        return sentences[event]

    def _get_reapply_sentence(self, event):
        if event == "refused" and self.reapply_date:
            return self.env._("You can apply again from %s on.", format_date(self.env, self.reapply_date))
        return None
