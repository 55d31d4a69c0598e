import base64
import io
import json

import qrcode
from odoo import fields, models

from ...report.page_numbers import number_pages

_REPORT = "customer_order_mgmt.customer_order_acknowledgement_report"
# What a content leaves out when it is empty.
HEAD = (
    "order_name",
    "company_name",
    "partner_name",
    "partner_address",
    "partner_vat",
    "shipping_address",
    "invoice_address",
    "customer_reference",
)


class CustomerOrderAcknowledgement(models.Model):
    """The PDF: printed once, then kept."""

    _inherit = "customer.order.acknowledgement"

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

    def _get_head(self):
        """Return what the head of the document says, by the names of the version's fields.

        Without a version it is what was received: the names there are the same.
        """
        payload = json.loads(self.version_id.payload or self.order_id.received_content)
        days = {name: fields.Date.to_date(payload.get(name)) for name in ("customer_date", "received_date")}
        person = self.version_id.contact_name or (self.partner_id.parent_id and self.partner_id.name)
        day = self.version_id._get_contract_date() if self.version_id else False
        accepted = {"accepted_date": day, "contact_name": person}
        return dict.fromkeys(HEAD, "") | payload | days | accepted

    def _get_title(self):
        """The title of the document."""
        titles = {
            "AB": self.env._("Receipt of your order"),
            "AP": self.env._("Order acknowledgement"),
            "CA": self.env._("Order acknowledgement with changes"),
            "RE": self.env._("Your order is not accepted"),
        }
        return self.env._("Our offer on your order") if self.is_offer else titles[self.code]

    def _get_order_url(self):
        """Where the customer finds the order after signing in. Without a token: papers get lost."""
        return f"{self.order_id.get_base_url()}{self.order_id.access_url}"

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
