import json
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..logic import chain
from ..logic.canonical import salted
from ..logic.chain import CheckpointLink, verify_chain, verify_checkpoints
from ..logic.findings import FindingCode as Code
from .evidence_sample import sample_checkpoints, sample_links

FORMAT_1 = json.loads((Path(__file__).parent / "data" / "format_1.json").read_text())


def _found(findings):
    return [(finding.code, finding.ref[-1]) for finding in findings]


@tagged("post_install", "-at_install")
class TestFormat1(BaseCase):
    """What was sealed under format 1 must verify for ever: when one of these fails, the format has changed."""

    def test_entries(self):
        for case in FORMAT_1["entries"]:
            with self.subTest(case["case"]):
                record = chain.EntryRecord(**case["record"])
                self.assertEqual(chain.link(case["previous_hash"], record), case["entry_hash"])

    def test_checkpoints(self):
        for case in FORMAT_1["checkpoints"]:
            with self.subTest(case["case"]):
                record = chain.CheckpointRecord(**case["record"])
                self.assertEqual(chain.checkpoint_hash(record), case["checkpoint_hash"])

    def test_leaves(self):
        for case in FORMAT_1["leaves"]:
            self.assertEqual(chain.leaf(case["entry_hash"]).hex(), case["leaf"])

    def test_personal_values(self):
        for case in FORMAT_1["salted"]:
            self.assertEqual(salted(case["salt"], case["value"]), case["stand_in"])

    def test_genesis(self):
        self.assertEqual((chain.FORMAT, chain.GENESIS), (1, "0" * 64))


@tagged("post_install", "-at_install")
class TestVerifyChain(BaseCase):
    def setUp(self):
        super().setUp()
        self.links = sample_links(5)

    def test_untouched_chain(self):
        self.assertEqual(_found(verify_chain(self.links)), [])

    def test_13_s4_one_letter_names_the_entry(self):
        payload = self.links[2].payload.replace("Pumpe", "Pumqe")
        self.links[2] = self.links[2]._replace(payload=payload)
        self.assertEqual(_found(verify_chain(self.links)), [(Code.PAYLOAD_CHANGED, 3)])

    def test_every_part_of_the_record_is_covered(self):
        for name, value in self.links[2].record._asdict().items():
            if name != "sequence":
                with self.subTest(name):
                    record = self.links[2].record._replace(**{name: 7 if isinstance(value, int) else "changed"})
                    links = [*self.links[:2], self.links[2]._replace(record=record), *self.links[3:]]
                    self.assertIn((Code.ENTRY_CHANGED, 3), _found(verify_chain(links)))

    def test_entry_rewritten_with_its_hash_shows_at_the_next(self):
        record = self.links[2].record._replace(author="user:99")
        forged = self.links[2]._replace(record=record, entry_hash=chain.link(self.links[2].previous_hash, record))
        self.links[2] = forged
        self.assertEqual(_found(verify_chain(self.links)), [(Code.LINK_BROKEN, 4)])

    def test_removed_entries_are_named(self):
        self.assertEqual(
            _found(verify_chain(self.links[:1] + self.links[3:])), [(Code.ENTRY_MISSING, 2), (Code.ENTRY_MISSING, 3)]
        )
        self.assertEqual(_found(verify_chain(self.links[1:])), [(Code.ENTRY_MISSING, 1)])

    def test_inserted_entry_is_named(self):
        self.links.insert(3, self.links[2])
        self.assertEqual(_found(verify_chain(self.links)), [(Code.ENTRY_INSERTED, 3)])

    def test_swapped_entries_are_named(self):
        second, third = self.links[1:3]
        self.links[1:3] = [
            third._replace(record=third.record._replace(sequence=2)),
            second._replace(record=second.record._replace(sequence=3)),
        ]
        found = _found(verify_chain(self.links))
        self.assertIn((Code.ENTRY_CHANGED, 2), found)
        self.assertIn((Code.ENTRY_CHANGED, 3), found)


@tagged("post_install", "-at_install")
class TestVerifyCheckpoints(BaseCase):
    def setUp(self):
        super().setUp()
        hashes = [link.entry_hash for link in sample_links(4)]
        self.links = [
            CheckpointLink(checkpoint.record, checkpoint.checkpoint_hash)
            for checkpoint in sample_checkpoints([[entry_hash] for entry_hash in hashes])
        ]

    def test_untouched_chain(self):
        self.assertEqual(_found(verify_checkpoints(self.links)), [])

    def test_every_part_of_the_record_is_covered(self):
        for name, value in self.links[1].record._asdict().items():
            if name not in ("number", "previous"):
                with self.subTest(name):
                    record = self.links[1].record._replace(**{name: 7 if isinstance(value, int) else "changed"})
                    links = [self.links[0], CheckpointLink(record, self.links[1].checkpoint_hash), *self.links[2:]]
                    self.assertEqual(_found(verify_checkpoints(links)), [(Code.CHECKPOINT_CHANGED, 2)])

    def test_removed_inserted_and_replaced_checkpoints_are_named(self):
        first, second, third, _last = self.links
        self.assertEqual(_found(verify_checkpoints([first, third])), [(Code.CHECKPOINT_MISSING, 2)])
        self.assertEqual(_found(verify_checkpoints([first, first, second])), [(Code.CHECKPOINT_INSERTED, 1)])
        record = second.record._replace(size=9)
        replaced = CheckpointLink(record, chain.checkpoint_hash(record))
        self.assertEqual(_found(verify_checkpoints([first, replaced, third])), [(Code.CHECKPOINT_LINK_BROKEN, 3)])
