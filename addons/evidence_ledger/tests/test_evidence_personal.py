from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import EvidenceRetained, EvidenceUnderHold
from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidencePersonal(EvidenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.evidence_retention_years = 0
        cls.subject.action_lift()
        cls.entry = cls.subject._seal("test.said", {"text": "x", "contact": {"name": "Ana"}}, reason="Ana asked")

    def erase(self, user=None, entries=None):
        wizard = self.env["evidence.erase"].with_user(user or self.officer)
        return wizard.create({"entry_ids": (entries or self.entry).ids, "reason": "Ana asked to"}).action_erase()

    def test_reason_shows_until_it_is_erased(self):
        self.assertEqual(self.entry.reason_text, "Ana asked")
        self.erase()
        self.assertFalse(self.entry.reason_text)

    def test_erased_values_are_gone_and_the_entry_holds(self):
        self.erase()
        self.assertFalse(any(self.entry.personal_ids.mapped(lambda value: value.value or value.salt)))
        self.assertTrue(all(self.entry.personal_ids.mapped("erased_at")))
        self.assertEqual(self.findings(), set())

    def test_erasure_is_sealed_in_the_same_chain(self):
        self.erase()
        last = self.chain()[-1]
        self.assertEqual((last.event, last.author), ("personal.erased", f"user:{self.officer.id}"))
        for path in ("/contact/name", "reason"):
            self.assertIn(f'{{"entry":{self.entry.sequence},"path":"{path}"}}', last.payload)

    def test_auditor_and_clerk_erase_nothing(self):
        for user in (self.auditor, self.clerk):
            with self.assertRaises(AccessError):
                self.erase(user)

    def test_retained_values_are_not_erased(self):
        self.company.evidence_retention_years = 1
        with self.assertRaises(EvidenceRetained):
            self.erase()

    def test_legal_hold_keeps_values(self):
        held = self.env["evidence.hold"].with_user(self.officer)
        place = {"subject_model": self.entry.subject_model, "subject_key": self.entry.subject_key}
        hold = held.create(
            {
                **place,
                "placed_by_id": self.auditor.id,
                "lifted_at": "2020-01-01 00:00:00",
                "reason": "Court file 7",
                "company_id": self.company.id,
            }
        )
        with self.assertRaises(EvidenceUnderHold):
            self.erase()
        self.assertEqual(hold.placed_by_id, self.officer)
        hold.action_lift()
        self.erase()
        self.assertEqual(self.chain(hold).mapped("event"), ["hold.placed", "hold.lifted"])

    def test_nothing_is_erased_twice(self):
        self.erase()
        with self.assertRaises(UserError):
            self.erase()
