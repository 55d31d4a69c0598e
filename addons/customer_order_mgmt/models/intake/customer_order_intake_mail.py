import hashlib

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, mute_logger
from odoo.tools.mail import unfold_references
from psycopg2.errors import UniqueViolation

from ...logic.intake_policy import is_package, is_pdf, judge_file

SUBJECT_LIMIT = 250


class CustomerOrderIntake(models.Model):
    """Receiving mails and files: kept as they came, hashed, read later by the cron."""

    _inherit = "customer.order.intake"
    _primary_email = "email_from"

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        # Purchasing systems send many orders at once, and nothing here answers by itself: with a customer there is no
        # loop to break. Strangers are limited as for any other mailbox.
        known = self.env["res.partner"].sudo().search([("email_normalized", "=", email_from_normalized)])
        return None if known else super()._detect_loop_sender_domain(email_from_normalized)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Register a mail. Reading it is left to the cron, so that no content can keep a mail from being received.

        An answer about an order that is sent to the mailbox as well belongs to the conversation of that order: the
        order is returned then.
        """
        if not self.env.su:
            raise AccessError(self.env._("Only the mail gateway takes mails in."))
        company = self.env["res.company"].browse((custom_values or {}).get("company_id") or self.env.company.id)
        self = self.with_company(company)  # noqa: PLW0642
        partner = self._find_sender(msg_dict.get("email_from"), company)
        if order := self._find_answered_order(msg_dict, partner, company):
            order.message_update(msg_dict)
            return order
        vals = self._prepare_received_vals(msg_dict, partner, company)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self._create_received(vals)
        except UniqueViolation:
            # Another worker takes the same mail in right now. An error here would bounce it to the customer; a thread
            # of no record takes the mail nowhere.
            return self.env["mail.thread"]

    @api.model
    def _prepare_received_vals(self, msg_dict, partner, company):
        # A salesperson need not be one who takes orders.
        users = partner.user_id | partner.commercial_partner_id.user_id | company.customer_order_user_id
        # sudo: the gateway acts as the sender, and a customer with a login may not read our users.
        user = users.sudo().filtered(
            lambda user: user.active and company in user.company_ids and self.with_user(user).has_access("write")
        )[:1]
        return {
            "company_id": company.id,
            "name": (msg_dict.get("subject") or "").strip()[:SUBJECT_LIMIT] or self.env._("No subject"),
            "email_from": msg_dict.get("email_from"),
            "message_ref": msg_dict.get("message_id"),
            "partner_id": partner.id,
            "user_id": user.id,
        }

    @api.model
    def _find_sender(self, email, company):
        """Return the contact with this address, if all who have it belong to one customer and none is one of us."""
        email = email_normalize(email or "")
        if not email:
            return self.env["res.partner"]
        # sudo: who has the address decides, also among contacts that the gateway's user may not see.
        partners = (
            self.env["res.partner"]
            .sudo()
            .search([("email_normalized", "=", email), *self.env["res.partner"]._check_company_domain(company)])
        )
        is_ours = any(partners.user_ids.mapped(lambda user: not user.share)) or company.partner_id in partners
        if is_ours or len(partners.commercial_partner_id) != 1:
            return self.env["res.partner"]
        people = partners.filtered(lambda partner: not partner.is_company)
        return (people or partners)[:1].sudo(False)

    @api.model
    def _find_answered_order(self, msg_dict, partner, company):
        """Return the order whose conversation a mail goes on, if its sender belongs to the customer of that order."""
        references = unfold_references(f"{msg_dict.get('references') or ''} {msg_dict.get('in_reply_to') or ''}")[-32:]
        orders = self.env["customer.order"]
        if not (references and partner):
            return orders
        # sudo: the gateway asks which conversation a mail names; the customer of the order is compared below.
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("message_id", "in", references), ("model", "=", orders._name)], order="id desc")
        )
        orders = orders.browse(messages.mapped("res_id")).exists()
        return orders.filtered(
            lambda order: (order.company_id, order.commercial_partner_id) == (company, partner.commercial_partner_id)
        )[:1]

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        # The gateway posts as OdooBot; whatever others post is talk about the message.
        if message.message_type == "email" and self.env.user._is_superuser():
            self._take_mail(message)
        return result

    def _take_mail(self, message):
        """Keep the files of a mail. A later mail of the same sender adds to what is not captured yet."""
        self.ensure_one()
        if self.state == "captured":
            self._hand_over(message)
            return
        if self.mail_message_id and not self._is_by_sender(message):
            # Whoever knows the Message-Id can write into the conversation; that makes nothing an order of the customer.
            self._ask_responsible(self.env._("Somebody else answered: files of that mail were not taken"))
            return
        self._take_files(message.attachment_ids)
        vals = {} if self.mail_message_id else {"mail_message_id": message.id}
        self._advance("new", try_count=0, next_try_at=False, **vals)
        self.env.ref("customer_order_mgmt.customer_order_intake_cron")._trigger()

    def _is_by_sender(self, message):
        """Whether a mail comes from the address that the first one came from, or from the customer that was found."""
        if email_normalize(message.email_from or "") == email_normalize(self.email_from or ""):
            return True
        writer = self._find_sender(message.email_from, self.company_id)
        return bool(writer) and writer.commercial_partner_id == self.commercial_partner_id

    def _hand_over(self, message):
        """What is written about an order that exists belongs to its conversation."""
        order = self.order_id
        # sudo: the mail belongs to the conversation of the order from now on, whoever posted it.
        message.sudo().write({"model": order._name, "res_id": order.id})
        message.attachment_ids.sudo().write({"res_model": order._name, "res_id": order.id})
        order._notice_mail()

    def _take_uploads(self):
        for intake in self.filtered("upload_ids"):
            # sudo: who may hand files in could read them, and so may attach them.
            intake.upload_ids.sudo().filtered(lambda file: not file.res_id).write(
                {"res_model": intake._name, "res_id": intake.id}
            )
            intake._take_files(intake.upload_ids)

    def _take_files(self, attachments):
        """Hash files as they arrived and judge what they are to the order."""
        self.ensure_one()
        parser = self.env["customer.order.parser"]
        known = self.file_ids.attachment_id
        vals_list = []
        for attachment in attachments - known:
            # sudo: the files of a message belong to whoever may work on it.
            file = attachment.sudo()
            name, mimetype, content = file.name or "", file.mimetype or "", file.raw or b""
            # A PDF is not opened before it is read by the cron.
            is_readable = is_pdf(name, mimetype, content) or parser._can_read(content, name, mimetype)
            role = judge_file(name, mimetype, len(content), is_readable=is_readable)
            vals_list.append(
                {
                    "intake_id": self.id,
                    "attachment_id": file.id,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "size": len(content),
                    "role": role.value,
                    "is_part": role.is_part,
                    "note": self._get_arrival_note(name, mimetype),
                }
            )
        # sudo: rows of files are made when they arrive, by nobody's hand.
        self.env["customer.order.intake.file"].sudo().create(vals_list)

    def _get_arrival_note(self, name, mimetype):
        return is_package(name, mimetype) and self.env._(
            "Nothing inside of “%(file)s” was read. Ask the sender for the files themselves, or unpack it and hand them"
            " in.",
            file=name,
        )
