from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestProof(CreditCommon):
    """The counters equal the documents, and what does not is found."""

    def _prove(self):
        return self.env["credit.proof"]._prove().filtered(lambda proof: proof.company_id == self.company)

    def test_counters_equal_the_documents(self):
        self._invoice(1000, "2027-01-10", "2027-02-09")
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        order.action_confirm()
        self._deliver(order, 0.5)
        self.env["credit.counter"]._fold()
        order._create_invoices().action_post()
        proof = self._prove()
        self.assertEqual((proof.state, proof.difference_count), ("equal", 0))

    def test_forged_counter_is_listed_and_counted_anew(self):
        self._invoice(1000, "2027-01-10", "2027-02-09")
        self.env.flush_all()
        self.env["credit.counter"]._fold()
        self.env.cr.execute("UPDATE credit_counter SET amount = 1 WHERE partner_id = %s", [self.customer.id])
        proof = self._prove()
        self.assertEqual(proof.state, "different")
        self.assertRecordValues(
            proof.difference_ids,
            [{"partner_id": self.customer.id, "part": "open", "counted": 1.0, "expected": 1000.0}],
        )
        proof.with_user(self.manager).action_rebuild()
        self.assertEqual((proof.state, proof.rebuilt_by_id), ("rebuilt", self.manager))
        self.assertEqual(self._prove().state, "equal")
        entry = self.env["evidence.entry"].sudo().search([("subject_key", "=", proof.name)])
        self.assertEqual(entry.event, "credit.counters_rebuilt")

    def test_change_behind_the_counters_is_listed(self):
        """Whoever writes by SQL and switches the triggers off for it is found the night after."""
        invoice = self._invoice(1000, "2027-01-10", "2027-02-09")
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE account_move_line DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE account_move_line SET amount_residual = 400 WHERE move_id = %s AND amount_residual = 1000",
            [invoice.id],
        )
        self.env.cr.execute("ALTER TABLE account_move_line ENABLE TRIGGER USER")
        proof = self._prove()
        self.assertRecordValues(
            proof.difference_ids,
            [{"partner_id": self.customer.id, "part": "open", "counted": 1000.0, "expected": 400.0}],
        )
        self.assertEqual(proof.difference_ids.day, fields.Date.to_date("2027-02-09"))

    def test_line_that_lies_about_its_commitment_is_listed(self):
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        order.action_confirm()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order_line SET credit_undelivered = 1 WHERE id = %s", order.order_line.ids)
        self.env.invalidate_all()
        proof = self._prove()
        self.assertEqual(proof.difference_ids.order_line_id, order.order_line)
        proof.action_rebuild()
        self.assertEqual(order.order_line.credit_undelivered, 1000.0)

    def test_line_that_lies_about_its_order_is_listed(self):
        cancelled, moved = (self._order([(self.pump, 10, 100.0)]).sudo() for _time in range(2))
        (cancelled | moved).action_confirm()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET state = 'cancel' WHERE id = %s", cancelled.ids)
        other = self._customer("Other").id
        self.env.cr.execute("UPDATE sale_order SET partner_invoice_id = %s WHERE id = %s", [other, moved.id])
        self.env.invalidate_all()
        proof = self._prove()
        self.assertEqual(proof.difference_ids.order_line_id, (cancelled | moved).order_line)
        self.assertEqual(set(proof.difference_ids.mapped("expected")), {0.0})

    def test_line_of_no_confirmed_order_commits_to_nothing(self):
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        self.env.cr.execute("UPDATE sale_order_line SET credit_undelivered = 1 WHERE id = %s", order.order_line.ids)
        self.env.invalidate_all()
        proof = self._prove()
        self.assertEqual(proof.difference_ids.order_line_id, order.order_line)
        proof.action_rebuild()
        self.assertEqual(order.order_line.credit_undelivered, 0.0)
        self.assertEqual(self._prove().state, "equal")

    def test_past_day_knows_down_payments_and_what_was_cancelled(self):
        today = fields.Date.context_today(self.env.user)
        day, long_ago = today - timedelta(days=3), fields.Datetime.now() - timedelta(days=30)
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        order.action_confirm()
        advance = self.env["sale.advance.payment.inv"].sudo()
        advance = advance.with_context(active_model="sale.order", active_ids=order.ids)
        advance.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        order.invoice_ids.invoice_date = day
        order.invoice_ids.action_post()
        self._deliver(order, 0.6)
        order.picking_ids.filtered(lambda picking: picking.state != "done").action_cancel()
        order.date_order = long_ago
        order.picking_ids.move_ids.filtered(lambda move: move.state == "done").date = long_ago
        profile = self._profile()
        # Read as of a day, quantities stay in the cache of that day.
        self.env.flush_all()
        now, then, before = (profile._get_exposure(at)[profile] for at in (today, day, day - timedelta(days=1)))
        self.assertEqual((now.gross, then.gross, before.gross), (600, 1000, 1000))
        self.assertEqual((then.delivered, then.undelivered), (300, 400))

    def test_auditor_sees_what_was_owed_on_a_day(self):
        today = fields.Date.context_today(self.env.user)
        day = today - timedelta(days=20)
        self._invoice(1000, day, day)
        later = self._customer("Later")
        self._invoice(300, today, partner=later)
        self._profile(later)
        auditor = self._user("auditor", "evidence_ledger.group_evidence_auditor")
        panel = self.env["credit.exposure.past"].with_user(auditor).create({"on_date": day + timedelta(days=1)})
        self._profile()
        self.env.flush_all()
        action = panel.action_show()
        rows = self.env[action["res_model"]].with_user(auditor).search(action["domain"])
        self.assertEqual((rows.partner_id, rows.overdue_amount, rows.exposure_amount), (self.customer, 1000, 1000))
        with self.assertRaises(AccessError):
            rows.with_user(self.reader).read(["exposure_amount"])
        panel.on_date = day - timedelta(days=1)
        panel.action_show()
        self.assertFalse(panel.row_ids)
        with self.assertRaises(ValidationError):
            panel.on_date = today + timedelta(days=1)
        with self.assertRaises(AccessError):
            self.env["credit.exposure.past"].with_user(self.seller).create({})

    def test_past_day_is_told_by_the_documents(self):
        today = fields.Date.context_today(self.env.user)
        first, later = today - timedelta(days=60), today - timedelta(days=20)
        invoice = self._invoice(1000, first, first + timedelta(days=30))
        self._pay(invoice, later, 400)
        profile = self._profile()
        cases = {first: (1000, 0), later - timedelta(days=1): (0, 1000), later: (0, 600)}
        for day, expected in cases.items():
            with self.subTest(day=day):
                exposure = profile._get_exposure(day)[profile]
                self.assertEqual((exposure.open_due_later, exposure.overdue), expected)
        self.assertEqual(profile._get_exposure(first - timedelta(days=1))[profile].gross, 0)

    def test_orders_of_a_past_day(self):
        """By then 6 of 10 had left and 2 were invoiced; today all has left and is paid."""
        today = fields.Date.context_today(self.env.user)
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        order.action_confirm()
        order.date_order = today - timedelta(days=30)
        self._deliver(order, 0.6)
        order.picking_ids.move_ids.filtered(lambda move: move.state == "done").date = today - timedelta(days=10)
        self._deliver(order)
        self.env.flush_all()
        profile = self._profile()
        cases = {31: (0, 0), 30: (1000, 0), 11: (1000, 0), 10: (400, 600), 1: (400, 600), 0: (0, 1000)}
        for days, expected in cases.items():
            with self.subTest(days=days):
                exposure = profile._get_exposure(today - timedelta(days=days))[profile]
                self.assertEqual((exposure.undelivered, exposure.delivered), expected)

    def test_cancelled_remainder_and_down_payment_of_a_past_day(self):
        today = fields.Date.context_today(self.env.user)
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        order.action_confirm()
        order.date_order = today - timedelta(days=30)
        context = {"active_model": "sale.order", "active_ids": order.ids}
        wizard = self.env["sale.advance.payment.inv"].sudo().with_context(**context)
        wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        advance = order.invoice_ids
        advance.write({"invoice_date": today - timedelta(days=20), "date": today - timedelta(days=20)})
        advance.action_post()
        self._pay(advance, today - timedelta(days=20))
        self._deliver(order, 0.6)
        order.picking_ids.move_ids.filtered(lambda move: move.state == "done").date = today - timedelta(days=10)
        order.picking_ids.filtered(lambda picking: picking.state != "done").action_cancel()
        self.env.flush_all()
        profile = self._profile()
        for days, gross in {25: 1000, 15: 700, 5: 700, 0: 300}.items():
            with self.subTest(days=days):
                self.assertEqual(profile._get_exposure(today - timedelta(days=days))[profile].gross, gross)

    def test_order_cancelled_later_was_open_on_a_past_day(self):
        now = fields.Datetime.now().replace(hour=12)
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        quotation = self._order([(self.pump, 7, 100.0)]).sudo()
        order.action_confirm()
        (order + quotation).date_order = now - timedelta(days=30)
        with freeze_time(now - timedelta(days=10)):
            order._action_cancel()
            quotation._action_cancel()
        self.env.flush_all()
        profile, today = self._profile(), now.date()
        for days, undelivered in {31: 0, 30: 1000, 11: 1000, 10: 0, 1: 0, 0: 0}.items():
            with self.subTest(days=days):
                exposure = profile._get_exposure(today - timedelta(days=days))[profile]
                self.assertEqual((exposure.undelivered, exposure.gross), (undelivered, undelivered))

    def test_rest_cancelled_later_was_open_on_a_past_day(self):
        now = fields.Datetime.now().replace(hour=12)
        order = self._order([(self.pump, 10, 100.0)]).sudo()
        order.action_confirm()
        order.date_order = now - timedelta(days=30)
        self._deliver(order, 0.6)
        order.picking_ids.move_ids.filtered(lambda move: move.state == "done").date = now - timedelta(days=20)
        with freeze_time(now - timedelta(days=10)):
            order.picking_ids.filtered(lambda picking: picking.state != "done").action_cancel()
        self.env.flush_all()
        profile, today = self._profile(), now.date()
        cases = {21: (1000, 0), 20: (400, 600), 11: (400, 600), 10: (0, 600), 0: (0, 600)}
        for days, expected in cases.items():
            with self.subTest(days=days):
                exposure = profile._get_exposure(today - timedelta(days=days))[profile]
                self.assertEqual((exposure.undelivered, exposure.delivered), expected)

    def test_cancellation_before_the_installation_is_known_by_the_messages(self):
        now = fields.Datetime.now()
        orders = self.env["sale.order"].with_context(tracking_disable=False, mail_notrack=False).sudo()
        vals = {"partner_id": self.customer.id, "order_line": [Command.create({"product_id": self.pump.id})]}
        order, quotation = orders.create([vals, vals])
        self._track(order + quotation)
        order.action_confirm()
        self._track(order + quotation)
        (order + quotation)._action_cancel()
        self._track(order + quotation)
        cancelled = order.message_ids.filtered("tracking_value_ids").sorted("id")[-1]
        cancelled.date = now - timedelta(days=10)
        order.message_ids.filtered("tracking_value_ids").sorted("id")[0].date = now - timedelta(days=30)
        (order + quotation).write({"credit_cancelled_at": False})
        self.env["sale.order"]._note_past_cancellations()
        self.assertEqual(order.credit_cancelled_at, cancelled.date)
        self.assertFalse(quotation.credit_cancelled_at, "it had never been confirmed")

    def _track(self, orders):
        """Write what changed into the messages of ``orders``, as it is when a transaction ends."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        orders.invalidate_recordset(["message_ids"])
