from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import AcceptedOrderIsBinding, AdvanceModeRefused, OrderIncomplete, OrderStateRefused
from .common_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentAdvance(PaymentCommon):
    def test_arrangement_has_to_add_up(self):
        order = self._arrange(("deposit", 30), ("on_shipment", 60))
        with self.assertRaisesRegex(OrderIncomplete, "arrangement adds up to"):
            order.action_receive()
        order.arrangement_ids = [Command.create({"kind": "open_credit", "sequence": 9})]
        order.action_receive()
        self.assertEqual(sum(order.arrangement_ids.mapped("amount")), order.amount_total)
        self.assertEqual(order.arrangement_ids[0].amount, order.currency_id.round(order.amount_total * 0.3))

    def test_payment_dates_follow_the_arrangement(self):
        order = self._arrange(
            {"kind": "deposit", "percent": 30, "due_days": 7},
            {"kind": "retention", "percent": 10, "due_days": 365},
            ("open_credit", 0),
        )
        self.assertEqual(order.due_ids[0].date.isoformat(), "2027-01-17")
        self.assertEqual(order.due_ids[0].amount, order.arrangement_ids[0].amount)
        self.assertEqual(order.due_ids[-1].date.isoformat(), "2028-03-14")
        self.assertAlmostEqual(sum(order.due_ids.mapped("amount")), order.amount_total)

    def test_arrangement_is_part_of_the_contract(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        version = order.current_version_id
        self.assertEqual(version.arrangement_ids.mapped("kind"), ["deposit", "open_credit"])
        self.assertIn("30 %, Deposit", version.arrangement_summary)
        sealed = version.content_hash
        self.assertEqual(version.sudo()._get_deviations(sealed), [])
        for act in (
            lambda: order.arrangement_ids[0].write({"percent": 10}),
            lambda: order.arrangement_ids[0].unlink(),
            lambda: order.write({"arrangement_ids": [Command.create({"kind": "open_credit"})]}),
            lambda: version.arrangement_ids[0].sudo().write({"amount": 1}),
            lambda: version.arrangement_ids.sudo().unlink(),
        ):
            with self.assertRaises(AcceptedOrderIsBinding):
                act()

    def test_order_without_an_arrangement_says_what_it_always_said(self):
        payload = self._accept(self._create_order()).current_version_id.payload
        self.assertNotIn("arrangement", payload)

    def test_changed_arrangement_is_a_counter_offer(self):
        order = self._arrange(("deposit", 30), ("open_credit", 0))
        order.action_receive()
        order.arrangement_ids[0].percent = 50
        self.assertTrue(order.is_altered)
        self.assertIn("50 %, Deposit", order.alterations)

    def test_deposit_is_one_native_invoice_over_all_sales_orders(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        self.assertEqual(order.action_invoice_deposit()["tag"], "display_notification")
        action = order.sudo().action_invoice_deposit()
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual((invoice.state, invoice.move_type), ("draft", "out_invoice"))
        self.assertTrue(invoice._is_downpayment())
        self.assertEqual(invoice.amount_total, order.arrangement_ids[0].amount)
        self.assertEqual(invoice.line_ids.sale_line_ids.order_id, order.sudo().sale_order_ids)
        self.assertEqual(order.sudo().action_invoice_deposit()["res_id"], invoice.id)
        invoice.action_post()
        self.assertEqual(order.sudo().action_invoice_deposit()["res_id"], invoice.id)

    def test_credited_deposit_is_invoiced_again(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        invoice = self._invoice_deposit(order)
        invoice._reverse_moves(cancel=True)
        again = self._invoice_deposit(order) - invoice
        self.assertEqual(again.amount_total, invoice.amount_total)

    def test_deposit_needs_an_accepted_order_and_a_row(self):
        with self.assertRaises(OrderStateRefused):
            self._arrange(("deposit", 30), ("open_credit", 0)).action_invoice_deposit()
        with self.assertRaises(OrderStateRefused):
            self._accept(self._create_order()).action_invoice_deposit()

    def test_goods_wait_until_the_advance_is_seen_on_a_bank_line(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        required = order.arrangement_ids[0].amount
        self.assertIn("asks for", self.assertShipmentHeld(order))
        invoice = self._invoice_deposit(order)
        self._pay(invoice)
        order.invalidate_recordset()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual((order.advance_received, order.advance_verified), (required, 0.0))
        self.assertTrue(order.is_advance_missing)
        self.assertShipmentHeld(order)
        payment = invoice.matched_payment_ids
        liquidity, _counterpart, _writeoff = payment._seek_for_lines()
        line = self._receive_on_bank(required, liquidity)
        order.invalidate_recordset()
        self.assertEqual((order.advance_verified, order.is_advance_missing), (required, False))
        line.action_undo_reconciliation()
        order.invalidate_recordset()
        self.assertTrue(order.is_advance_missing)
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.write({"account_id": liquidity.account_id.id, "partner_id": self.customer.id})
        (suspense + liquidity).reconcile()
        self._deliver(order)
        self.assertEqual(set(order.sudo().sale_order_ids.picking_ids.mapped("state")), {"done"})

    def test_bank_line_on_the_invoice_itself_verifies_and_less_does_not(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        invoice = self._invoice_deposit(order)
        self._receive_on_bank(10.0, self._get_terms(invoice))
        self.assertEqual(order.advance_verified, 10.0)
        self.assertShipmentHeld(order)
        self._receive_on_bank(invoice.amount_residual, self._get_terms(invoice))
        self._deliver(order)

    def test_goods_wait_on_whatever_delivery_they_are_put(self):
        lines = [{"product_id": self.valve.id, "quantity": 1}]
        free = self._accept(self._create_order(lines))
        order = self._accept(self._arrange(("deposit", 100), lines=lines))
        picking, other = free.sudo().sale_order_ids.picking_ids, order.sudo().sale_order_ids.picking_ids
        for sale in (free.sudo().sale_order_ids, self.env["sale.order"]):
            with self.assertRaises(AcceptedOrderIsBinding):
                other.sale_id = sale
        other.move_ids.picking_id = picking
        self.assertEqual(picking.sale_id, free.sudo().sale_order_ids)
        self.assertIn("missing", self.assertShipmentHeld(free))

    def test_advance_that_was_paid_and_credited_is_missing_again(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        deposit = self._invoice_deposit(order)
        self._receive_on_bank(deposit.amount_total, self._get_terms(deposit))
        order.invalidate_recordset()
        self.assertFalse(order.is_advance_missing)
        deposit._reverse_moves().action_post()
        self.assertEqual(deposit.amount_residual, 0.0)
        order.invalidate_recordset()
        self.assertEqual((order.advance_verified, order.is_advance_missing), (0.0, True))
        again = self._invoice_deposit(order) - deposit
        self.assertIn("missing", self.assertShipmentHeld(order))
        self._receive_on_bank(again.amount_total, self._get_terms(again))
        order.invalidate_recordset()
        self.assertFalse(order.is_advance_missing)

    def test_advance_in_two_parts_too_much_and_offset(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        deposit = self._invoice_deposit(order)
        self._receive_on_bank(20.0, self._get_terms(deposit))
        order.invalidate_recordset()
        self.assertEqual(order.advance_verified, 20.0)
        self.assertTrue(order.is_advance_missing)
        second = self._receive_on_bank(deposit.amount_residual + 7.0, self._get_terms(deposit))
        order.invalidate_recordset()
        self.assertEqual((order.advance_verified, order.is_advance_missing), (order.advance_required, False))
        second.unlink()
        order.invalidate_recordset()
        self.assertEqual((order.advance_verified, order.is_advance_missing), (20.0, True))

        offset = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        deposit = self._invoice_deposit(offset)
        goodwill = self._create_invoice_one_line(
            move_type="out_refund", partner_id=self.customer, price_unit=deposit.amount_total, tax_ids=[], post=True
        )
        (self._get_terms(deposit) + self._get_terms(goodwill)).reconcile()
        offset.invalidate_recordset()
        self.assertEqual((deposit.amount_residual, offset.advance_verified), (0.0, 0.0))
        self.assertIn("missing", self.assertShipmentHeld(offset))

    def test_what_was_written_off_or_reset_is_no_advance(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        deposit = self._invoice_deposit(order)
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=deposit.ids)
        loss = self._create_account("Losses", "609901", "expense")
        wizard.create(
            {"amount": 30.0, "payment_difference_handling": "reconcile", "writeoff_account_id": loss.id}
        )._create_payments()
        payment = self._get_terms(deposit).matched_credit_ids.credit_move_id.move_id.origin_payment_id
        liquidity, _counterpart, _writeoff = payment._seek_for_lines()
        line = self._receive_on_bank(30.0, liquidity)
        order.invalidate_recordset()
        self.assertEqual((deposit.amount_residual, order.advance_verified), (0.0, 30.0))
        self.assertIn("missing", self.assertShipmentHeld(order))
        line.move_id.button_draft()
        order.invalidate_recordset()
        self.assertEqual(order.advance_verified, 0.0)

    def test_held_deliveries_are_free_when_the_bank_line_arrives(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        self._deliver(order)
        pickings = order.sudo().sale_order_ids.picking_ids
        holds = (
            self.env["order.hold"].sudo().search([("res_model", "=", pickings._name), ("res_id", "in", pickings.ids)])
        )
        self.assertEqual(set(holds.mapped("state")), {"active"})
        self.assertEqual(holds.finding_ids.mapped("code"), ["advance_not_verified"] * 2)
        invoice = self._invoice_deposit(order)
        self._receive_on_bank(invoice.amount_total, self._get_terms(invoice))
        self.assertNotIn("active", holds.mapped("state"))
        self._deliver(order)
        self.assertEqual(set(pickings.mapped("state")), {"done"})

    def test_other_companies_see_nothing(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        change = self._propose()
        other = self.setup_other_company()["company"]
        stranger = self._create_user("stranger", "customer_order_mgmt.group_order_manager", company=other)
        for records in (order.arrangement_ids, order.current_version_id.arrangement_ids, change):
            seen = records.with_user(stranger)
            self.assertFalse(seen.search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                seen.read(["display_name"])

    def test_clearing_entry_is_no_bank_line(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        invoice = self._invoice_deposit(order)
        self._pay(invoice)
        liquidity, _counterpart, _writeoff = invoice.matched_payment_ids._seek_for_lines()
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create({"account_id": liquidity.account_id.id, "credit": liquidity.balance}),
                    Command.create(
                        {"account_id": self.company_data["default_account_expense"].id, "debit": liquidity.balance}
                    ),
                ]
            }
        )
        entry.action_post()
        (entry.line_ids.filtered(lambda line: line.account_id == liquidity.account_id) + liquidity).reconcile()
        self.assertTrue(invoice.matched_payment_ids.is_matched)
        self.assertEqual(order.advance_verified, 0.0)
        self.assertShipmentHeld(order)

    def test_missing_advance_is_found_by_the_filter(self):
        waiting = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        other = self._accept(self._create_order())
        found = waiting.search([("is_advance_missing", "=", True), ("id", "in", (waiting + other).ids)])
        self.assertEqual(found.ids, waiting.ids)
        self.assertNotIn(waiting.id, waiting.search([("is_advance_missing", "=", False)]).ids)

    def test_check_says_what_is_wrong_with_the_arrangement(self):
        order = self._arrange({"kind": "deposit", "percent": 30, "due_days": 90}, ("letter_of_credit", 60))
        codes = [check.code for check in order._get_arrangement_checks()[order]]
        self.assertEqual(codes, ["arrangement_sum", "no_reference", "due_too_late"])
        fine = self._arrange(("deposit", 30), ("open_credit", 0))
        both = (order + fine + self._create_order())._get_arrangement_checks()
        self.assertEqual([len(checks) for checks in both.values()].count(1), 2)
        self.assertEqual(both[fine][0].code, "arrangement")

    def test_list_reads_20_orders_like_2(self):
        columns = {name: {} for name in ("name", "advance_required", "advance_verified", "is_advance_missing")}
        orders = self.env["customer.order"].with_user(self.clerk)
        for _number in range(20):
            orders += self._arrange(("deposit", 30), ("open_credit", 0))
        counts = []
        for some in (orders[:2], orders[:2], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.web_read(columns)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    # The weaker mode

    def _propose(self, user=None, **vals):
        changes = self.env["customer.order.advance.change"].with_user(user or self.manager)
        return changes.create({"company_id": self.company.id, "reason": "No bank feed yet", **vals})

    def test_weaker_verification_needs_a_second_person(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        self._pay(self._invoice_deposit(order))
        change = self._propose()
        with self.assertRaises(AdvanceModeRefused):
            change.action_confirm()
        self.assertShipmentHeld(order)
        with self.assertRaises(AccessError):
            change.with_user(self.clerk).action_confirm()
        change.with_user(self.second_manager).action_confirm()
        self.assertEqual(self.company.customer_order_advance_mode, "registered")
        order.invalidate_recordset()
        self.assertFalse(order.is_advance_missing)
        self._deliver(order)
        back = self._propose(mode="matched")
        self.assertEqual((back.state, self.company.customer_order_advance_mode), ("confirmed", "matched"))

    def test_weaker_verification_is_not_written_by_any_other_way(self):
        change = self._propose()
        for act in (
            lambda: self.company.write({"customer_order_advance_mode": "registered"}),
            lambda: self.env["res.company"].create({"name": "X", "customer_order_advance_mode": "registered"}),
            lambda: change.write({"state": "confirmed"}),
            lambda: change.write({"mode": "matched"}),
            lambda: change.with_user(self.second_manager).sudo().write({"proposed_by_id": self.second_manager.id}),
            lambda: self._propose(self.second_manager, state="confirmed"),
            lambda: change.sudo().unlink(),
        ):
            with self.assertRaises(AdvanceModeRefused):
                act()
        change.action_withdraw()
        with self.assertRaises(AdvanceModeRefused):
            change.with_user(self.second_manager).action_confirm()

    # All of it

    def test_full_advance_matched_and_three_partial_deliveries_leave_nothing(self):
        taxes = [Command.set(self.tax.ids)]
        lines = [{"product_id": self.pump.id, "quantity": 3, "price_unit": 33.333, "tax_ids": taxes}]
        order = self._accept(self._arrange(("deposit", 100), lines=lines))
        advance = self._invoice_deposit(order)
        self._receive_on_bank(advance.amount_total, self._get_terms(advance))
        invoices = self.env["account.move"]
        for share in (1 / 3, 1 / 2, 1):
            self._deliver(order, share=share)
            # Deducted although nobody asks for it: the customer's order agreed on the deposit.
            invoices += self._invoice(order, final=False)
        order.invalidate_recordset()
        self.assertEqual(order.state, "settled")
        receivable = self._get_terms(advance).account_id
        goods = self.company_data["default_account_revenue"]
        part = [(goods, -33.33), (receivable, 0.0), (self.liability, 33.33)]
        # The taxes of goods and advance meet on one account. Three times 33.33 is a cent less than was paid.
        last = [(goods, -33.33), (receivable, 0.0), (self.liability, 33.34), (self.vat, 0.01), (goods, -0.02)]
        for invoice, expected in zip(invoices, (part, part, last), strict=True):
            booked = invoice.line_ids.filtered(lambda line: line.display_type != "line_section")
            self.assertEqual(
                sorted((line.account_id.id, line.balance) for line in booked),
                sorted((account.id, balance) for account, balance in expected),
            )
            self.assertFalse(any(self._get_terms(invoice).mapped("amount_residual")))
            self.assertEqual((invoice.amount_total, invoice.payment_state), (0.0, "paid"))
        self.assertRecordValues(
            advance.line_ids.sorted("balance"),
            [
                {"account_id": self.liability.id, "balance": -100.0, "amount_residual": 0.0},
                {"account_id": self.vat.id, "balance": -19.0, "amount_residual": 0.0},
                {"account_id": receivable.id, "balance": 119.0, "amount_residual": 0.0},
            ],
        )
        both = (advance + invoices).line_ids
        for account, balance in ((self.liability, 0.0), (self.vat, -18.99), (goods, -100.01)):
            lines = both.filtered(lambda line, account=account: line.account_id == account)
            self.assertAlmostEqual(sum(lines.mapped("balance")), balance)
        self.assertEqual((advance.amount_total, advance.amount_residual), (119.0, 0.0))
        rows = order.sudo().sale_order_ids.order_line.filtered("is_downpayment")
        self.assertEqual(set(rows.mapped("qty_to_invoice")), {0.0})
        self.assertEqual(sum(rows.mapped("untaxed_amount_invoiced")), 0.0)
