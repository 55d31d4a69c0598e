import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import DocumentRefused
from ...logic.checklist import Paper, expiry_of
from ...logic.document_file import EXTENSIONS, MAX_BYTES, MEGABYTE, FileFault, clean_name, file_fault
from .credit_application import CHANGEABLE

STATES = [("received", "To Check"), ("accepted", "Accepted"), ("rejected", "Rejected")]


class CreditDocument(models.Model):
    """A document of a customer: a file, until when it holds, and whether somebody has accepted it.

    Its file is never exchanged: what is newer is another document.
    """

    _name = "credit.document"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread", "evidence.mixin"]
    _description = "Customer's Document"
    _order = "create_date desc, id desc"
    _rec_names_search = ["name", "file_name"]
    _check_company_auto = True
    _act_fields = frozenset({"name", "state", "file_hash", "reject_reason", "decided_by_id", "decided_at"})

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id, ondelete="restrict"
    )
    type_id = fields.Many2one("credit.document.type", string="Document", required=True, check_company=True)
    file = fields.Binary(attachment=True, required=True, copy=False)
    file_name = fields.Char()
    file_hash = fields.Char(string="SHA-256", readonly=True, copy=False)
    issue_date = fields.Date(string="Issued on", tracking=True)
    expiry_date = fields.Date(
        string="Holds Until",
        compute="_compute_expiry_date",
        store=True,
        readonly=False,
        index=True,
        tracking=True,
        help="The last day on which it counts. Follows from the date of issue where its type says for how long.",
    )
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, default="received", index=True, tracking=True
    )
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_is_expired")
    reject_reason = fields.Char(readonly=True, help="What the customer reads.")
    decided_by_id = fields.Many2one("res.users", string="Checked by", readonly=True)
    decided_at = fields.Datetime(string="Checked on", readonly=True)

    _one_number = models.UniqueIndex("(name, company_id)", "Two documents cannot have the same number.")

    @api.depends("type_id", "file_name")
    def _compute_display_name(self):
        for document in self:
            document.display_name = document.type_id.name or document.file_name

    @api.depends("issue_date", "type_id")
    def _compute_expiry_date(self):
        for document in self:
            months = document.type_id.valid_months
            if document.issue_date and months and not document.expiry_date:
                document.expiry_date = expiry_of(document.issue_date, months)

    @api.depends("expiry_date")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for document in self:
            document.is_expired = bool(document.expiry_date and document.expiry_date < today)

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("expiry_date", "<", fields.Date.context_today(self))]

    @api.constrains("partner_id")
    def _check_commercial(self):
        for document in self:
            if document.partner_id.commercial_partner_id != document.partner_id:
                raise ValidationError(
                    self.env._("%s is a contact: its documents are those of its company.", document.partner_id.name)
                )

    @api.constrains("issue_date", "expiry_date")
    def _check_dates(self):
        for document in self:
            if document.issue_date and document.expiry_date and document.expiry_date < document.issue_date:
                raise ValidationError(
                    self.env._("%s ends before it was issued. Please correct the dates.", document.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["file_name"] = clean_name(vals.get("file_name") or "")
        documents = super().create(vals_list)
        numbers = self.env["ir.sequence"].sudo()  # sudo: who hands in a document reads no sequences
        for document in documents.with_context(bin_size=False):
            content = document._get_content()
            document._check_file(content)
            document._act({"name": numbers.next_by_code(self._name), "file_hash": hashlib.sha256(content).hexdigest()})
        return documents

    def write(self, vals):
        if {"file", "file_name", "partner_id", "company_id", "type_id"}.intersection(vals):
            raise DocumentRefused(
                self.env._("A document that was handed in stays as it is. Please add a new one, and reject this one.")
            )
        if {"issue_date", "expiry_date"}.intersection(vals) and any(one.state != "received" for one in self):
            raise DocumentRefused(self.env._("A document that was checked keeps its dates. Please add a new one."))
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_checked(self):
        if checked := self.filtered(lambda document: document.state != "received"):
            raise DocumentRefused(
                self.env._("%s was checked, and decisions rest on it. Please archive it instead.", checked[0].name)
            )
        # sudo: a case is kept whoever may see it.
        rows = self.env["credit.application.answer"].sudo()
        closed = [("document_ids", "in", self.ids), ("application_id.state", "not in", CHANGEABLE)]
        if used := rows.search(closed, limit=1):
            raise DocumentRefused(
                self.env._("It was handed in with %s and stays in that case.", used.application_id.name)
            )

    def _get_content(self):
        """The bytes of the file."""
        return self._get_file().raw or b""

    def _get_file(self):
        """The attachment that holds the file, as superuser: whoever may read the document may read it."""
        self.ensure_one()
        # sudo: attachments of a field belong to whoever may read the record.
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "=", self.id)], limit=1)
        )

    def _check_file(self, content):
        fault = file_fault(self.file_name, len(content), content[:64])
        if not fault:
            return
        kinds = ", ".join(extension.upper() for extension in EXTENSIONS)
        sentences = {
            FileFault.EMPTY: self.env._("%s is empty. Please choose the file again.", self.file_name),
            FileFault.SIZE: self.env._(
                "%(file)s is larger than %(limit)s MB. Please send a smaller one.",
                file=self.file_name,
                limit=MAX_BYTES // MEGABYTE,
            ),
            FileFault.TYPE: self.env._(
                "%(file)s is none of these: %(kinds)s. Please save it as one of them.", file=self.file_name, kinds=kinds
            ),
            FileFault.CONTENT: self.env._(
                "%s is not what its name says. Please save it again from the program that it comes from.",
                self.file_name,
            ),
        }
        raise DocumentRefused(sentences[fault])

    def _to_paper(self):
        """This document as the checklist sees it."""
        return Paper(self.state, self.expiry_date or None, self.type_id.must_expire)
