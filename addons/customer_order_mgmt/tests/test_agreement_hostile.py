import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import AmendmentRefused, FigureRefused, OrderIncomplete, OrderStateRefused
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAgreementHostile(CustomerOrderCommon):
    """Amendments from clients that send anything: what was agreed is all that is carried out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls._create_order([{"product_id": cls.pump.id, "quantity": 10}])
        order.action_receive()
        cls.order = order.with_user(cls.manager)
        cls.order.action_accept()

    def _amend(self, order=None, **line_vals):
        amendment = self.env["customer.order.amendment"].with_user(self.clerk)
        amendment = amendment.create({"order_id": (order or self.order).id, "reason": "As agreed on the phone"})
        if line_vals:
            amendment.line_ids[0].write(line_vals)
        return amendment

    def _propose(self, amendment):
        amendment.with_user(self.manager).action_propose()
        return amendment

    def _consent(self, amendment):
        raw = base64.b64encode(b"We agree.")
        document = self.env["ir.attachment"].create({"name": "agreed.txt", "datas": raw})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})

    def _hold_everything(self):
        rules = self.env["order.gate.rule"].sudo()
        rules.search([]).action_archive()
        vals = {"name": "Value", "kind": "value", "checkpoint": "accept", "mode": "enforce", "amount_limit": 1}
        return rules.create({**vals, "company_id": self.company.id})

    def test_line_of_another_order_is_no_position(self):
        other = self._accept(self._create_order([{"product_id": self.valve.id, "quantity": 7}]))
        amendment = self._amend()
        foreign = {"order_line_id": other.line_ids.id, "quantity": 1}
        with self.assertRaises(AmendmentRefused), self.env.cr.savepoint():
            amendment.line_ids = [Command.create(foreign)]
        with self.assertRaises(AmendmentRefused), self.env.cr.savepoint():
            amendment.line_ids.write(foreign)
        with self.assertRaises(AmendmentRefused), self.env.cr.savepoint():
            self._amend(other).line_ids.amendment_id = amendment
        self.assertEqual(other.line_ids.quantity, 7)

    def test_what_the_customer_reads_is_not_written(self):
        amendment = self._amend(quantity=8)
        lines = amendment.line_ids
        for vals in ({"kind": "same"}, {"quantity_before": 99}, {"price_unit_before": 1}, {"order_id": self.order.id}):
            with self.subTest(vals), self.assertRaises(OrderStateRefused):
                lines.write(vals)
        for vals in ({"commercial_partner_id": self.partner_a.id}, {"company_id": 1}, {"user_id": self.clerk.id}):
            with self.subTest(vals), self.assertRaises(OrderStateRefused):
                amendment.write(vals)
        hostile = lines.with_context(default_kind="same", default_quantity_before=99)
        added = hostile.create({"amendment_id": amendment.id, "product_id": self.valve.id, "quantity": 1})
        self.assertEqual((added.kind, added.quantity_before), ("add", 0))

    def test_only_what_came_from_the_customer_says_so(self):
        amendment = self._amend(quantity=8)
        for channel in ("portal", "edi", "mail"):
            with self.subTest(channel), self.assertRaises(OrderStateRefused):
                amendment.write({"channel": channel})
            with self.subTest(channel), self.assertRaises(OrderStateRefused):
                amendment.create({"order_id": self.order.id, "channel": channel})
            with self.subTest(channel), self.assertRaises(OrderStateRefused), self.env.cr.savepoint():
                amendment.with_context(default_channel=channel).create({"order_id": self.order.id})

    def test_product_and_unit_of_a_position_stay(self):
        lines = self._amend(quantity=8).line_ids
        for vals in ({"product_id": self.valve.id}, {"product_uom_id": self.env.ref("uom.product_uom_dozen").id}):
            with self.subTest(vals), self.assertRaisesRegex(AmendmentRefused, "stay as they were ordered"):
                lines.write(vals)

    def test_figures_that_no_order_has(self):
        amendment, draft = self._amend(quantity=8), self._create_order()
        figures = (float("nan"), float("inf"), -float("inf"), 1e300)
        for name in ("quantity", "price_unit", "discount"):
            for figure in figures:
                for lines in (amendment.line_ids, draft.line_ids):
                    with self.subTest(name, figure=figure, model=lines._name), self.assertRaises(FigureRefused):
                        lines.write({name: figure})
        with self.assertRaises(FigureRefused):
            self._create_order([{"product_id": self.pump.id, "discount": 150}])
        with self.assertRaises(FigureRefused):
            amendment.write({"line_ids": [Command.create({"name": "More", "quantity": float("nan")})]})

    def test_amounts_of_a_draft_are_not_written(self):
        draft = self._create_order()
        for name in ("price_subtotal", "price_total", "state", "company_id", "currency_id", "is_custom"):
            with self.subTest(name), self.assertRaises(OrderStateRefused):
                draft.line_ids[0].write({name: draft.line_ids[0][name]})

    def test_total_never_falls_below_zero(self):
        with self.assertRaisesRegex(AmendmentRefused, "below zero"):
            self._propose(self._amend(price_unit=-5))
        self.assertEqual(self.order.amount_untaxed, 1000)

    def test_combo_is_not_added(self):
        items = [Command.create({"product_id": self.valve.id})]
        combo = self.env["product.combo"].create({"name": "Choice", "combo_item_ids": items})
        product = self.env["product.product"].create({"name": "Set", "type": "combo", "combo_ids": combo.ids})
        amendment = self._amend()
        amendment.line_ids = [Command.create({"product_id": product.id, "promised_date": "2027-03-01"})]
        with self.assertRaisesRegex(AmendmentRefused, "is a combo"):
            self._propose(amendment)

    def test_number_of_another_order_is_not_taken_by_amendment(self):
        other = self._accept(self._create_order([{"product_id": self.valve.id, "quantity": 7}]))
        amendment = self._amend()
        amendment.customer_reference = other.customer_reference.lower().replace(" ", "-00")
        with self.assertRaisesRegex(AmendmentRefused, other.name):
            self._propose(amendment)
        amendment.customer_reference = "PO 99/B"
        self._consent(self._propose(amendment))
        self.assertEqual(self.order.customer_reference, "PO 99/B")

    def test_numbers_go_on_when_drafts_are_deleted(self):
        first, second = self._amend(), self._amend()
        first.unlink()
        third = self._amend()
        batch = third.create([{"order_id": self.order.id}, {"order_id": self.order.id}])
        names = [name.rpartition("/")[2] for name in (second + third + batch).mapped("name")]
        self.assertEqual(names, ["M2", "M3", "M4", "M5"])

    def test_two_proposals_of_one_version_are_not_both_agreed(self):
        first, second = self._propose(self._amend(quantity=8)), self._propose(self._amend(quantity=7))
        self._consent(first)
        self.assertEqual((first.state, second.state, self.order.line_ids.quantity), ("applied", "expired", 8))
        with self.assertRaises(OrderStateRefused):
            self._consent(second)
        self.assertEqual(self._get_events(self.order)[-1], "customer_order.amendment_expired")

    def test_what_both_sides_agreed_to_is_withdrawn_only_while_it_cannot_be_carried_out(self):
        amendment = self._propose(self._amend(quantity=20)).with_user(self.manager)
        rule = self._hold_everything()
        self._consent(amendment)
        self.assertEqual(amendment.state, "agreed")
        rule.action_archive()
        with self.assertRaisesRegex(OrderStateRefused, "carry it out"):
            amendment.action_withdraw("We changed our mind")
        self.assertEqual(self.order.line_ids.quantity, 10, "Trying leaves nothing behind")
        rule.action_unarchive()
        amendment.action_withdraw("The controller refused it")
        self.assertEqual(amendment.state, "withdrawn")

    def test_odd_arguments_are_refused_with_a_sentence(self):
        amendment, order = self._amend(quantity=8).with_user(self.manager), self.order
        for reason in (None, False, [], ["x"], 7, {}, "  "):
            for act in (amendment.action_decline, amendment.action_withdraw, order.action_record_repudiation):
                with self.subTest(act.__name__, reason=reason), self.assertRaises(OrderIncomplete):
                    act(reason)
        for kind in (None, [], {}, "x", 5):
            with self.subTest(kind=kind), self.assertRaises(OrderIncomplete):
                order.action_decide_duplicates(kind, "Yearly number")
        for order_id in (None, "abc", [order.id], 10**12):
            with self.subTest(order_id=order_id), self.assertRaises(UserError):
                amendment.create({"order_id": order_id})
