from odoo import api, models
from odoo.addons.customer_order_mgmt.logic.file_refusal import FileFault, FileUnreadable
from odoo.addons.customer_order_mgmt.logic.xml_tree import read_xml
from odoo.addons.customer_order_mgmt.models.capture.customer_order_parser import Parser
from odoo.addons.customer_order_mgmt.tools.pdf_reader import PdfRefused, read_enclosed_files

from ..logic.ubl_tree import ORDER

START = 2**16
BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"
NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Order-2"
NAMESPACES = tuple(NAMESPACE.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class CustomerOrderParser(models.AbstractModel):
    """UBL orders are read like tables: in the import, from mails, and from what is uploaded to quotations."""

    _inherit = "customer.order.parser"

    @api.model
    def _get_capture_parsers(self):
        return [
            Parser(self.env._("electronic order (UBL)"), self._is_ubl, self._read_ubl),
            Parser(self.env._("PDF with an electronic order inside"), self._is_ubl_in_pdf, self._read_ubl_in_pdf),
            *super()._get_capture_parsers(),
        ]

    @api.model
    def _holds_ubl(self, content, filename, mimetype):
        """Whether a file is a UBL order or a PDF that carries one."""
        return self._is_ubl(content, filename, mimetype) or self._is_ubl_in_pdf(content, filename, mimetype)

    @api.model
    def _is_ubl(self, content, filename, mimetype):
        is_xml = content[:START].lstrip(BEFORE_XML).startswith(b"<")
        return is_xml and any(namespace in content[:START] for namespace in NAMESPACES)

    @api.model
    def _is_ubl_in_pdf(self, content, filename, mimetype):
        return b"EmbeddedFile" in content and bool(self._get_enclosed_order(content))

    def _get_enclosed_order(self, content):
        """Return the order inside of a PDF, empty when there is none.

        Not by ``extract_pdf_embedded_files`` of core, which unpacks within Odoo whatever a file says to be inside: a
        mail of some kilobytes could take the memory of the server.
        """
        try:
            enclosed = read_enclosed_files(content)
        except PdfRefused:
            return b""
        return next((inner for name, inner in enclosed if self._is_ubl(inner, name, "")), b"")

    @api.model
    def _read_ubl_in_pdf(self, content, filename, mimetype):
        return self._read_ubl(self._get_enclosed_order(content), filename, mimetype)

    @api.model
    def _read_ubl(self, content, filename, mimetype):
        try:
            # Peppol delivers documents in an envelope, the StandardBusinessDocument.
            tree = next(read_xml(content).iter(ORDER), None)
            if tree is None:
                raise FileUnreadable(FileFault.NO_ORDER)
        except FileUnreadable as error:
            raise self._prepare_refusal(error, filename) from error
        return self.env["customer.order.ubl"]._read_order(tree)
