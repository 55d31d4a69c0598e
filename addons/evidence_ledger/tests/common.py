import os
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from ..logic.event_schema import EventSchema
from ..tools.secret import VARIABLE

SECRET = "a secret for tests, long enough to be one"


class EvidenceCase(TransactionCase):
    """A ledger to test with: a company of its own, a subject with one event of every kind, a secret.

    ``subject._seal("test.said", {...})`` seals, ``self.seal_pending()`` makes the checkpoints, ``self.tamper(...)``
    does what an administrator of the database could do.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.dict(os.environ, {VARIABLE: SECRET}))
        cls.startClassPatcher(patch.object(type(cls.env["evidence.hold"]), "_get_evidence_events", cls.catalogue))
        cls.company = cls.env["res.company"].create({"name": "Pumps & Sons"})
        cls.env.user.company_ids += cls.company
        cls.auditor = cls.new_user("auditor", "evidence_ledger.group_evidence_auditor")
        cls.officer = cls.new_user("officer", "evidence_ledger.group_evidence_officer")
        cls.clerk = cls.new_user("clerk", "base.group_user")
        cls.subject = cls.new_subject("S1")
        # The hold itself was sealed as the subject's first entry.
        cls.entry = cls.subject._seal("test.said", {"text": "Eleven pumps"})

    @staticmethod
    def catalogue(holds):
        return {
            "hold.placed": EventSchema(1, {"document_type": "text", "document": "text"}),
            "hold.lifted": EventSchema(1, {"document_type": "text", "document": "text"}),
            "test.said": EventSchema(
                1,
                {
                    "text": "text",
                    "amount?": "money",
                    "contact?": {"name": "personal"},
                    "files?": ["file"],
                },
            ),
        }

    @classmethod
    def new_user(cls, login, groups):
        vals = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        return new_test_user(cls.env, f"evidence_test_{login}", groups, context={"no_reset_password": True}, **vals)

    @classmethod
    def new_subject(cls, key, company=None):
        vals = {
            "subject_model": "test",
            "subject_key": key,
            "reason": "A test",
            "company_id": (company or cls.company).id,
        }
        return cls.env["evidence.hold"].create(vals)

    def seal_pending(self):
        return self.env["evidence.checkpoint"]._seal_pending()

    def chain(self, subject=None):
        """The entries of a subject, in order."""
        key = (subject or self.subject)._get_evidence_key()
        return self.env["evidence.entry"].search([("subject_key", "=", key)], order="sequence")

    def tamper(self, table, query, *params):
        """Run ``query`` as somebody who switched the triggers of ``table`` off."""
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        self.env.cr.execute(query, params)
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
        self.env.invalidate_all()

    def findings(self):
        """What a verification of the test company says, as ``{(code, name of the entry or checkpoint)}``."""
        found = self.env["evidence.entry"].with_company(self.company)._verify([("company_ref", "=", self.company.id)])
        return {(finding.code.value, str(finding.ref)) for finding in found}

    def report(self):
        """The report of a verification of the whole ledger of the test company."""
        return self.env["evidence.verification"]._run(self.company)

    def reported(self):
        return {
            (line.code, line.subject_key or line.checkpoint_number, line.sequence) for line in self.report().finding_ids
        }
