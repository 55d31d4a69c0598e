from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_acknowledge_codes import AcknowledgeCommon


@tagged("post_install", "-at_install")
class TestAcknowledgeQueue(AcknowledgeCommon):
    """Acknowledging without a person: only where the company wants it, and never within the act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("customer_order_mgmt.ir_cron_send_acknowledgements").sudo()

    def _run(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def test_nothing_is_mailed_by_itself_unless_wanted(self):
        order = self._accept(self._create_order())
        self.assertFalse(order.acknowledgement_queued_at)
        self._run()
        self.assertFalse(order.acknowledgement_ids)

    def test_orders_from_before_are_not_mailed(self):
        order = self._accept(self._create_order())
        self.company.customer_order_auto_acknowledge = True
        self._run()
        self.assertFalse(order.acknowledgement_ids)

    def test_every_answer_is_mailed_after_the_act(self):
        self.company.customer_order_auto_acknowledge = True
        order = self._receive()
        self.assertTrue(order.acknowledgement_queued_at)
        self.assertFalse(order.acknowledgement_ids, "Nothing is mailed in the act")
        self._run()
        self.assertEqual((order.acknowledgement_code, order.acknowledgement_queued_at), ("AB", False))
        order.action_accept()
        self._run()
        self.assertEqual(order.acknowledgement_code, "AP")
        self._amend(order, quantity=5)
        self._run()
        self.assertEqual(order.acknowledgement_code, "CA")
        self.assertEqual(len(order.acknowledgement_ids), 3)
        self._run()
        self.assertEqual(len(order.acknowledgement_ids), 3, "Each is told once")
        rejected = self._receive()
        rejected.action_reject("No capacity")
        self._run()
        self.assertEqual(
            rejected.acknowledgement_ids.mapped("code"), ["RE"], "Received and rejected at once: one answer"
        )

    def test_told_by_hand_it_leaves_the_queue(self):
        self.company.customer_order_auto_acknowledge = True
        order = self._receive()
        self._tell(order)
        self.assertFalse(order.acknowledgement_queued_at)

    def test_one_failure_keeps_its_reason_and_the_others_go_on(self):
        self.company.customer_order_auto_acknowledge = True
        failing = self._receive(contact_id=False, partner_id=self.customer.id)
        fine = self._receive()
        self._run()
        self.assertIn("no e-mail address", failing.acknowledgement_error)
        self.assertIn("The customer was not told", failing.activity_ids.mapped("summary"))
        self.assertFalse(failing.acknowledgement_queued_at, "It is not tried again and again")
        self.assertEqual(fine.acknowledgement_code, "AB")
        self.customer.email = "office@aqua.example"
        self._tell(failing)
        self.assertFalse(failing.acknowledgement_error)

    @mute_logger("odoo.addons.customer_order_mgmt.models.acknowledge.customer_order_acknowledgement_queue")
    def test_unexpected_errors_stop_nobody_else(self):
        self.company.customer_order_auto_acknowledge = True
        orders = self._receive() | self._receive()
        model = self.env.registry["customer.order"]
        send = model._send_acknowledgement

        def fail_first(order):
            if order == orders[0]:
                raise ValueError("wkhtmltopdf is gone")
            return send(order)

        with patch.object(model, "_send_acknowledgement", fail_first):
            self._run()
        self.assertIn("server's log", orders[0].acknowledgement_error)
        self.assertFalse(orders[0].acknowledgement_ids)
        self.assertEqual(orders[1].acknowledgement_code, "AB")

    def test_promise_that_moves_is_told_again(self):
        """What an addon that moves promises does: it extends the hook and queues."""
        self.company.customer_order_auto_acknowledge = True
        order = self._accept(self._create_order())
        self._run()
        moved = {1: self.env["customer.order"]._fields["received_date"].to_date("2027-04-09")}
        model = self.env.registry["customer.order"]
        with patch.object(model, "_get_promised_dates", lambda order, version: moved):
            order.invalidate_recordset()
            self.env.add_to_compute(model._fields["acknowledgement_state"], order)
            self.assertEqual(order.acknowledgement_state, "to_acknowledge")
            order._queue_acknowledgement()
            self._run()
            told = order.acknowledgement_ids.sorted("id")[-1].line_ids.sorted("sequence")
            self.assertEqual((order.acknowledgement_code, order.acknowledgement_state), ("CA", "acknowledged"))
            self.assertEqual([str(day) for day in told.mapped("promised_date")], ["2027-04-09", "2027-03-15"])
            self.assertEqual(str(told[0].promised_date_before), "2027-03-01")
