from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_risk import RiskCommon

# Who may read, write, create and delete, as far as the model alone decides.
READERS = {
    "credit.statement": "analyst",
    "credit.statement.figure": "analyst",
    "credit.statement.ratio": "",
    "credit.grade": "manager",
    "credit.scorecard": "manager",
    "credit.scorecard.criterion": "manager",
    "credit.scorecard.band": "manager",
    "credit.scorecard.grade": "manager",
    "credit.scorecard.knock.out": "manager",
    "credit.assessment": "analyst",
    "credit.assessment.answer": "analyst",
    "credit.assessment.line": "",
    "credit.bureau": "manager",
    "credit.bureau.report": "",
    "credit.limit": "",
    "credit.limit.rule": "manager",
    "credit.limit.reference": "analyst",
    "credit.limit.proposal": "analyst",
    "credit.limit.proposal.basis": "",
    "credit.limit.approval": "",
}
ROLES = ("reader", "analyst", "controller", "manager")


@tagged("post_install", "-at_install")
class TestRiskAccess(RiskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._user("auditor", "evidence_ledger.group_evidence_auditor")
        cls.accountant = cls._user("accountant", "account.group_account_invoice")
        cls.portal = cls._user("portal", "base.group_portal")

    def test_readers_read(self):
        for model in READERS:
            for user in (self.reader, self.auditor, self.accountant, self.analyst):
                with self.subTest(model=model, user=user.login):
                    self.env[model].with_user(user).check_access("read")

    def test_sellers_and_customers_do_not(self):
        for model in READERS:
            for user in (self.seller, self.portal):
                with self.subTest(model=model, user=user.login), self.assertRaises(AccessError):
                    self.env[model].with_user(user).check_access("read")

    def test_only_the_role_writes(self):
        for model, writer in READERS.items():
            for role in ROLES:
                may = bool(writer) and ROLES.index(role) >= ROLES.index(writer)
                for verb in ("write", "create", "unlink"):
                    if (model, role, verb) in (
                        ("credit.bureau", "analyst", "write"),
                        ("credit.bureau", "controller", "write"),
                    ):
                        # They bring what a bureau sends; which fields is checked by the model.
                        continue
                    with self.subTest(model=model, role=role, verb=verb):
                        records = self.env[model].with_user(getattr(self, role))
                        self.assertEqual(records.has_access(verb), may)

    def test_analysts_bring_files_of_bureaus_and_nothing_else(self):
        bureau = self.env["credit.bureau"].with_user(self.manager).create({"name": "Bureau"}).with_user(self.analyst)
        bureau.write({"filename": "answers.csv"})
        for name in ("secret_variable", "connector", "reuse_days"):
            with self.subTest(name), self.assertRaises(AccessError):
                bureau.write({name: False})
