import base64

from odoo import api, models


class SaleOrder(models.Model):
    """Electronic orders that core would make quotations of become customer orders, where the company wants it."""

    _inherit = "sale.order"

    def create_document_from_attachment(self, attachment_ids):
        """Open the customer orders that the files make; other files make quotations as before."""
        attachments = self.env["ir.attachment"].browse(attachment_ids)
        ours = self._get_customer_order_files(attachments)
        rest = attachments - ours
        if rest or not ours:
            self._make_customer_orders(ours)
            return super().create_document_from_attachment(rest.ids)
        imports = self._prepare_customer_order_imports(ours)
        if len(imports) == 1 and not imports._can_import_unseen():
            # One file with a question: the preview shows it and takes the answer.
            return imports.action_preview()
        return imports._import_unseen()

    @api.model
    def _create_records_from_attachments(self, attachments, grouping_method=None):
        ours = self._get_customer_order_files(attachments)
        self._make_customer_orders(ours)
        rest = attachments - ours
        return super()._create_records_from_attachments(rest, grouping_method) if rest else self.browse()

    @api.model
    def _get_customer_order_files(self, attachments):
        """Return the files that hold a UBL order, none where the company wants quotations."""
        if not self.env.company.customer_order_from_ubl:
            return attachments.browse()
        parser = self.env["customer.order.parser"]
        return attachments.filtered(lambda file: parser._holds_ubl(file.raw or b"", file.name, file.mimetype))

    @api.model
    def _make_customer_orders(self, attachments):
        if attachments:
            self._prepare_customer_order_imports(attachments)._import_unseen()

    @api.model
    def _prepare_customer_order_imports(self, attachments):
        """Return one import per file. It keeps the file itself, so what was only uploaded for it can go."""
        imports = self.env["customer.order.import"].create(
            [
                {"file": base64.b64encode(file.raw), "filename": file.name, "company_id": self.env.company.id}
                for file in attachments
            ]
        )
        attachments.filtered(lambda file: not file.res_id).unlink()
        return imports
