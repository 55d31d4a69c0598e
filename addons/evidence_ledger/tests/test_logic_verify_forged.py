from odoo.tests import tagged

from ..logic import chain, signature
from .evidence_sample import KEY, SALT, sample_checkpoints, sample_evidence, sample_links, sample_payload
from .verify_case import FAILS, HOLDS, UNCHECKED, VerifyCase


@tagged("post_install", "-at_install")
class TestForgedPack(VerifyCase):
    """Whoever forges a pack also writes a new manifest and a sound zip: only the seals can tell."""

    def setUp(self):
        super().setUp()
        self.evidence = sample_evidence()

    def forged(self, sequence, **values):
        """The evidence with parts of one entry replaced."""
        entries = list(self.evidence.entries)
        entries[sequence - 1] = entries[sequence - 1]._replace(**values)
        return self.evidence._replace(entries=entries)

    def forged_link(self, sequence, **values):
        return self.forged(sequence, link=self.evidence.entries[sequence - 1].link._replace(**values))

    def test_content_changed(self):
        outcome = self.verify_evidence(self.forged(3, payload={**sample_payload(3), "total": "1.00"}))
        self.assert_says(outcome, FAILS, "Entry 3 (order.accepted): its content was changed.", "DOES NOT HOLD")
        self.assertNotIn("Entry 2", outcome[1].replace("Entry 2 (order.accepted): /", ""))

    def test_record_changed(self):
        record = self.evidence.entries[2].link.record._replace(author="user:99")
        outcome = self.verify_evidence(self.forged_link(3, record=record))
        self.assert_says(outcome, FAILS, "Entry 3 (order.accepted): its event, author, time or place was changed.")

    def test_entry_rewritten_with_its_hash(self):
        link = self.evidence.entries[2].link
        record = link.record._replace(author="user:99")
        forged = self.forged_link(3, record=record, entry_hash=chain.link(link.previous_hash, record))
        self.assert_says(
            self.verify_evidence(forged),
            FAILS,
            "Entry 3 (order.accepted) is not what checkpoint 1 sealed: it was rewritten or put in.",
        )

    def test_whole_chain_rewritten(self):
        links = sample_links(5, author="user:99")
        entries = [entry._replace(link=link) for entry, link in zip(self.evidence.entries, links, strict=True)]
        outcome = self.verify_evidence(self.evidence._replace(entries=entries))
        self.assert_says(outcome, FAILS, "Entry 1 (order.accepted) is not what checkpoint 1 sealed")

    def test_entry_removed(self):
        entries = [entry for entry in self.evidence.entries if entry.link.record.sequence != 3]
        outcome = self.verify_evidence(self.evidence._replace(entries=entries))
        self.assert_says(outcome, FAILS, "Entry 3 is missing; entry 4 comes next.")

    def test_entry_put_in(self):
        last = self.evidence.entries[-1]
        record = last.link.record._replace(sequence=6, event="order.cancelled")
        link = chain.EntryLink(record, last.link.entry_hash, chain.link(last.link.entry_hash, record))
        entries = [*self.evidence.entries, last._replace(link=link)]
        outcome = self.verify_evidence(self.evidence._replace(entries=entries))
        self.assert_says(outcome, FAILS, "Entry 6 (order.cancelled) is not what checkpoint 2 sealed")

    def test_entries_reordered(self):
        folder = self.unpacked()
        second, third = folder / "entries/000002.json", folder / "entries/000003.json"
        contents = second.read_bytes(), third.read_bytes()
        third.write_bytes(contents[0])
        second.write_bytes(contents[1])
        self.assert_says(self.run_verify(folder), FAILS, "entries/000002.json holds entry 3: entries were reordered")

    def test_entry_of_another_subject(self):
        links = sample_links(5, subject_key="CO/8")
        entries = [entry._replace(link=link) for entry, link in zip(self.evidence.entries, links, strict=True)]
        outcome = self.verify_evidence(self.evidence._replace(entries=entries))
        self.assert_says(outcome, FAILS, "Entry 1 belongs to another subject: its subject_key is CO/8.")

    def test_proof_taken_away_is_no_proof(self):
        outcome = self.verify_evidence(self.forged(3, proof=None))
        self.assert_says(outcome, UNCHECKED, "Entry 3 (order.accepted) is in no checkpoint yet")

    def test_checkpoint_changed(self):
        first, *later = self.evidence.checkpoints
        forged = [first._replace(record=first.record._replace(root="ab" * 32)), *later]
        outcome = self.verify_evidence(self.evidence._replace(checkpoints=forged))
        self.assert_says(outcome, FAILS, "Checkpoint 1 was changed.")

    def test_checkpoint_removed(self):
        first, _second, third = self.evidence.checkpoints
        outcome = self.verify_evidence(self.evidence._replace(checkpoints=[first, third]))
        self.assert_says(outcome, FAILS, "Checkpoint 3 stands where 2 belongs.")

    def test_checkpoints_rewritten_keep_no_signature(self):
        hashes = [[entry.link.entry_hash] for entry in self.evidence.entries[:3]]
        rewritten = [
            forged._replace(signature=genuine.signature)
            for forged, genuine in zip(sample_checkpoints(hashes), self.evidence.checkpoints, strict=True)
        ]
        outcome = self.verify_evidence(self.evidence._replace(checkpoints=rewritten))
        self.assert_says(outcome, FAILS, "The signature of checkpoint 3 does not hold.")

    def test_signature_taken_away(self):
        checkpoints = [checkpoint._replace(signature=None) for checkpoint in self.evidence.checkpoints]
        outcome = self.verify_evidence(self.evidence._replace(checkpoints=checkpoints))
        self.assert_says(outcome, FAILS, "The signature of checkpoint 1 was taken away.")

    def test_signed_with_a_key_of_the_forger(self):
        forger = signature.new_key()
        forged = sample_evidence(key=forger)
        self.assert_says(self.verify_evidence(forged), HOLDS)
        genuine = signature.fingerprint(signature.public_text(KEY))
        self.assert_says(self.verify_evidence(forged, "--key", genuine), FAILS, "does not vouch for all entries")

    def test_key_put_under_another_fingerprint(self):
        keys = dict.fromkeys(self.evidence.keys, signature.public_text(signature.new_key()))
        outcome = self.verify_evidence(self.evidence._replace(keys=keys))
        self.assert_says(outcome, FAILS, "The signature of checkpoint 1 does not hold.")

    def test_key_removed(self):
        self.assert_says(self.verify_evidence(self.evidence._replace(keys={})), FAILS, ".pem is missing")

    def test_unsigned_ledger_says_so(self):
        outcome = self.verify_evidence(sample_evidence(key=None))
        self.assert_says(outcome, UNCHECKED, "No signature vouches for the newest entries", "not everything could be")

    def test_sealed_file_changed(self):
        [(sealed_hash, name, _content)] = self.evidence.files
        outcome = self.verify_evidence(self.evidence._replace(files=[(sealed_hash, name, b"another drawing")]))
        self.assert_says(outcome, FAILS, "Entry 2 (order.accepted): files/", "is not the file that was sealed.")

    def test_sealed_file_removed(self):
        outcome = self.verify_evidence(self.evidence._replace(files=[]))
        self.assert_says(outcome, FAILS, "Entry 2 (order.accepted): the file at /drawing is missing.")

    def test_personal_value_changed(self):
        forged = self.forged(3, personal=[{"path": "/contact", "salt": SALT, "value": "Eva Müller"}])
        outcome = self.verify_evidence(forged)
        self.assert_says(outcome, FAILS, "Entry 3 (order.accepted): the personal value /contact is not the one")

    def test_letters_cannot_move_between_salt_and_value(self):
        forged = self.forged(3, personal=[{"path": "/contact", "salt": SALT + "Ana ", "value": "Müller"}])
        self.assert_says(self.verify_evidence(forged), FAILS, "the personal value /contact is not the one")

    def test_personal_value_left_out(self):
        outcome = self.verify_evidence(self.forged(3, personal=[]))
        self.assert_says(outcome, UNCHECKED, "the original of /contact is not in the pack")
