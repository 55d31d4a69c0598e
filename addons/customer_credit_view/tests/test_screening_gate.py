from odoo.addons.order_gate.tests.common import OrderGateCommon
from odoo.tests import tagged

from ..exceptions import HitStands
from .common_screening import LISTED, PLAIN, ScreeningCommon


@tagged("post_install", "-at_install")
class TestScreeningGate(ScreeningCommon, OrderGateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].search([]).action_archive()

    def test_order_of_a_restricted_party_is_not_confirmed(self):
        hit = self._hit()
        order = self._order(partner_id=hit.partner_id.id)
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.assertEqual(held.hold.finding_ids.mapped("code"), ["screening_hit"])
        self.assertIn(hit.name, held.error)
        self.assertNotIn("Testneft", held.hold.finding_ids.message, "sealed without names")

    def test_cleared_customer_passes(self):
        hit = self._hit()
        self._clear(hit)
        order = self._order(partner_id=hit.partner_id.id)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_hold_over_a_hit_is_not_released(self):
        hit = self._hit()
        order = self._order(partner_id=hit.partner_id.id)
        with self.assertHeld(order) as held:
            order.action_confirm()
        with self.assertRaisesRegex(HitStands, "Clear the hit"):
            held.hold.with_user(self.controller).action_release("I know them")
        self._clear(hit)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_receiver_and_payer_are_looked_at_too(self):
        hit = self._hit()
        for field in ("partner_shipping_id", "partner_invoice_id"):
            order = self._order(**{field: hit.partner_id.id})
            with self.assertHeld(order):
                order.action_confirm()

    def test_goods_do_not_leave_when_the_party_was_listed_after_the_order(self):
        customer = self._customer(LISTED)
        order = self._order(partner_id=customer.id)
        order.action_confirm()
        self._load()
        self._screen(customer)
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        with self.assertHeld(picking) as held:
            picking.button_validate()
        self.assertEqual(held.hold.checkpoint, "ship")

    def test_customer_whom_nobody_compared_yet_is_looked_up(self):
        self._load()
        order = self._order(partner_id=self._customer(LISTED).id)
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.assertIn("OWN", held.error)
        self.assertFalse(self.env["credit.screening.hit"].search([("partner_id", "=", order.partner_id.id)]))
        clear = self._order(partner_id=self._customer("Aqua Flowers").id)
        clear.action_confirm()
        self.assertEqual(clear.state, "sale")

    def test_new_version_does_not_hold_whom_two_persons_cleared(self):
        hit = self._hit()
        self._clear(hit)
        self._load(PLAIN + "R9,Somebody Else,,,,,\n")
        order = self._order(partner_id=hit.partner_id.id)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_observing_warns_and_off_says_nothing(self):
        hit = self._hit()
        self.company.credit_screening_mode = "observe"
        order = self._order(partner_id=hit.partner_id.id)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.message_ids.filtered(lambda message: "restricted parties" in (message.body or "")))
        self.company.credit_screening_mode = "off"
        silent = self._order(partner_id=hit.partner_id.id)
        self.assertFalse(silent.sudo()._gate_findings("confirm")[silent.sudo()])

    def test_old_list_is_a_warning(self):
        version = self._load()
        self._screen(self.customer)
        self.company.credit_screening_max_age = 30
        version.loaded_at = "2020-01-01"
        order = self._order().sudo()
        [finding] = order._gate_findings("confirm")[order]
        self.assertEqual((finding.code, finding.severity), ("screening_outdated", "warning"))

    def test_document_takes_one_query_more(self):
        self._load()
        self._screen(self.customer)
        self.assertEqual(self._count_queries("enforce") - self._count_queries("off"), 1)

    def test_queries_do_not_grow_with_documents(self):
        self._load()
        customers = self._customers(50)
        self._screen(*customers)
        orders = self.env["sale.order"].union(*(self._order(partner_id=one.id) for one in customers))
        counts = [self._count_queries("enforce", orders[:number]) for number in (2, 50)]
        self.assertEqual(*counts)

    def _count_queries(self, mode, orders=None):
        self.company.credit_screening_mode = mode
        orders = (orders or self._order()).sudo().with_company(self.company)
        orders._find_restricted() if mode == "enforce" else None
        self.env.flush_all()
        self.env.invalidate_all()
        # What a judgement has read anyway.
        orders.partner_id.commercial_partner_id.fetch(["name"])
        orders.fetch(["partner_id", "partner_invoice_id", "partner_shipping_id"])
        self.company.credit_screening_max_age  # noqa: B018
        self.env["credit.screening.list"]._get_versions(self.company).fetch(["loaded_at", "list_id"])
        before = self.cr.sql_log_count
        if mode == "enforce":
            orders._find_restricted()
        return self.cr.sql_log_count - before
