from odoo.tests import tagged

from ..logic import chain, merkle
from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidenceCheckpoint(EvidenceCase):
    def own(self):
        return self.env["evidence.checkpoint"].search([("company_ref", "=", self.company.id)], order="number")

    def test_checkpoint_takes_what_waits_and_nothing_twice(self):
        waiting = self.env["evidence.unsealed"].search([("company_ref", "=", self.company.id)])
        self.assertEqual(waiting.entry_id, self.chain())
        self.seal_pending()
        self.assertFalse(waiting.exists())
        self.assertEqual(self.entry.checkpoint_number, 1)
        self.assertEqual(self.own()[0].size, 2)
        self.assertEqual(self.own()[0].leaf_ids.mapped("entry_ref"), self.chain().ids)

    def test_root_is_over_the_leaves_in_order(self):
        self.seal_pending()
        self.assertEqual(self.own()[0].root, merkle.root(map(chain.leaf, self.chain().mapped("entry_hash"))).hex())

    def test_checkpoints_chain_per_company(self):
        other = self.env["res.company"].create({"name": "Valves"})
        self.new_subject("S1", other)
        self.seal_pending()
        self.subject._seal("test.said", {"text": "x"})
        self.seal_pending()
        first, second = self.own()[0], self.own()[-1]
        self.assertEqual((first.number, first.previous), (1, chain.GENESIS))
        self.assertEqual((second.number, second.previous), (2, first.checkpoint_hash))
        own = self.env["evidence.checkpoint"].search([("company_ref", "=", other.id), ("number", "=", 1)])
        self.assertEqual(own.previous, chain.GENESIS)

    def test_nothing_waits_no_checkpoint(self):
        while self.seal_pending():
            pass
        self.assertFalse(self.env["evidence.unsealed"].search([]))

    def test_head_is_what_documents_print(self):
        self.assertIsNone(self.env["evidence.checkpoint"]._get_head(self.company))
        self.seal_pending()
        head = self.env["evidence.checkpoint"].with_user(self.clerk)._get_head(self.company)
        self.assertEqual(head.checkpoint_hash, self.own()[-1].checkpoint_hash)
        self.assertTrue(head.is_signed)

    def test_sealer_is_registered_once_per_transaction(self):
        postcommit = self.env.cr.postcommit
        before = len(postcommit._funcs)
        postcommit.data.pop("evidence_ledger.sealer", None)
        self.subject._seal("test.said", {"text": "x"})
        self.subject._seal("test.said", {"text": "y"})
        self.assertLessEqual(len(postcommit._funcs), before + 1)

    def test_heads_are_mailed_outside(self):
        self.company.evidence_anchor_emails = "auditor@example.com"
        self.seal_pending()
        self.env["evidence.checkpoint"]._cron_mail_heads()
        [mail] = self.env["mail.mail"].search([("email_to", "=", "auditor@example.com")])
        self.assertIn(self.own()[-1].checkpoint_hash, mail.body_html)
