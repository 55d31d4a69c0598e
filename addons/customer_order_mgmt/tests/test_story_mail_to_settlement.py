"""One order from the customer's mail to its settlement, each step clicked by the person whose work it is."""

from odoo.tests import tagged

from .story_common import StoryCommon


@tagged("post_install", "-at_install", "long")
class TestStoryMailToSettlement(StoryCommon):
    def test_order_lives_from_a_mail_to_its_settlement(self):
        order = self._receive_mail()
        self._is_captured_and_received(order)
        self._is_countered(order)
        self._is_confirmed_and_acknowledged(order)
        self._is_amended(order)
        self._is_delivered_in_part(order)
        self._is_settled(order, self._is_invoiced(order))

    def _step(self, tour, user, url="/odoo"):
        self._walk(f"customer_order_full_story_{tour}", user, url)

    def _is_captured_and_received(self, order):
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.activity_ids.mapped("summary"), ["Compare with the document"])
        self._step("capture", self.clerk)
        self.assertRecordValues(order, [{"state": "received", "amount_untaxed": 1130.0, "amount_total": 1299.5}])
        self.assertEqual(order.line_ids.product_id, self.pump | self.valve | self.seal)
        self.assertEqual(order.captured_field_ids.confirmed_by_id, self.clerk)
        self.assertFalse(order.activity_ids)
        self._assert_sealed(order, "received", "captured")

    def _is_countered(self, order):
        self._step("change", self.clerk)
        self._step("counter", self.manager)
        self.assertRecordValues(order, [{"state": "countered", "amount_untaxed": 1180.0, "amount_total": 1357.0}])
        self.assertFalse(order.current_version_id, "Nothing is confirmed yet")
        self.assertFalse(order.sudo().sale_order_ids)
        self._assert_told(order, "CA", "please confirm our changes")
        self._assert_sealed(order, "countered", "acknowledged", "acknowledgement_sent")

    def _is_confirmed_and_acknowledged(self, order):
        counter = order.counter_version_id
        self._step("confirm_counter", self.pat, "/my")
        self.assertRecordValues(order, [{"state": "accepted", "current_version_id": counter.id}])
        consent = order.consent_ids
        self.assertEqual((consent.name, consent.content_hash), ("Pat Buyer", counter.content_hash))
        self.assertEqual((consent.user_res_id, bool(consent.signature_id)), (self.pat.id, True))
        self._assert_sold(order, (self.pump, 10, 100), (self.valve, 4, 40), (self.seal, 4, 5))
        self._assert_sealed(order, "consent_given", "accepted")
        self._step("acknowledge", self.clerk)
        self._assert_told(order, "AP", "is accepted")
        self._assert_sealed(order, "acknowledged", "acknowledgement_sent")

    def _is_amended(self, order):
        self._step("amend", self.clerk)
        self._step("propose", self.manager)
        amendment = order.amendment_ids
        self.assertRecordValues(amendment, [{"state": "proposed", "requested_by": "company", "amount_total": 1587.0}])
        mail = order.message_ids.filtered(lambda message: "please agree to a change" in (message.subject or ""))
        self.assertEqual(mail.partner_ids, self.buyer)
        self._assert_sold(order, (self.pump, 10, 100), (self.valve, 4, 40), (self.seal, 4, 5))
        self._step("confirm_amendment", self.pat, "/my")
        self.assertRecordValues(amendment, [{"state": "applied", "version_id": order.current_version_id.id}])
        self.assertRecordValues(order.current_version_id, [{"kind": "amendment", "number": 2, "amount_total": 1587.0}])
        self.assertEqual(set(amendment.consent_ids.mapped("party")), {"company", "customer"})
        self._assert_sold(order, (self.pump, 12, 100), (self.valve, 4, 40), (self.seal, 4, 5))
        self._assert_sealed(order, "amendment_proposed", "consent_given", "consent_given", "amended")

    def _is_delivered_in_part(self, order):
        self._step("deliver_part", self.packer)
        self.assertEqual((order.state, order.shipped_percent), ("accepted", 62.31))
        self.assertEqual(order.requirement_ids.check_ids.user_id, self.packer)
        done, rest = order.sudo().sale_order_ids.picking_ids.sorted("id")
        self.assertEqual((done.state, rest.state, rest.backorder_id), ("done", "assigned", done))
        self.assertEqual(
            {move.product_id: move.product_uom_qty for move in rest.move_ids}, {self.pump: 5, self.seal: 4}
        )

    def _is_invoiced(self, order):
        self._run_job("ir_cron_customer_order_invoicing")
        first = order.sudo().sale_order_ids.invoice_ids
        receivable, income, tax = "asset_receivable", "income", "liability_current"
        self._assert_entry(first, (income, -700), (income, -160), (tax, -129), (receivable, 989))
        self._deliver_rest(order)
        self._run_job("ir_cron_customer_order_invoicing")
        second = order.sudo().sale_order_ids.invoice_ids - first
        self._assert_entry(second, (income, -500), (tax, -78), (income, -20), (receivable, 598))
        self.assertEqual((first | second).mapped("is_move_sent"), [True, True])
        self.assertEqual((first | second).message_ids.partner_ids, self.customer)
        self.assertEqual((order.state, order.invoiced_percent), ("fulfilled", 100))
        return second

    def _is_settled(self, order, invoice):
        self._step("pay", self.accountant)
        self.assertEqual((order.state, order.missing_amount), ("fulfilled", 6.5))
        self._step("approve", self.manager)
        difference = order.difference_ids
        self.assertRecordValues(
            difference,
            [
                {
                    "state": "approved",
                    "code": "fee",
                    "amount": 6.5,
                    "proposed_by_id": self.accountant.id,
                    "decided_by_id": self.manager.id,
                }
            ],
        )
        self.assertEqual(order.state, "settled")
        self._step("write_off", self.accountant)
        self._assert_entry(difference.sudo().write_off_move_id, ("asset_receivable", -6.5), ("expense", 6.5))
        self.assertEqual((invoice.payment_state, order.state, order.paid_percent), ("paid", "settled", 100))
        self._assert_entry(invoice.matched_payment_ids.move_id, ("asset_receivable", -591.5), ("asset_current", 591.5))
        ended = ["fulfilled", "difference_approved", "settled", "difference_booked"]
        self.assertEqual(self._get_events(order)[-4:], [f"customer_order.{event}" for event in ended])
        entries = self.env["evidence.entry"].sudo()
        about = [("subject_key", "=", order.name), ("company_ref", "=", order.company_id.id)]
        self.assertFalse(entries._verify(about))
