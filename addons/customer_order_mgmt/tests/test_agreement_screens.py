import base64

from odoo.tests import Form, tagged

from .common import CustomerOrderCommon

DOCUMENT = base64.b64encode(b"We agree.")


@tagged("post_install", "-at_install")
class TestAgreementScreens(CustomerOrderCommon):
    """What clerks and managers do in forms and dialogs."""

    def _received(self, quantity):
        order = self._create_order([{"product_id": self.pump.id, "quantity": 2}])
        order.action_receive()
        with Form(order) as form, form.line_ids.edit(0) as line:
            line.quantity = quantity
        return order

    def _wizard(self, model, context, **values):
        with Form(self.env[model].with_user(self.manager).with_context(**context)) as form:
            for name, value in values.items():
                form[name] = value
        return form.record

    def test_clerk_corrects_the_capture(self):
        order = self._received(3)
        self.assertTrue(order.is_altered)
        self._wizard("customer.order.correct", {"default_order_id": order.id}, reason="Typed wrongly").action_correct()
        self.assertFalse(order.is_altered)

    def test_banner_follows_what_is_written(self):
        order = self._received(2)
        with Form(order) as form:
            self.assertFalse(form.is_altered)
            with form.line_ids.edit(0) as line:
                line.name = "Pump of steel"
            self.assertTrue(form.is_altered)
            self.assertIn("→ Pump of steel", form.alterations)
            with form.line_ids.edit(0) as line:
                line.name = order.line_ids.name
            self.assertFalse(form.is_altered)
            with form.line_ids.new() as line:
                line.product_id = self.valve
            self.assertIn("Valve V1", form.alterations)
            form.line_ids.remove(1)
            self.assertFalse(form.is_altered)
            form.incoterm_location = "Hull"
            self.assertIn("nothing → Hull", form.alterations)
        order.line_ids.instructions = "Blue"
        self.assertIn("nothing → Blue", order.alterations, "Nor is it stale for programs")

    def test_manager_counters_and_records_the_answer(self):
        order = self._received(3).with_user(self.manager)
        order.action_counter()
        wizard = self._wizard(
            "customer.order.confirmation",
            {"default_order_id": order.id},
            document=DOCUMENT,
        )
        wizard.document_name = "fax.pdf"
        self.assertEqual(wizard.name, self.buyer.name)
        self.assertIn("version 1", wizard.statement)
        wizard.action_confirm()
        self.assertEqual(order.state, "accepted")
        self.assertEqual(order.consent_ids.document_id.name, "fax.pdf")

    def test_counter_offer_ends(self):
        order = self._received(3).with_user(self.manager)
        order.action_counter()
        context = {"default_order_id": order.id}
        self._wizard("customer.order.counter.end", context, reason="No").action_end()
        self.assertEqual(order.state, "received")
        order.action_counter()
        self._wizard("customer.order.counter.end", context, reason="No", outcome="withdrawn").action_end()
        self.assertEqual(order.state, "received")

    def test_customer_withdraws(self):
        order = self._received(2)
        self._wizard("customer.order.withdraw", {"default_order_id": order.id}, reason="Mistake").action_withdraw()
        self.assertEqual(order.state, "cancelled")

    def test_dispute_is_recorded(self):
        order = self._accept(self._received(2))
        letter = self.env["ir.attachment"].with_user(self.manager).create({"name": "letter.pdf", "datas": DOCUMENT})
        context = {"default_order_id": order.id, "default_attachment_ids": letter.ids}
        self._wizard("customer.order.repudiation", context, reason="Never ordered").action_record()
        self.assertTrue(order.repudiated_date)
        self.assertEqual((letter.res_model, letter.res_id), ("customer.order", order.id))

    def test_amendment_form(self):
        order = self._accept(self._received(2))
        amendment = self.env["customer.order.amendment"].browse(order.action_amend()["res_id"]).with_user(self.manager)
        with Form(amendment) as form:
            form.reason = "More pumps"
            with form.line_ids.edit(0) as line:
                self.assertEqual((line.quantity, line.quantity_before), (2, 2))
                line.quantity = 4
                line.promised_date = "2027-03-31"
            with form.line_ids.new() as line:
                line.product_id = self.valve
                line.promised_date = "2027-03-01"
                self.assertEqual(line.price_unit, 40)
        self.assertEqual(amendment.line_ids.mapped("kind"), ["change", "add"])
        self.assertIn("2 Units → 4 Units", amendment.changes)
        self.assertIn("→ 03/31/2027", amendment.changes, "Dates as people write them")
        amendment.action_propose()
        context = {"default_order_id": order.id, "default_amendment_id": amendment.id}
        self._wizard("customer.order.confirmation", context, document=DOCUMENT).action_confirm()
        self.assertEqual((amendment.state, order.line_ids.mapped("quantity")), ("applied", [4, 1]))
        self.assertIn("2 Units → 4 Units", amendment.changes, "What was changed stays readable")

    def test_every_term_is_shown_before_and_after(self):
        line = {"product_id": self.pump.id, "quantity": 2, "price_unit": 100, "instructions": "Blue"}
        order = self._accept(self._create_order([line], instructions="Gate 1", incoterm_location="Leeds"))
        amendment = self.env["customer.order.amendment"].browse(order.action_amend()["res_id"]).with_user(self.manager)
        self._change_every_term(amendment)
        expected = self._get_expected_words(order)
        for state in ("draft", "proposed", "applied"):
            with self.subTest(state):
                self.assertEqual(amendment.state, state)
                amendment.invalidate_recordset()
                self.assertEqual(amendment.changes.splitlines(), expected)
                self.assertEqual(Form(amendment).changes, amendment.changes, "It stands in the form, too")
            if state == "draft":
                amendment.action_propose()
            elif state == "proposed":
                amendment._record_customer_consent({"channel": "portal", "name": "Pat Buyer"})

    def _change_every_term(self, amendment):
        site = {"parent_id": self.customer.id, "street": "5 Dock Road", "city": "Hull", "country_id": False}
        sites = self.env["res.partner"].create(
            [{**site, "name": "Site B", "type": "delivery"}, {**site, "name": "Books", "type": "invoice"}]
        )
        terms = self.env["account.payment.term"].sudo().create({"name": "Ten days"})
        incoterm = self.env["account.incoterms"].sudo().create({"name": "At place", "code": "ZZZ"})
        with Form(amendment) as form:
            form.reason = "Everything is otherwise"
            form.customer_reference = "PO 9"
            form.partner_shipping_id, form.partner_invoice_id = sites
            form.payment_term_id, form.incoterm_id, form.incoterm_location = terms, incoterm, "Hull"
            form.instructions = "Gate 4"
            with form.line_ids.edit(0) as line:
                line.quantity, line.price_unit, line.discount = 1234, 90.5, 7.5
                line.name = "Pump P2\nsteel"
                line.requested_date, line.promised_date = "2027-04-01", "2027-04-02"
                line.instructions = "Red"
            with form.line_ids.new() as line:
                line.product_id = self.valve
                line.quantity, line.price_unit, line.promised_date = 3, 0.0, "2027-05-01"
            self.assertIn("90.50", form.changes, "Told while it is written")

    def _get_expected_words(self, order):
        label, old = "[P1] Pump P1", order.current_version_id
        invoice, shipping = (address.replace("\n", " / ") for address in (old.invoice_address, old.shipping_address))
        return [
            f"{label}, Quantity: 2 Units → 1,234 Units",
            f"{label}, Unit Price: 100.00 → 90.50",
            f"{label}, Discount (%): 0 → 7.5",
            f"{label}, Description: [P1] Pump P1 → Pump P2 / steel",
            f"{label}, Requested Date: 03/01/2027 → 04/01/2027",
            f"{label}, Promised Date: 03/01/2027 → 04/02/2027",
            f"{label}, Instructions: Blue → Red",
            "New: 3 Units [V1] Valve V1; Unit Price: 0.00; Promised Date: 05/01/2027",
            f"Customer's Number: {order.customer_reference} → PO 9",
            f"Invoice Address: {invoice} → Books / Aqua Works / 5 Dock Road / Hull",
            f"Delivery Address: {shipping} → Site B / Aqua Works / 5 Dock Road / Hull",
            f"Payment Terms: {old.payment_term_name or 'nothing'} → Ten days",
            "Incoterm: nothing → [ZZZ] At place",
            "Incoterm Location: Leeds → Hull",
            "Instructions: Gate 1 → Gate 4",
        ]

    def test_amendment_ends(self):
        order = self._accept(self._received(2))
        amendment = self.env["customer.order.amendment"].browse(order.action_cancel_open()["res_id"])
        amendment = amendment.with_user(self.clerk)
        amendment.reason = "Project stopped"
        self._wizard(
            "customer.order.amendment.end", {"default_amendment_id": amendment.id}, reason="Made already"
        ).action_end()
        self.assertEqual((amendment.state, order.state), ("declined", "accepted"))
