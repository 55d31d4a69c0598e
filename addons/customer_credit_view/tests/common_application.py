import base64

from odoo.fields import Command

from ..exceptions import ApplicationRefused
from .common import CreditCommon

PDF = base64.b64encode(b"%PDF-1.7 a document")


class ApplicationCommon(CreditCommon):
    """A checklist of two documents (one that must stay valid), a question and a check of ours, and an applicant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who sets the scene.
        cls.env.user.sudo().group_ids |= cls.env.ref("customer_credit_view.group_credit_manager")
        cls.env["credit.checklist.item"].search([]).action_archive()
        types = cls.env["credit.document.type"]
        cls.register = types.create({"name": "Register", "valid_months": 12})
        cls.accounts = types.create({"name": "Accounts", "must_expire": True})
        cls._row("Register", type_id=cls.register.id, is_kept=True)
        cls._row("Accounts", type_id=cls.accounts.id, segment="corporate")
        cls._row("References", kind="question", is_required=False)
        cls._row("Looked up", kind="check", is_public=False)
        cls.reason = cls.env["credit.refusal.reason"].create({"name": "the figures do not fit", "wait_months": 6})
        cls.term = cls.env.ref("account.account_payment_term_30days")
        cls.buyer.email = "pat@example.com"

    @classmethod
    def _row(cls, name, **vals):
        return cls.env["credit.checklist.item"].create({"name": name, "kind": "document", **vals})

    @classmethod
    def _document(cls, kind=None, user=None, **vals):
        vals = {
            "partner_id": cls.customer.id,
            "type_id": (kind or cls.register).id,
            "company_id": cls.company.id,
            **vals,
        }
        documents = cls.env["credit.document"].with_user(user or cls.analyst).with_company(cls.company)
        return documents.create({"file": PDF, "file_name": "document.pdf", **vals})

    @classmethod
    def _application(cls, user=None, **vals):
        """Return a draft over 5,000 for a small business, entered by the analyst."""
        applications = cls.env["credit.application"].with_user(user or cls.analyst).with_company(cls.company)
        vals = {"partner_id": cls.customer.id, "requested_amount": 5000, "segment": "small", **vals}
        return applications.create({"contact_id": cls.buyer.id, "company_id": cls.company.id, **vals})

    @classmethod
    def _answer(cls, application, name, **vals):
        row = application.answer_ids.filtered(lambda one: one.name == name)
        row.write(vals)
        return row

    @classmethod
    def _complete(cls, application):
        """Hand in, check and accept everything that is asked for."""
        document = cls._document(partner_id=application.partner_id.id, company_id=application.company_id.id)
        cls._answer(application, "Register", document_ids=[Command.set(document.ids)])
        document.action_accept()
        application.answer_ids.filtered(lambda row: row.name == "Looked up").action_accept()
        return document

    @classmethod
    def _recommended(cls, verdict="approve", **vals):
        application = cls._application(**vals)
        cls._complete(application)
        application.action_submit()
        application.action_review()
        application._recommend(verdict, 4000, cls.term, "Sound figures.")
        return application

    @classmethod
    def _approve(cls, application, **vals):
        decider = application.with_user(cls.controller)
        return decider._approve(4000, cls.term, "Agreed.", **vals)

    def _refuse(self, application, **kwargs):
        return application.with_user(self.controller)._refuse_credit(self.reason, "Thin equity.", **kwargs)

    def _assert_refused(self, sentence, act, *args, **kwargs):
        with self.assertRaisesRegex(ApplicationRefused, sentence):
            act(*args, **kwargs)
