from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import EvidenceCase

TABLES = (
    "evidence.entry",
    "evidence.checkpoint",
    "evidence.checkpoint.leaf",
    "evidence.key",
    "evidence.hold",
    "evidence.unsealed",
    "evidence.verification",
)


@tagged("post_install", "-at_install")
class TestEvidenceAccess(EvidenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["evidence.checkpoint"]._seal_pending()
        cls.env["evidence.verification"]._run(cls.company)
        cls.subject._seal("test.said", {"text": "x", "contact": {"name": "Ana"}})

    def test_auditor_reads_everything_and_writes_nothing(self):
        for name in TABLES:
            records = self.env[name].with_user(self.auditor).search([])
            self.assertTrue(records.read(), name)
            for right in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(right), (name, right))

    def test_clerk_and_portal_read_nothing(self):
        portal = self.new_user("portal", "base.group_portal")
        for user in (self.clerk, portal):
            for name in TABLES:
                with self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_auditor_of_another_company_sees_another_ledger(self):
        other = self.env["res.company"].create({"name": "Valves"})
        self.auditor.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        for name in TABLES:
            self.assertFalse(self.env[name].with_user(self.auditor).search([]), name)
        self.assertFalse(self.env["evidence.entry"].with_user(self.auditor).with_company(other)._verify())

    def test_views_open_for_the_auditor(self):
        for name in ("entry", "checkpoint", "unsealed", "key", "hold", "verification"):
            model = self.env[f"evidence.{name}"].with_user(self.auditor)
            model.get_views([(False, "list"), (False, "form"), (False, "search")])
