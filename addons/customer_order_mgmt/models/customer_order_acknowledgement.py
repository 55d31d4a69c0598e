import base64
import io

import qrcode
from odoo import api, fields, models

from ..exceptions import AcceptedOrderIsBinding
from ..report.page_numbers import number_pages

_REPORT = "customer_order_mgmt.customer_order_acknowledgement_report"


class CustomerOrderAcknowledgement(models.Model):
    """A printed promise: which version was acknowledged to whom, with the very bytes that were sent."""

    _name = "customer.order.acknowledgement"
    _inherit = ["customer.order.contract"]
    _description = "Order Acknowledgement"
    _order = "id desc"

    # The recipient stays out: a merge of partners moves that link. Document and trace of sending come after the row.
    _contract_columns = (
        "name",
        "order_id",
        "version_id",
        "acknowledgement_date",
        "lang",
        "checkpoint_number",
        "checkpoint_hash",
        "checkpoint_at",
        "checkpoint_is_signed",
        "key_fingerprint",
    )

    name = fields.Char(string="Number", required=True, readonly=True)
    order_id = fields.Many2one("customer.order", required=True, readonly=True, index=True, ondelete="restrict")
    version_id = fields.Many2one(
        "customer.order.version",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The frozen content that the document shows.",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The person at the customer to whom the document is addressed.",
    )
    acknowledgement_date = fields.Date(string="Date", required=True, readonly=True)
    lang = fields.Char(string="Language", required=True, readonly=True, help="The language the document is written in.")
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Document",
        readonly=True,
        ondelete="restrict",
        help="The PDF as it was made. It is sealed: nobody can replace it.",
    )
    checkpoint_number = fields.Integer(readonly=True, help="The last checkpoint of the evidence ledger at that time.")
    checkpoint_hash = fields.Char(readonly=True)
    checkpoint_at = fields.Datetime(string="Checkpoint Time", readonly=True)
    checkpoint_is_signed = fields.Boolean(string="Checkpoint Signed", readonly=True)
    key_fingerprint = fields.Char(readonly=True, help="Fingerprint of the public key that signs the checkpoints.")
    sent_at = fields.Datetime(string="Sent on", readonly=True, help="When it was mailed. Empty: made, not sent yet.")
    message_id = fields.Many2one("mail.message", string="Mail", readonly=True, ondelete="set null")

    _one_number_per_company = models.UniqueIndex("(company_id, name)", "This acknowledgement number is already used.")

    def _prepare_refusal(self):
        return AcceptedOrderIsBinding(
            self.env._("Acknowledgement %s was made and stays as it is. Make a new one from the order.", self[0].name)
        )

    def action_open_document(self):
        """Open the PDF exactly as it was sealed."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}", "target": "new"}

    @api.model
    def _make(self, order):
        """Print and seal the acknowledgement of the current version of ``order``; return it."""
        acknowledgement = self.create(self._prepare_acknowledgement_vals(order))
        acknowledgement.attachment_id = self.env["ir.attachment"].create(acknowledgement._prepare_attachment_vals())
        order._seal("customer_order.acknowledged", acknowledgement._prepare_evidence_payload())
        return acknowledgement

    def _is_current(self):
        """Whether a new print would say the same to the same person in the same language."""
        order = self.order_id
        recipient = order._get_acknowledgement_recipient()
        return (self.version_id, self.partner_id, self.lang) == (
            order.current_version_id,
            recipient,
            order._get_acknowledgement_lang(),
        )

    def _mark_sent(self, message):
        """Record, and seal, that ``message`` carries these acknowledgements to the customer."""
        self.write({"sent_at": fields.Datetime.now(), "message_id": message.id})
        for acknowledgement in self:
            acknowledgement.order_id._seal(
                "customer_order.acknowledgement_sent",
                {
                    "number": acknowledgement.name,
                    "message": message.message_id,
                    "recipients": message.partner_ids.mapped("email_formatted"),
                },
            )

    def _get_qr_code_uri(self, text):
        """The text as a QR code that wkhtmltopdf need not fetch from the server."""
        picture = io.BytesIO()
        qrcode.make(text, error_correction=qrcode.constants.ERROR_CORRECT_M).save(picture, format="PNG")
        return f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"

    # Hooks

    def _get_company_lines(self):
        """What stands under the company's name in the letterhead, line by line."""
        company = self.company_id
        address = company.partner_id._display_address(without_company=True)
        contact = " · ".join(filter(None, (company.phone, company.email, company.website)))
        tax_id = company.vat and f"{company.country_id.vat_label or self.env._('Tax ID')}: {company.vat}"
        return [line for line in (*address.splitlines(), contact, tax_id) if line]

    def _prepare_acknowledgement_vals(self, order):
        return {
            "name": f"{order.name}/A{len(order.acknowledgement_ids) + 1}",
            "order_id": order.id,
            "version_id": order.current_version_id.id,
            "partner_id": order._get_acknowledgement_recipient().id,
            "acknowledgement_date": order._get_today(),
            "lang": order._get_acknowledgement_lang(),
            **self._prepare_checkpoint_vals(order.company_id),
        }

    def _prepare_checkpoint_vals(self, company):
        head = self.env["evidence.checkpoint"]._get_head(company)
        if not head:
            return {}
        return {
            "checkpoint_number": head.number,
            "checkpoint_hash": head.checkpoint_hash,
            "checkpoint_at": head.sealed_at,
            "checkpoint_is_signed": head.is_signed,
            "key_fingerprint": head.key_fingerprint,
        }

    def _prepare_attachment_vals(self):
        report = self.env["ir.actions.report"].with_company(self.company_id).with_context(lang=self.lang)
        content, extension = report._render_qweb_pdf(_REPORT, self.ids)
        if extension == "pdf":
            content = number_pages(content, self.name)
        return {
            "name": f"{self.name.replace('/', '-')}.{extension}",
            "raw": content,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _prepare_evidence_payload(self):
        return {
            "number": self.name,
            "version": self.version_id.number,
            "content_hash": self.version_id.content_hash,
            "date": self.acknowledgement_date,
            "language": self.lang,
            "recipient": self.partner_id.display_name,
            "document": self.attachment_id,
        }
