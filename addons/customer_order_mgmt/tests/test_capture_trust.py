from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic.intake_policy import TRIES
from .intake_support import order_mail, order_pdf
from .test_capture_mail import IntakeCommon

ORDER = ("order.pdf", "application/pdf", order_pdf())


@tagged("post_install", "-at_install")
class TestCaptureTrust(IntakeCommon):
    """Whose mails count, and mails that keep others from being read."""

    def _answer(self, **headers):
        return order_mail(
            ORDER,
            message_id="<answer@x.example.com>",
            In_Reply_To="<order-1@aqua.example.com>",
            References="<order-1@aqua.example.com>",
            **headers,
        )

    def test_stranger_adds_nothing_to_what_waits(self):
        intake = self._capture(("terms.pdf", "application/pdf", order_pdf()), body="The order follows.")
        self.env["mail.thread"].with_user(self.robot).message_process(None, self._answer(sender="spy@evil.example.com"))
        self.assertEqual((intake.state, intake.file_ids.mapped("name")), ("read", ["terms.pdf"]))
        self.assertTrue(intake.activity_ids)

    def test_colleague_of_the_sender_adds_to_what_waits(self):
        self.env["res.partner"].create({"name": "Kim", "parent_id": self.customer.id, "email": "kim@aqua.example.com"})
        intake = self._capture(("terms.pdf", "application/pdf", order_pdf()), body="The order follows.")
        self._get_mail(self._answer(sender="kim@aqua.example.com"))
        self.assertEqual(self._read(intake).order_id.customer_reference, "PO-4711")

    def test_a_clerk_posts_no_mail_of_a_customer(self):
        intake = self._capture(("terms.pdf", "application/pdf", order_pdf()), body="The order follows.")
        intake.message_post(
            body="Order", message_type="email", email_from="pat@aqua.example.com", attachments=[("a.pdf", ORDER[2])]
        )
        self.assertEqual((intake.state, intake.file_ids.mapped("name")), ("read", ["terms.pdf"]))

    def test_customer_may_send_many_orders_at_once_and_strangers_may_not(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 2)
        for sender, taken in (("pat@aqua.example.com", 4), ("nobody@unknown.example.com", 2)):
            before = self.intakes.search_count([])
            for number in range(4):
                self._get_mail(order_mail(message_id=f"<{number}-{sender}>", sender=sender))
            self.assertEqual(self.intakes.search_count([]) - before, taken, sender)

    def test_message_that_ends_the_process_does_not_block_the_others(self):
        poison = self._get_mail(order_mail(ORDER))
        other = self._get_mail(order_mail(ORDER, message_id="<order-9@aqua.example.com>"))
        read = type(poison)._try_to_read

        def end_the_process(intake):
            if intake == poison:
                raise MemoryError
            return read(intake)

        cron = "odoo.addons.base.models.ir_cron"
        with patch.object(type(poison), "_try_to_read", end_the_process), mute_logger(cron):
            self._read(poison)
            self._read(poison)
        self.assertEqual((poison.state, poison.try_count, other.state), ("new", 1, "captured"))
        self.assertTrue(poison.next_try_at)

    def test_reading_that_never_comes_to_an_end_is_given_up(self):
        intake = self._get_mail(order_mail(ORDER))
        for _try in range(TRIES):
            intake._count_try()
        intake._advance("new", next_try_at=False)
        self._read(intake)
        self.assertEqual((intake.state, intake.next_try_at), ("failed", False))
        self.assertIn("broke off", intake.error)
        self.assertEqual(intake.activity_ids.user_id, self.clerk)

    def test_who_may_not_take_orders_is_not_responsible_for_one(self):
        self.customer.user_id = self._create_user("intake_salesperson", "base.group_user")
        self.assertEqual(self._get_mail(order_mail(message_id="<a@aqua.example.com>")).user_id, self.clerk)
        self.customer.user_id = self.manager
        self.assertEqual(self._get_mail(order_mail(message_id="<b@aqua.example.com>")).user_id, self.manager)

    def test_what_is_too_long_to_be_read_as_a_whole_says_so(self):
        goods = [(str(n), "AQ-P1", "Pump", "1", "Units", "1.00", "1.00") for n in range(1, 1700)]
        intake = self._capture(("order.pdf", "application/pdf", order_pdf(goods=goods)))
        self.assertTrue(intake.order_id)
        self.assertIn("too long to be read as a whole", intake.notice)

    def test_file_of_another_document_stays_there(self):
        file = self.env["ir.attachment"].create(
            {"name": "order.pdf", "raw": ORDER[2], "res_model": "res.partner", "res_id": self.customer.id}
        )
        intake = self.env["customer.order.intake"].with_user(self.clerk)
        intake = intake.create(
            {"company_id": self.company.id, "partner_id": self.buyer.id, "upload_ids": [(6, 0, file.ids)]}
        )
        intake.action_capture()
        self.assertIn(file, intake.order_id.sudo().source_attachment_ids)
        self.assertEqual(file.res_model, "res.partner")
