from pathlib import Path

from odoo.tests import TransactionCase, tagged

CATALOGUE = Path(__file__).parents[3] / "docs" / "events.md"


@tagged("post_install", "-at_install")
class TestEventCatalogue(TransactionCase):
    def test_document_says_what_the_code_seals(self):
        if not CATALOGUE.exists():
            self.skipTest("The addon stands alone, without the documents of the suite.")
        written = CATALOGUE.read_text()
        for section in self.env["evidence.entry"]._render_event_sections():
            self.assertIn(section, written, "docs/events.md is out of date: its first lines say how to renew it")
