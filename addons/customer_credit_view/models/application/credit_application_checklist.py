from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from ...logic.checklist import Applicant, applies


class CreditApplication(models.Model):
    """The checklist of an application: the rows that fit the customer, kept as they were asked."""

    _inherit = "credit.application"

    def _fill_checklist(self):
        """Add the rows that fit, and take away those that do not fit any more and have no answer."""
        answers = self.env["credit.application.answer"].sudo()  # sudo: the rows follow from the settings
        for company, applications in self.grouped("company_id").items():
            items = self.env["credit.checklist.item"]._get_rows(company)
            rows = [item.with_company(company)._to_row() for item in items]
            for application in applications:
                applicant = application._get_applicant()
                asked = items.browse([row.key.id for row in rows if applies(row, applicant)])
                own = application.sudo().answer_ids  # sudo: as above
                surplus = own.filtered(lambda row, asked=asked: row.item_id and row.item_id not in asked)
                surplus.filtered(lambda row: not row.text and not row.document_ids and row.verdict == "open").unlink()
                new = asked - own.exists().item_id
                # As the customer reads it: what was asked is kept in the words in which it was asked.
                said = new.with_context(lang=application.contact_id.lang or self.env.lang)
                answers.create([application._prepare_answer_vals(item) for item in said])
        self._take_known_documents()

    def _prepare_answer_vals(self, item):
        return {
            "application_id": self.id,
            "item_id": item.id,
            "sequence": item.sequence,
            "name": item.name,
            "note": item.note,
            "kind": item.kind,
            "type_id": item.type_id.id,
            "is_required": item.is_required,
            "is_public": item.is_public,
        }

    def _take_known_documents(self):
        """What the customer handed in before and still holds need not be handed in again."""
        today = fields.Date.context_today(self)
        # sudo: found for whoever applies; a customer sees its own documents only.
        rows = self.sudo().answer_ids.filtered(lambda row: row.kind == "document" and not row.document_ids)
        documents = self.env["credit.document"].sudo()
        known = documents.search(
            [
                ("partner_id", "in", rows.application_id.partner_id.ids),
                ("company_id", "in", rows.application_id.company_id.ids),
                ("type_id", "in", rows.type_id.ids),
                ("state", "!=", "rejected"),
                "|",
                ("expiry_date", "=", False),
                ("expiry_date", ">=", today),
            ]
        )
        by_key = known.grouped(lambda one: (one.partner_id, one.company_id, one.type_id))
        for row in rows:
            application = row.application_id
            row.document_ids = by_key.get((application.partner_id, application.company_id, row.type_id), documents)

    def _get_applicant(self):
        """Who applies for how much, as the checklist sees it."""
        self.ensure_one()
        company = self.company_id
        amount = self.currency_id._convert(
            self.requested_amount, company.currency_id, company, fields.Date.context_today(self)
        )
        return Applicant(
            self.segment or None,
            self.partner_id.country_id.code or None,
            Decimal(float_repr(amount, company.currency_id.decimal_places)),
        )
