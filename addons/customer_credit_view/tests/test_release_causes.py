from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestReleaseCauses(CreditRuleCommon):
    """A release answers what it was given for: these terms as they were, these documents."""

    def released(self, order):
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.controller).action_release("Agreed by telephone.")
        return held.hold

    def terms(self, days=45, **vals):
        line = {"value": "percent", "value_amount": 100, "nb_days": days}
        return self.env["account.payment.term"].create(
            {"name": "Special", "line_ids": [Command.create(line)], "early_discount": True, **vals}
        )

    def test_terms_whose_content_changes_after_the_release(self):
        self._rule("better_terms")
        changes = [
            {"discount_percentage": 8},
            {"discount_days": 40},
            {"early_discount": False},
            {"discount_percentage": 8, "days": 42},
        ]
        for vals in changes:
            terms = self.terms(discount_percentage=2, discount_days=10)
            order = self._order(payment_term_id=terms.id)
            self.released(order)
            # The last: as much in sum, fewer days for more of a discount.
            terms.line_ids.nb_days = vals.get("days", 45)
            terms.write({name: value for name, value in vals.items() if name != "days"})
            with self.subTest(vals), self.assertHeld(order):
                order.action_confirm()

    def test_terms_that_stay_need_one_release(self):
        self._rule("better_terms")
        terms = self.terms(discount_percentage=2, discount_days=10)
        order = self._order(payment_term_id=terms.id)
        self.released(order)
        terms.name = "Special for Aqua"
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def require(self, *names):
        """Ask customers for documents of these ``names`` only; return their types."""
        self.env["credit.checklist.item"].sudo().search([]).action_archive()
        kinds = self.env["credit.document.type"].sudo().create([{"name": name, "valid_months": 12} for name in names])
        self.env["credit.checklist.item"].sudo().create(
            [{"name": kind.name, "kind": "document", "type_id": kind.id, "is_kept": True} for kind in kinds]
        )
        return kinds

    def hand_in(self, kind):
        vals = {"partner_id": self.customer.id, "company_id": self.company.id, "file": "JVBERi0xLjc="}
        vals |= {"type_id": kind.id, "file_name": "paper.pdf", "issue_date": fields.Date.today()}
        document = self.env["credit.document"].with_user(self.analyst).create(vals)
        document.action_accept()
        return document

    def test_another_missing_document_is_not_released(self):
        register, policy = self.require("Register", "Policy")
        paper = self.hand_in(policy)
        self._rule("missing_document")
        order = self._order()
        self.released(order)
        self.hand_in(register)
        paper.sudo()._act({"state": "rejected"})
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.assertIn("Policy", held.hold.finding_ids.sudo().explanation)

    def test_one_of_the_released_documents_that_comes_undoes_nothing(self):
        register, _policy = self.require("Register", "Policy")
        self._rule("missing_document")
        order = self._order()
        self.released(order)
        register.with_context(lang="en_US").name = "Extract"
        self.hand_in(register)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
