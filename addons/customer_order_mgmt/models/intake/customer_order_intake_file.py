import hashlib

from odoo import fields, models

from ...exceptions import OrderFileRefused, OrderStateRefused
from ...logic.intake_policy import is_pdf
from ...tools.pdf_reader import PdfRefused, Refusal, read_pdf

FREE_FIELDS = frozenset({"is_part"})


class CustomerOrderIntakeFile(models.Model):
    """A file of a message, with the SHA-256 it had when it arrived."""

    _name = "customer.order.intake.file"
    _description = "File of an Incoming Customer Order"
    _order = "intake_id, id"

    intake_id = fields.Many2one("customer.order.intake", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="intake_id.company_id", store=True, index=True)
    attachment_id = fields.Many2one("ir.attachment", string="File", required=True, index=True, ondelete="restrict")
    name = fields.Char(related="attachment_id.name", string="File Name")
    size = fields.Integer(readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True, help="Computed when the file arrived.")
    role = fields.Selection(
        [
            ("order", "Order"),
            ("enclosure", "Enclosure"),
            ("terms", "Terms"),
            ("decoration", "Decoration"),
            ("other", "Other"),
        ],
        string="Kind",
        required=True,
        readonly=True,
        help="What the file looks like.",
    )
    is_part = fields.Boolean(
        string="Part of the Order", help="Kept with the order and sealed when it is received. Terms and logos are not."
    )
    note = fields.Char(readonly=True, help="What could not be read, and why.")

    _once = models.UniqueIndex("(intake_id, attachment_id)", "A file stands in a message once.")

    def write(self, vals):
        # sudo does not help: what arrived is what arrived.
        if not vals.keys() <= FREE_FIELDS:
            raise OrderStateRefused(
                self.env._("What arrived stays as it is; only say whether it is part of the order.")
            )
        self.intake_id._check_undecided()
        return super().write(vals)

    def _note(self, note):
        return super().write({"note": note})

    def action_open(self):
        """Show the file."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}", "target": "new"}

    def _get_content(self):
        self.ensure_one()
        # sudo: the files of a message belong to whoever may work on it.
        return self.attachment_id.sudo().raw or b""

    def _is_unchanged(self):
        return hashlib.sha256(self._get_content()).hexdigest() == self.sha256

    def _read_structured(self):
        """Return the captured order of a file that says by itself what is what; None, and a note, when it does not."""
        self.ensure_one()
        parser, content = self.env["customer.order.parser"], self._get_content()
        # sudo: as in ``_get_content``.
        name, mimetype = self.name or "", self.attachment_id.sudo().mimetype or ""
        if not parser._can_read(content, name, mimetype):
            return None
        try:
            reading = parser._read(content, name, mimetype)
        except OrderFileRefused as refused:
            self._note(str(refused))
            return None
        if len(reading.orders) != 1:
            self._note(
                self.env._(
                    "“%(file)s” holds %(count)s orders: take it in with the import instead.",
                    file=name,
                    count=len(reading.orders),
                )
            )
            return None
        self._note("\n".join(self.env["customer.order"]._describe_problems(reading.problems)) or False)
        return reading.orders[0]

    def _read_page_text(self):
        """Return the text layer of a PDF as ``logic.page_text.Document``, None when it has none; the note says why."""
        self.ensure_one()
        content = self._get_content()
        # sudo: as in ``_get_content``.
        if not is_pdf(self.name or "", self.attachment_id.sudo().mimetype or "", content):
            return None
        try:
            return read_pdf(content)
        except PdfRefused as refused:
            self._note(self._get_refusal_sentences()[refused.refusal] % {"file": self.name})
            return None

    def _get_refusal_sentences(self):
        return {
            Refusal.NOT_A_PDF: self.env._("“%(file)s” is called a PDF but is none. Ask the sender for the file again."),
            Refusal.TOO_LARGE: self.env._("“%(file)s” is too large to be read. Enter what it says by hand."),
            Refusal.ENCRYPTED: self.env._("“%(file)s” is protected by a password. Ask the sender for an open one."),
            Refusal.BROKEN: self.env._("“%(file)s” is damaged. Ask the sender for the file again."),
            Refusal.NO_TEXT: self.env._("“%(file)s” is a picture without text. Enter what it shows by hand."),
            Refusal.TOO_SLOW: self.env._("“%(file)s” took too long to read. Enter what it says by hand."),
        }
