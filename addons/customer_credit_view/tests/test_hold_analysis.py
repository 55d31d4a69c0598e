from ast import literal_eval
from datetime import timedelta

from odoo.addons.order_gate.logic.findings import Finding, Severity
from odoo.addons.order_gate.tests.common import OrderGateCommon
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestHoldAnalysis(OrderGateCommon):
    """How long holds took, and what the money of releases became."""

    def _release(self, days_due):
        finding = Finding("credit_overdue", Severity.BLOCK, "Overdue.")
        order = self.create_order(user=self.seller)
        with self.findings("sale.order", "confirm", finding), self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.controller).action_release("The bank confirms the transfer.")
        order.sudo().action_confirm()
        invoice = order.sudo()._create_invoices()
        due = self.company._get_credit_today() - timedelta(days=days_due)
        invoice.write({"invoice_date": due, "invoice_payment_term_id": False, "invoice_date_due": due})
        invoice.action_post()
        return held.hold, invoice

    def _row(self, hold):
        rows = self.env["credit.hold.analysis"].sudo()
        self.env.flush_all()
        rows.invalidate_model()
        return rows.search([("hold_id", "=", hold.id)])

    def test_release_and_its_price(self):
        hold, invoice = self._release(days_due=100)
        row = self._row(hold)
        self.assertEqual((row.state, row.approver_id, row.is_credit), ("released", self.controller, True))
        self.assertEqual((row.released_amount, row.invoiced_amount), (200, 200))
        self.assertEqual((row.overdue_amount, row.lost_amount), (200, 200))
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        self.env["account.payment.register"].with_context(**context).create({})._create_payments()
        row = self._row(hold)
        self.assertEqual((row.overdue_amount, row.lost_amount), (0, 0))

    def test_hours_to_release_by_approver(self):
        """Six and eighteen hours of one approver, three of another."""
        first, second, third = (self._release(days_due=0)[0] for _number in range(3))
        for hold, approver, hours in (
            (first, self.controller, 6),
            (second, self.controller, 18),
            (third, self.boss, 3),
        ):
            # As they stand in the table: no act makes a decision of another moment.
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE order_hold SET decided_at = held_at + %s * INTERVAL '1 hour', decided_by_id = %s WHERE id = %s",
                [hours, approver.id, hold.id],
            )
        self.env.invalidate_all()
        self.assertEqual([self._row(hold).hours for hold in (first, second, third)], [6, 18, 3])
        rows = self.env["credit.hold.analysis"].sudo()
        domain = [("hold_id", "in", (first + second + third).ids)]
        groups = rows._read_group(domain, ["approver_id"], ["hours:avg", "released_amount:sum"])
        self.assertEqual(
            {approver: figures for approver, *figures in groups},
            {self.controller: [12, 400], self.boss: [3, 200]},
        )

    def test_written_off_is_lost(self):
        hold, invoice = self._release(days_due=10)
        self.assertEqual((self._row(hold).overdue_amount, self._row(hold).lost_amount), (200, 0))
        receivable = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create(
                        {"account_id": receivable.account_id.id, "partner_id": receivable.partner_id.id, "credit": 200}
                    ),
                    Command.create({"account_id": self.company_data["default_account_expense"].id, "debit": 200}),
                ]
            }
        )
        entry.action_post()
        (receivable + entry.line_ids.filtered("credit")).reconcile()
        self.assertEqual((self._row(hold).overdue_amount, self._row(hold).lost_amount), (0, 200))

    def _ask_for_more(self, order, quantity):
        """Raise a confirmed order; return the hold of the change, which its author does not make."""
        finding = Finding("credit_overdue", Severity.BLOCK, "Overdue.")
        with self.findings("sale.order", "confirm", finding), self.assertHeld(order) as held:
            order.sudo().order_line.product_uom_qty = quantity
        return held.hold

    def test_loss_stays_with_the_approver_when_more_is_asked_for(self):
        hold, _invoice = self._release(days_due=100)
        order = self.env["sale.order"].browse(hold.res_id)
        self._ask_for_more(order, 9)
        self.assertEqual((hold.state, hold.void_cause), ("void", "superseded"))
        row = self._row(hold)
        self.assertEqual((row.is_released, row.approver_id, row.released_amount), (True, self.controller, 200))
        self.assertEqual((row.overdue_amount, row.lost_amount), (200, 200))
        action = self.env["ir.actions.actions"]._for_xml_id("customer_credit_view.credit_hold_analysis_action_override")
        self.assertIn(row, row.search(literal_eval(action["domain"])))

    def test_loss_of_an_order_released_twice_counts_once_for_its_approver(self):
        hold, _invoice = self._release(days_due=100)
        order = self.env["sale.order"].browse(hold.res_id)
        again = self._ask_for_more(order, 9)
        again.with_user(self.controller).action_release("It pays on Friday.")
        order.sudo().order_line.product_uom_qty = 9
        self.assertEqual([self._row(one).lost_amount for one in (hold, again)], [0, 200])
        self.assertEqual([self._row(one).released_amount for one in (hold, again)], [200, 900])

    def test_loss_stays_with_each_of_two_approvers(self):
        hold, _invoice = self._release(days_due=100)
        order = self.env["sale.order"].browse(hold.res_id)
        again = self._ask_for_more(order, 9)
        again.with_user(self.boss).action_release("It pays on Friday.")
        self.assertEqual([self._row(one).lost_amount for one in (hold, again)], [200, 200])

    def test_rejection_of_a_cancelled_order_is_no_release(self):
        finding = Finding("credit_overdue", Severity.BLOCK, "Overdue.")
        order = self.create_order(user=self.seller)
        with self.findings("sale.order", "confirm", finding), self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.controller).action_reject("Not now.")
        order.action_confirm()
        self.assertTrue(held.hold.passed_at)
        order.sudo()._action_cancel()
        self.commit_like()
        self.assertEqual(held.hold.state, "void")
        self.assertFalse(self._row(held.hold).is_released)

    def test_release_that_was_not_used_is_none_any_more(self):
        finding = Finding("credit_overdue", Severity.BLOCK, "Overdue.")
        order = self.create_order(user=self.seller)
        with self.findings("sale.order", "confirm", finding), self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.controller).action_release("Agreed.")
        order.sudo()._action_cancel()
        self.commit_like()
        self.assertEqual((held.hold.state, self._row(held.hold).is_released), ("void", False))

    def test_sellers_do_not_see_it(self):
        with self.assertRaises(AccessError):
            self.env["credit.hold.analysis"].with_user(self.seller).search([])
