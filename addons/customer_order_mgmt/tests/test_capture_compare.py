from odoo.tests import tagged

from ..exceptions import OrderIncomplete, OrderStateRefused
from .intake_support import HEAD, order_mail, order_pdf
from .test_capture_mail import IntakeCommon

UNUSUAL = (("Vorgang", "77-100"), ("Order date:", "10.01.2027"), ("Wunsch", "01.03.2027"), ("Currency", "USD"))


@tagged("post_install", "-at_install")
class TestCaptureCompare(IntakeCommon):
    def _row(self, order, name):
        return order.captured_field_ids.filtered(lambda row: row.name == name)

    def test_nothing_unread_is_received(self):
        order = self._capture().order_id
        with self.assertRaisesRegex(OrderIncomplete, "Order number: compare “PO-4711” with the document"):
            order.action_receive()
        self._confirm_all(order)
        self.assertEqual(order.capture_open_count, 0)
        order.action_receive()
        self.assertEqual(order.state, "received")
        self.assertIn("customer_order.captured", self._get_events(order))

    def test_only_what_is_sure_is_confirmed_together(self):
        order = self._capture().order_id
        order.action_confirm_sure()
        self.assertTrue(all(self._row(order, "line").mapped("is_confirmed")))
        self.assertFalse(self._row(order, "customer_reference").is_confirmed, "65 is not sure")
        self.assertTrue(self._row(order, "amount_untaxed").is_confirmed, "the lines prove it")

    def test_confirmation_ends_when_the_order_changes(self):
        order = self._capture().order_id
        self._confirm_all(order)
        order.line_ids[0].quantity = 3
        self.assertEqual(order.capture_open_count, 2, "the line and the total")
        with self.assertRaisesRegex(OrderIncomplete, "Line: compare"):
            order.action_receive()

    def test_line_that_was_dropped_is_noticed(self):
        order = self._capture().order_id
        self._confirm_all(order)
        order.line_ids[1].unlink()
        with self.assertRaisesRegex(OrderIncomplete, "Number of lines"):
            order.action_receive()

    def test_other_total_is_explained_or_corrected(self):
        order = self._capture(("order.pdf", "application/pdf", order_pdf(totals=[("Net total", "250.00")]))).order_id
        self._confirm_all(order)
        with self.assertRaisesRegex(OrderIncomplete, "the document says 250.00, the order 240.00"):
            order.action_receive()
        self._row(order, "amount_untaxed").difference_reason = "They forgot the discount; agreed by phone."
        order.action_receive()

    def test_misread_total_is_corrected_on_its_row(self):
        order = self._capture(("order.pdf", "application/pdf", order_pdf(totals=[("Net total", "250.00")]))).order_id
        row = self._row(order, "amount_untaxed")
        row.value = "240,00"
        self.assertEqual(row.value, "240.00")
        self._confirm_all(order)
        order.action_receive()

    def test_what_was_read_cannot_be_written(self):
        order = self._capture().order_id
        row = self._row(order, "customer_reference")
        for vals in ({"confidence": 100}, {"read_value": "x"}, {"confirmed_by_id": self.clerk.id}, {"value": "x"}):
            with self.subTest(vals), self.assertRaises(OrderStateRefused):
                row.write(vals)
        with self.assertRaises(OrderStateRefused):
            row.sudo().write({"confirmed_by_id": self.clerk.id})
        with self.assertRaises(OrderStateRefused):
            row.with_user(self.env.ref("base.user_root")).action_confirm()

    def test_file_that_was_exchanged_is_noticed(self):
        order = self._capture().order_id
        self._confirm_all(order)
        order.source_attachment_ids.sudo().raw = order_pdf(title="Another")
        with self.assertRaisesRegex(OrderIncomplete, "no longer the file that came in"):
            order.action_receive()

    # Learning

    def _second(self, head, **mail):
        return self._capture(
            ("order.pdf", "application/pdf", order_pdf(head=head)),
            message_id="<order-2@aqua.example.com>",
            **mail,
        ).order_id

    def test_confirmed_anchor_is_surer_next_time(self):
        order = self._capture().order_id
        self.assertEqual(self._row(order, "customer_reference").confidence, 65)
        self._confirm_all(order)
        order = self._second((("Order number:", "PO-4712"), *HEAD[1:]))
        row = self._row(order, "customer_reference")
        self.assertEqual((row.read_value, row.confidence, row.is_sure), ("PO-4712", 87, True))

    def test_corrected_value_teaches_where_it_stands(self):
        order = self._capture(("order.pdf", "application/pdf", order_pdf(head=UNUSUAL))).order_id
        self.assertFalse(self._row(order, "customer_reference").read_value)
        order.customer_reference = "77-100"
        self._confirm_all(order)
        order = self._second((("Vorgang", "77-101"), *UNUSUAL[1:]))
        row = self._row(order, "customer_reference")
        self.assertEqual((row.read_value, row.confidence, row.label), ("77-101", 87, "vorgang"))

    def test_wrong_anchor_loses_trust(self):
        head = (("Order number:", "REF-1"), ("Vorgang", "77-100"))
        order = self._capture(("order.pdf", "application/pdf", order_pdf(head=head))).order_id
        order.customer_reference = "77-100"
        self._confirm_all(order)
        anchors = (
            self.env["customer.order.anchor"]
            .with_user(self.clerk)
            .search([("partner_id", "=", self.customer.id), ("field", "=", "customer_reference")])
        )
        self.assertEqual(
            sorted(anchors.mapped(lambda a: (a.label, a.hits, a.misses))), [("order number", 0, 1), ("vorgang", 1, 0)]
        )
        order = self._second((("Order number:", "REF-2"), ("Vorgang", "77-101")))
        self.assertEqual(order.customer_reference, "77-101")

    def test_other_customers_learn_nothing_from_it(self):
        other = self.env["res.partner"].create(
            {"name": "Other Works", "is_company": True, "email": "buy@other.example.com"}
        )
        order = self._capture(("order.pdf", "application/pdf", order_pdf(head=UNUSUAL))).order_id
        order.customer_reference = "77-100"
        self._confirm_all(order)
        order = self._second((("Vorgang", "77-101"), *UNUSUAL[1:]), sender="buy@other.example.com")
        self.assertEqual(order.partner_id, other)
        self.assertFalse(order.customer_reference)

    def test_other_companies_learn_nothing_from_it(self):
        self._confirm_all(self._capture().order_id)
        other = self.setup_other_company()["company"]
        self.assertFalse(self.env["customer.order.anchor"]._get_anchors(self.customer, other))
        self.assertTrue(self.env["customer.order.anchor"]._get_anchors(self.customer, self.company))

    def test_code_of_the_customer_is_taught_by_choosing_the_product(self):
        columns = ("Pos", "Item", "Description", "Quantity", "Unit", "Price", "Amount")
        goods = [("1", "X-900", "Red pump", "2", "Units", "100.00", "200.00")]
        pdf = order_pdf(goods=goods, columns=columns, totals=[("Net total", "200.00")])
        order = self._capture(("order.pdf", "application/pdf", pdf)).order_id
        self.assertFalse(order.line_ids.product_id)
        self.assertEqual(order.line_ids.customer_product_code, "X-900")
        self.assertEqual(self._row(order, "line").confidence, 40)
        order.line_ids.product_id = self.pump
        intake = self._read(
            self._get_mail(order_mail(("order.pdf", "application/pdf", pdf), message_id="<order-2@aqua.example.com>"))
        )
        self.assertEqual(intake.order_id.line_ids.product_id, self.pump)
        self.assertEqual(self._row(intake.order_id, "line").confidence, 92)

    def test_codes_that_a_machine_read_are_learned_when_a_person_confirms(self):
        columns = ("Pos", "Our item", "Your item", "Quantity", "Unit", "Price", "Amount")
        goods = [("1", "X-77", "AQ-P1", "2", "Units", "100.00", "200.00")]
        pdf = order_pdf(goods=goods, columns=columns, totals=[("Net total", "200.00")])
        order = self._capture(("order.pdf", "application/pdf", pdf)).order_id
        self.assertEqual((order.line_ids.product_id, order.line_ids.customer_product_code), (self.pump, "X-77"))
        codes = self.env["customer.order.product.code"].with_user(self.clerk)
        self.assertFalse(codes.search([("partner_id", "=", self.customer.id)]))
        self._row(order, "line").action_confirm()
        self.assertEqual(codes.search([("partner_id", "=", self.customer.id)]).product_id, self.pump)

    def test_unclear_figures_are_left_out_and_told(self):
        goods = [
            ("1", "AQ-P1", "Pump", "2", "drums", "100.00", "200.00"),
            ("2", "AQ-V1", "Valve", "0", "Units", "40", "0.00"),
        ]
        order = self._capture(("order.pdf", "application/pdf", order_pdf(goods=goods))).order_id
        self.assertEqual(order.line_ids.product_uom_id, self.pump.uom_id)
        self.assertEqual(len(order.line_ids), 1)
        notice = order.sudo().intake_ids.notice
        self.assertIn("The unit “drums” is not known", notice)
        self.assertIn("not above zero", notice)
        self.assertEqual(self._row(order, "line_count").read_value, "2")

    def test_query_count_of_rows_does_not_depend_on_their_number(self):
        few = self._capture().order_id
        goods = [(str(n), "AQ-P1", f"Pump {n}", "1", "Units", "1.00", "1.00") for n in range(1, 41)]
        pdf = order_pdf(goods=goods)
        many = self._capture(("many.pdf", "application/pdf", pdf), message_id="<order-3@aqua.example.com>").order_id
        self.assertEqual(len(many.line_ids), 40)

        def count(order):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            order.captured_field_ids.read(["order_value", "is_confirmed", "is_sure", "confidence"])
            return self.env.cr.sql_log_count - start

        count(few)
        self.assertLessEqual(count(many), count(few))
