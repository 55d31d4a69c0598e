from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..exceptions import AcceptedOrderIsBinding, IncidentRefused
from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsIncidents(GoodsCommon):
    """Damage and shortage go back to the line; they change no quantity."""

    def setUp(self):
        super().setUp()
        self.order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self.picking = self._get_picking(self.order)
        self._pick(self.picking)
        self._validate(self.picking)

    def _report(self, user=None, **vals):
        vals = {"kind": "damage", "description": "Corner crushed", "quantity": 1, **vals}
        return self.env["customer.order.incident"].with_user(user or self.packer).create(vals)

    def test_packer_reports_on_the_delivery_and_it_stands_on_the_line(self):
        photo = self._create_file("crushed.jpg", b"photo", self.packer)
        action = self.picking.action_report_incident()
        with Form.from_action(self.env(user=self.packer), action) as form:
            form.description = "Corner crushed"
            form.quantity = 1
            form.move_id = self.picking.move_ids
            form.attachment_ids.add(photo)
        incident = form.record.sudo()
        self.assertRecordValues(
            incident,
            [
                {
                    "order_id": self.order.id,
                    "line_id": self.order.line_ids.id,
                    "number": 1,
                    "state": "open",
                    "reported_by": "company",
                    "reported_by_id": self.packer.id,
                    "user_id": self.order.user_id.id,
                }
            ],
        )
        self.assertEqual(photo.sudo().res_model, "customer.order.incident")
        self.assertEqual(self.picking.incident_count, 1)
        order = self.order.with_user(self.clerk)
        self.assertEqual((order.incident_count, order.open_incident_count), (1, 1))
        self.assertEqual(order.line_ids.incident_count, 1)
        self.assertIn(order, order.search([("open_incident_count", ">", 0)]))
        self.assertEqual(incident.activity_ids.user_id, self.order.user_id)
        self.assertIn(incident.display_name, " ".join(order.message_ids.mapped("body")))
        self.assertIn("customer_order.incident_reported", self._get_events(self.order))

    def test_no_quantity_and_no_progress_changes(self):
        shipped = self.order.shipped_percent
        self._report(move_id=self.picking.move_ids.id)
        self._commit_like(self.order)
        self.assertEqual(self.order.shipped_percent, shipped)
        self.assertEqual(self.order.sudo().sale_order_ids.order_line.qty_delivered, 2)
        self.assertEqual(self.order.line_ids.shipped_quantity, 2)

    def test_clerk_reports_on_the_line_and_settles(self):
        action = self.order.with_user(self.clerk).line_ids.action_report_incident()
        form = Form.from_action(self.env(user=self.clerk), action)
        form.kind = "shortage"
        form.reported_by = "customer"
        form.description = "One short"
        incident = form.save()
        self.assertEqual(incident.line_id, self.order.line_ids)
        with self.assertRaises(IncidentRefused):
            incident.action_settle()
        incident.write({"outcome": "replace", "outcome_reason": "Sent again"})
        incident.action_settle()
        self.assertRecordValues(incident, [{"state": "settled", "settled_by_id": self.clerk.id}])
        self.assertFalse(incident.activity_ids)
        with self.assertRaises(AcceptedOrderIsBinding):
            incident.outcome = "none"
        incident.action_reopen()
        self.assertEqual(incident.state, "open")
        events = [event for event in self._get_events(self.order) if "incident" in event]
        self.assertEqual([event.split("_")[-1] for event in events], ["reported", "settled", "reopened"])

    def test_report_is_never_changed(self):
        incident = self._report(picking_id=self.picking.id).with_user(self.clerk)
        changes = {
            "kind": "other",
            "quantity": 5,
            "description": "x",
            "line_id": False,
            "reported_at": "2020-01-01 00:00:00",
            "attachment_ids": [Command.clear()],
            "number": 7,
        }
        for name, value in changes.items():
            for record in (incident, incident.sudo()):
                with self.subTest(name, su=record.env.su), self.assertRaises(AcceptedOrderIsBinding):
                    record.write({name: value})
        for name, value in {"state": "settled", "settled_by_id": self.clerk.id}.items():
            with self.subTest(name), self.assertRaises(IncidentRefused):
                incident.write({name: value})
        with self.assertRaises(AcceptedOrderIsBinding):
            incident.sudo().with_context(_force_unlink=True).unlink()
        for key, value in {"default_state": "settled", "default_number": 4}.items():
            with self.subTest(key), self.assertRaises(IncidentRefused), self.env.cr.savepoint():
                incident.with_context(**{key: value}).create({"order_id": self.order.id, "description": "x"})

    def test_line_and_delivery_belong_to_the_order(self):
        other = self._accept(self._create_order(customer_reference="PO 9"))
        for vals in ({"line_id": other.line_ids[0].id}, {"picking_id": other.sudo().sale_order_ids.picking_ids[0].id}):
            with self.subTest(vals), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._report(self.clerk, order_id=self.order.id, **vals)
            with self.subTest(vals), self.assertRaises(IncidentRefused):
                self.order._report_incident({"kind": "damage", "description": "x", **vals})
        with self.assertRaises(IncidentRefused):
            self.order._report_incident({"kind": "damage", "description": "x", "state": "settled"})

    def test_customer_reports_through_the_order(self):
        portal = new_test_user(self.env, "goods_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        foreign = new_test_user(self.env, "goods_foreign", groups="base.group_portal")
        order = self.order.with_user(portal)
        line = order.line_ids
        incident = order._report_incident({"kind": "damage", "description": "Wet", "line_id": line.id, "quantity": 1})
        self.assertRecordValues(incident, [{"reported_by": "customer", "reported_by_id": portal.id, "number": 1}])
        self.assertEqual(incident.with_user(portal).read(["kind"])[0]["kind"], "damage")
        with self.assertRaises(AccessError):
            incident.with_user(portal).create({"order_id": order.id, "description": "x"})
        self.assertFalse(self.env["customer.order.incident"].with_user(foreign).search([]))
        stranger_file = self._create_file("secret.pdf")
        with self.assertRaises(IncidentRefused):
            order._report_incident({"kind": "damage", "description": "x", "attachment_ids": stranger_file.ids})

    def test_who_sees_neither_delivery_nor_order_reports_nothing(self):
        other = self.setup_other_company()["company"]
        stranger = self._create_user("goods_stranger2", "stock.group_stock_user", other)
        with self.assertRaises(AccessError):
            self._report(stranger, picking_id=self.picking.id)
        incident = self._report(picking_id=self.picking.id)
        self.assertFalse(incident.with_user(stranger).search([("id", "in", incident.ids)]))
        with self.assertRaises(AccessError):
            self._report(order_id=self.order.id)

    def test_open_incidents_stand_on_the_work_list(self):
        work = self.env.ref("customer_order_mgmt.work_incidents").with_user(self.clerk)
        before = work._count(self.company)
        incident = self._report(picking_id=self.picking.id).with_user(self.clerk)
        self.assertEqual(work._count(self.company), before + 1)
        incident.write({"outcome": "none", "outcome_reason": "Our customer keeps it"})
        incident.action_settle()
        self.assertEqual(work._count(self.company), before)

    def test_nobody_reports_in_the_name_of_a_colleague(self):
        with self.assertRaises(IncidentRefused):
            self._report(picking_id=self.picking.id, reported_by_id=self.clerk.id)

    def test_numbers_count_per_order(self):
        first, second = (self._report(picking_id=self.picking.id) for _number in range(2))
        self.assertEqual((first | second).mapped("number"), [1, 2])
