from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import OrderIncomplete, OrderStateRefused
from .common import CustomerOrderCommon
from .intake_support import ALIAS, DOMAIN, order_mail, order_pdf, picture_pdf


class IntakeCommon(CustomerOrderCommon):
    """A company with a mailbox for orders, and a buyer who is known by address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": DOMAIN})
        cls.company.write({"alias_domain_id": domain.id, "customer_order_alias_name": ALIAS})
        cls.company.customer_order_user_id = cls.clerk
        cls.pump.default_code, cls.valve.default_code = "AQ-P1", "AQ-V1"
        cls.buyer.email = "pat@aqua.example.com"
        # The gateway and the cron are nobody's.
        cls.robot = cls.env.ref("base.user_root")
        cls.intakes = cls.env["customer.order.intake"].with_user(cls.robot)

    def _get_mail(self, mail):
        """Deliver a mail as the gateway does and return what it became; nothing is read yet."""
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].with_user(self.robot).message_process(None, mail)
        return self.intakes.search([], order="id desc", limit=1)

    def _read(self, intake):
        """Run the cron and return the intake as the clerk sees it."""
        with self.enter_registry_test_mode():
            self.env.ref("customer_order_mgmt.customer_order_intake_cron").method_direct_trigger()
        intake.invalidate_recordset()
        return intake.with_user(self.clerk)

    def _capture(self, *files, **mail):
        files = files or (("order.pdf", "application/pdf", order_pdf()),)
        return self._read(self._get_mail(order_mail(*files, **mail)))

    def _confirm_all(self, order):
        for row in order.captured_field_ids:
            row.action_confirm()


@tagged("post_install", "-at_install")
class TestCaptureMail(IntakeCommon):
    def test_mail_of_a_customer_with_a_login_is_taken(self):
        user = self._create_user("pat_login", "base.group_portal")
        user.partner_id.write({"email": self.buyer.email, "parent_id": self.customer.id})
        self.buyer.email = False
        self.customer.user_id = self.clerk
        intake = self._capture()
        self.assertEqual((intake.state, intake.order_id.contact_id), ("captured", user.partner_id))
        self.assertEqual(intake.user_id, self.clerk)

    def test_mail_with_pdf_becomes_a_draft(self):
        intake = self._capture()
        order = intake.order_id
        self.assertEqual((intake.state, order.state), ("captured", "draft"))
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.contact_id, self.buyer)
        self.assertEqual(order.user_id, self.clerk)
        self.assertEqual(order.customer_reference, "PO-4711")
        self.assertEqual(str(order.customer_date), "2027-01-10")
        self.assertEqual(order.line_ids.product_id, self.pump | self.valve)
        self.assertEqual(order.line_ids.mapped("quantity"), [2, 1])
        self.assertEqual(order.line_ids.mapped("price_unit"), [100, 40])
        self.assertEqual({str(day) for day in order.line_ids.mapped("requested_date")}, {"2027-03-01"})
        self.assertEqual(order.amount_untaxed, 240)

    def test_files_are_kept_and_hashed_as_they_came(self):
        content = order_pdf()
        intake = self._capture(("order.pdf", "application/pdf", content), ("logo.png", "image/png", b"\x89PNG"))
        self.assertEqual(intake.file_ids.mapped("is_part"), [True, False])
        self.assertEqual(intake.order_id.source_attachment_ids.raw, content)
        self.assertEqual(len(intake.file_ids[0].sha256), 64)
        self.assertTrue(intake.file_ids[0]._is_unchanged())

    def test_nothing_is_read_while_the_mail_is_received(self):
        intake = self._get_mail(order_mail(("order.pdf", "application/pdf", order_pdf())))
        self.assertEqual(intake.state, "new")
        self.assertFalse(intake.field_ids)

    def test_mail_is_taken_once(self):
        mail = order_mail(("order.pdf", "application/pdf", order_pdf()))
        intake = self._get_mail(mail)
        self._get_mail(mail)
        self.assertEqual(self.intakes.search_count([("message_ref", "=", intake.message_ref)]), 1)

    def test_answer_reaches_the_order(self):
        order = self._capture().order_id
        count = self.intakes.search_count([])
        self._get_mail(
            order_mail(
                message_id="<order-2@aqua.example.com>",
                subject="Re: Order PO-4711",
                body="One more thing: call before delivery.",
                In_Reply_To="<order-1@aqua.example.com>",
            )
        )
        self.assertEqual(self.intakes.search_count([]), count)
        self.assertIn("call before delivery", "".join(order.message_ids.mapped("body")))
        self.assertIn("The customer wrote about this order", order.activity_ids.mapped("summary"))
        activities = order.activity_ids
        order._notice_mail()
        self.assertEqual(order.activity_ids, activities, "asked once")

    def test_stranger_does_not_reach_the_order_by_its_message(self):
        order = self._capture().order_id
        intake = self._get_mail(
            order_mail(
                message_id="<order-2@aqua.example.com>",
                sender="spy@unknown.example.com",
                body="Ship it elsewhere.",
                In_Reply_To="<order-1@aqua.example.com>",
            )
        )
        self.assertEqual(intake.email_from, "spy@unknown.example.com")
        self.assertNotIn("elsewhere", "".join(order.message_ids.mapped("body")))

    def test_file_that_was_forgotten_joins_what_waits(self):
        intake = self._capture(("terms.pdf", "application/pdf", order_pdf()), body="See attachment.")
        self.assertEqual(intake.state, "read")
        self._get_mail(
            order_mail(
                ("order.pdf", "application/pdf", order_pdf()),
                message_id="<order-2@aqua.example.com>",
                In_Reply_To="<order-1@aqua.example.com>",
            )
        )
        self.assertEqual(self._read(intake).order_id.customer_reference, "PO-4711")

    def test_order_in_the_body_is_read(self):
        body = (
            "Order no: 88-12\n\n"
            "Qty   Item    Description      Price    Total\n"
            "3     AQ-P1   Pump P1          99.00    297.00\n"
        )
        order = self._capture(("logo.png", "image/png", b"\x89PNG"), body=body).order_id
        self.assertEqual(order.customer_reference, "88-12")
        self.assertEqual((order.line_ids.product_id, order.line_ids.quantity), (self.pump, 3))

    def test_html_table_is_read(self):
        body = (
            "<html><body><p>Bestellnummer <b>45-001</b></p><table><tr><th>Menge</th><th>Artikel</th>"
            "<th>Bezeichnung</th><th>Preis</th></tr><tr><td>1.000</td><td>AQ-V1</td><td>Ventil</td><td>39,50</td></tr>"
            "</table><script>alert(1)</script></body></html>"
        )
        order = self._capture(("logo.png", "image/png", b"\x89PNG"), body=body, subtype="html").order_id
        self.assertEqual(order.customer_reference, "45-001")
        self.assertEqual(
            (order.line_ids.product_id, order.line_ids.quantity, order.line_ids.price_unit), (self.valve, 1000, 39.5)
        )

    def test_mail_without_an_order_waits_for_a_person(self):
        intake = self._capture(("logo.png", "image/png", b"\x89PNG"), body="Do you sell pumps? Give me 50 % off.")
        self.assertEqual(intake.state, "read")
        self.assertIn("Nothing that looks like an order", intake.notice)
        self.assertEqual(intake.activity_ids.user_id, self.clerk)
        intake.action_ignore()
        self.assertEqual(intake.state, "ignored")
        self.assertFalse(intake.activity_ids)

    def test_picture_becomes_an_empty_draft_when_a_person_says_so(self):
        intake = self._capture(("scan.pdf", "application/pdf", picture_pdf()))
        self.assertIn("picture without text", intake.file_ids.note)
        intake.action_capture()
        self.assertFalse(intake.order_id.line_ids)
        self.assertEqual(intake.order_id.source_attachment_ids.name, "scan.pdf")

    # Who ordered

    def test_unknown_sender_waits(self):
        intake = self._capture(sender="Nobody <nobody@unknown.example.com>")
        self.assertEqual(intake.state, "read")
        self.assertTrue(intake.is_unknown_sender)
        self.assertIn(intake, self.intakes.search([("is_unknown_sender", "=", True)]))
        self.assertFalse(self.env["res.partner"].search([("email_normalized", "=", "nobody@unknown.example.com")]))
        with self.assertRaises(OrderIncomplete):
            intake.action_capture()

    def test_address_of_two_customers_is_not_guessed(self):
        self.env["res.partner"].create({"name": "Pat Again", "email": "pat@aqua.example.com"})
        self.assertTrue(self._capture().is_unknown_sender)

    def test_colleague_who_forwards_is_not_the_customer(self):
        self.clerk.partner_id.email = "clerk@seller.example.net"
        self.assertTrue(self._capture(sender="clerk@seller.example.net").is_unknown_sender)

    def _choose(self, intake, **vals):
        wizard = self.env["customer.order.intake.sender"].with_user(vals.pop("user", self.clerk))
        wizard.create({"intake_id": intake.id, **vals}).action_apply()

    def test_another_contact_once(self):
        intake = self._capture(sender="new@aqua.example.org")
        self._choose(intake, choice="once", partner_id=self.buyer.id)
        self.assertEqual(intake.order_id.partner_id, self.customer)
        self.assertEqual(self.buyer.email, "pat@aqua.example.com")

    def test_new_address_of_a_contact(self):
        intake = self._capture(sender="new@aqua.example.org")
        self.clerk.group_ids += self.env.ref("base.group_partner_manager")
        self._choose(intake, choice="email", partner_id=self.buyer.id)
        self.assertEqual(self.buyer.email, "new@aqua.example.org")
        self.assertEqual(intake.order_id.contact_id, self.buyer)

    def test_new_contact_works_where_its_colleagues_do(self):
        intake = self._capture(sender="Kim New <kim@aqua.example.com>")
        with self.assertRaises(AccessError):
            self._choose(intake, choice="create")
        self.clerk.group_ids += self.env.ref("base.group_partner_manager")
        self._choose(intake, choice="create")
        self.assertEqual(intake.order_id.partner_id, self.customer)
        self.assertEqual(intake.order_id.contact_id.name, "Kim New")

    def test_address_of_a_free_provider_says_nothing_about_colleagues(self):
        self.env["res.partner"].create({"name": "Sam", "parent_id": self.customer.id, "email": "sam@gmail.com"})
        for sender, parent in (("kim@aqua.example.com", self.customer), ("kim@gmail.com", self.env["res.partner"])):
            intake = self._capture(sender=sender, message_id=f"<{sender}>")
            wizard = self.env["customer.order.intake.sender"].with_user(self.clerk).create({"intake_id": intake.id})
            self.assertEqual(wizard.parent_id, parent)

    # What goes wrong

    def test_failure_is_kept_on_its_message_and_tried_again(self):
        first = self._get_mail(order_mail(("order.pdf", "application/pdf", order_pdf())))
        second = self._get_mail(
            order_mail(("order.pdf", "application/pdf", order_pdf()), message_id="<order-9@aqua.example.com>")
        )
        read = type(first)._read

        def fail_once(intake):
            if intake == first:
                raise ZeroDivisionError
            return read(intake)

        with (
            patch.object(type(first), "_read", fail_once),
            mute_logger("odoo.addons.customer_order_mgmt.models.intake.customer_order_intake_reading"),
        ):
            self._read(first)
        self.assertEqual((first.state, first.try_count, second.state), ("failed", 1, "captured"))
        self.assertIn("ZeroDivisionError", first.error)
        self.assertTrue(first.next_try_at)
        self.assertFalse(first.order_id)
        self._read(first)
        self.assertEqual(first.state, "failed", "not due yet")
        first.with_user(self.clerk).action_read()
        self.assertEqual((first.state, first.error), ("captured", False))

    def test_after_the_last_try_a_person_is_asked(self):
        intake = self._get_mail(order_mail(("order.pdf", "application/pdf", order_pdf())))
        for _try in range(5):
            intake._count_try()
            intake._fail("Broken.")
        self.assertFalse(intake.next_try_at)
        self.assertEqual(intake.activity_ids.user_id, self.clerk)
        self._read(intake)
        self.assertEqual(intake.state, "failed")

    def test_what_came_in_cannot_be_written(self):
        intake = self._capture()
        for vals in (
            {"state": "new"},
            {"order_id": False},
            {"email_from": "x@y.example.com"},
            {"message_ref": "<x>"},
            {"partner_id": self.buyer.id},
        ):
            with self.subTest(vals), self.assertRaises(OrderStateRefused):
                intake.write(vals)
        forged = {"default_state": "captured", "default_email_from": "x@y.example.com", "default_notice": "Sure."}
        new = intake.with_context(**forged, default_received_at="2020-01-01").create({"name": "x"})
        self.assertEqual((new.state, new.email_from, new.notice), ("new", False, False))
        self.assertGreater(new.received_at, intake.received_at.replace(year=2021))
        with self.assertRaises(AccessError):
            intake.message_new({"email_from": "pat@aqua.example.com"}, {"company_id": self.company.id})
        with self.assertRaises(OrderStateRefused):
            intake.file_ids.sudo().write({"sha256": "0" * 64})
        with self.assertRaises(OrderStateRefused):
            intake.order_id.write({"intake_ids": [(5,)]})
        with self.assertRaises(OrderStateRefused):
            intake.with_user(self.manager).unlink()

    def test_draft_is_made_once(self):
        intake = self._capture()
        with self.assertRaises(OrderStateRefused):
            intake.action_capture()
        with self.assertRaises(OrderStateRefused):
            intake.action_read()

    # Companies

    def test_other_company_has_its_own_mailbox(self):
        other = self.setup_other_company()["company"]
        other.write({"alias_domain_id": self.company.alias_domain_id.id, "customer_order_alias_name": "incoming"})
        intake = self._capture(to=f"incoming@{DOMAIN}")
        self.assertEqual(intake.sudo().company_id, other)
        self.assertEqual(intake.sudo().order_id.company_id, other)
        with self.assertRaises(AccessError):
            intake.read(["name"])

    def test_mailbox_can_be_changed_and_closed(self):
        alias = self.company.customer_order_alias_id
        self.company.customer_order_alias_name = "purchase-orders"
        self.assertEqual(self.company.customer_order_alias_id, alias)
        self.assertEqual(alias.alias_full_name, f"purchase-orders@{DOMAIN}")
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "other.example.com"})
        self.assertEqual(alias.alias_full_name, "purchase-orders@other.example.com")
        self.company.customer_order_alias_name = False
        self.assertFalse(alias.exists())

    # Other ways in

    def test_clerk_hands_a_file_in(self):
        file = self.env["ir.attachment"].with_user(self.clerk).create({"name": "fax.pdf", "raw": order_pdf()})
        intake = self.intakes.with_user(self.clerk).create(
            {"name": "Fax of Aqua Works", "partner_id": self.buyer.id, "upload_ids": [Command.set(file.ids)]}
        )
        intake.action_read()
        self.assertEqual(intake.order_id.customer_reference, "PO-4711")
        self.assertEqual(intake.order_id.user_id, self.clerk)
        self.assertEqual(intake.order_id.source_attachment_ids, file)

    def test_structured_file_in_a_mail_goes_before_its_picture(self):
        table = b"order_number;product_code;quantity;unit_price\nPO-5000;AQ-P1;7;95,50\n"
        order = self._capture(("order.pdf", "application/pdf", order_pdf()), ("order.csv", "text/csv", table)).order_id
        self.assertEqual((order.customer_reference, order.line_ids.quantity), ("PO-5000", 7))
        self.assertEqual(len(order.source_attachment_ids), 2)
        with self.assertRaises(OrderIncomplete):
            order.action_receive()

    # Who may

    def test_roles(self):
        intake = self._capture(sender="nobody@unknown.example.com")
        employee = self._create_user("intake_employee", "base.group_user")
        auditor = self._create_user("intake_auditor", "evidence_ledger.group_evidence_auditor")
        for records in (intake, intake.file_ids, intake.field_ids):
            with self.subTest(records._name):
                records.with_user(auditor).read([])
                with self.assertRaises(AccessError):
                    records.with_user(employee).read([])
                with self.assertRaises(AccessError):
                    records.with_user(self.clerk).unlink()
        with self.assertRaises(AccessError):
            intake.with_user(auditor).action_ignore()
        intake.with_user(self.manager).unlink()
