import psycopg2
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..exceptions import AcceptedOrderIsBinding, TickRefused
from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsRequirements(GoodsCommon):
    """Requirements are entered with the order, frozen with it, and ticked on the delivery."""

    def test_entered_on_order_and_on_new_line_in_one_form(self):
        order = self._create_order_with_requirements()
        line = order.line_ids[0]
        self.assertEqual(line.requirement_ids.order_id, order)
        self.assertEqual(order.head_requirement_ids.mapped("name"), ["Two pallets", "Leaflet"])
        self.assertEqual(len(order.requirement_ids), 3)

    def test_requirement_of_a_line_of_another_order_is_refused(self):
        order, other = self._create_order(), self._create_order()
        requirements = self.env["customer.order.requirement"].with_user(self.clerk)
        with self.assertRaises(ValidationError):
            requirements.create({"order_id": order.id, "line_id": other.line_ids[0].id, "name": "x"})

    def test_copy_of_an_order_keeps_its_requirements(self):
        order = self._create_order_with_requirements()
        copy = order.copy()
        self.assertEqual(copy.requirement_ids.mapped("name"), order.requirement_ids.mapped("name"))
        self.assertEqual(copy.line_ids[0].requirement_ids.order_id, copy)

    def test_made_of_instructions_once(self):
        order = self._create_order_with_requirements()
        order.action_make_requirements()
        order.action_make_requirements()
        self.assertEqual(order.head_requirement_ids.mapped("name"), ["Two pallets", "Leaflet", "Call before delivery"])
        self.assertEqual(order.line_ids[0].requirement_ids.mapped("name"), ["Serial number engraved", "Paint it blue"])

    def test_frozen_with_the_acceptance_and_sealed(self):
        order = self._accept(self._create_order_with_requirements())
        version = order.current_version_id
        self.assertRecordValues(
            version.requirement_ids,
            [
                {"position": 0, "name": "Two pallets", "is_required": True},
                {"position": 0, "name": "Leaflet", "is_required": False},
                {"position": 1, "name": "Serial number engraved", "is_required": True},
            ],
        )
        self.assertRecordValues(version.drawing_ids, [{"position": 1, "purpose": "line", "name": "pump.pdf"}])
        self.assertFalse(version._get_deviations(version.content_hash))
        self.assertEqual([], list(self.env["customer.order.version"]._get_findings(self.company)))

    def test_frozen_rows_are_refused_to_everybody(self):
        order = self._accept(self._create_order_with_requirements()).sudo()
        requirement, version = order.requirement_ids[0], order.current_version_id
        acts = [
            lambda: requirement.write({"name": "x"}),
            lambda: requirement.write({"is_required": False}),
            lambda: requirement.write({"attachment_ids": [Command.clear()]}),
            requirement.unlink,
            lambda: requirement.copy(),
            lambda: order.write({"head_requirement_ids": [Command.clear()]}),
            lambda: order.write({"requirement_ids": [Command.create({"name": "x"})]}),
            lambda: order.line_ids[0].write({"requirement_ids": [Command.create({"name": "x"})]}),
            lambda: order.line_ids[0].write({"sample_reference": "x"}),
            lambda: version.requirement_ids[0].write({"name": "x"}),
            lambda: version.drawing_ids[0].unlink(),
            order.action_make_requirements,
        ]
        for number, act in enumerate(acts):
            with self.subTest(number), self.assertRaises(AcceptedOrderIsBinding), self.env.cr.savepoint():
                act()
                self.env.flush_all()
        self.env.flush_all()
        for table in ("requirement", "attribute", "drawing"):
            with (
                self.subTest(table),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(f"TRUNCATE customer_order_version_{table}")

    def test_change_behind_the_guards_is_named_by_verification(self):
        order = self._accept(self._create_order_with_requirements())
        version = order.current_version_id
        forgeries = {
            "requirement": ("is_required = false WHERE position = 1", "/requirements/2/is_required"),
            "drawing": (f"sha256 = '{'0' * 64}' WHERE true", "/drawings/0/sha256"),
            "line": ("sample_reference = 'S' WHERE sequence = 1", "/lines/0/sample_reference"),
        }
        self.env.flush_all()
        for name, (change, path) in forgeries.items():
            table = f"customer_order_version_{name}"
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                self.env.cr.execute(f"UPDATE {table} SET {change} AND version_id = %s", [version.id])
                self.env.invalidate_all()
                self.assertEqual(version._get_deviations(version.content_hash), [path])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_change_since_receipt_is_named(self):
        order = self._create_order_with_requirements()
        order.action_receive()
        order.head_requirement_ids[0].name = "Three pallets"
        content = order._get_content()
        self.assertEqual(order._get_changes_since_receipt(content), ["/requirements/0/name"])

    def test_leaving_out_a_requirement_is_a_counter_offer(self):
        order = self._create_order_with_requirements()
        order.action_receive()
        order.head_requirement_ids[0].unlink()
        self.assertTrue(order.is_altered)
        self.assertIn("Two pallets", order.alterations)

    def test_split_by_an_amendment_keeps_requirements_and_drawings(self):
        order = self._accept(self._create_order_with_requirements())
        line = order.line_ids[0]
        rest = line._amend_create([{**line._prepare_split_vals(), "quantity": 1, "name": line.name}])
        self.assertEqual(rest.requirement_ids.mapped("name"), line.requirement_ids.mapped("name"))
        self.assertEqual(rest.attachment_ids, line.attachment_ids)
        self.assertEqual(len(rest.requirement_ids.order_id), 1)

    def test_order_without_requirements_has_the_payload_of_before(self):
        order = self._create_order()
        order.action_receive()
        payload = order._get_content().payload()
        self.assertFalse({"requirements", "attributes", "drawings"} & payload.keys())
        self.assertFalse({"sample_reference", "sample_date"} & payload["lines"][0].keys())


@tagged("post_install", "-at_install")
class TestGoodsTicks(GoodsCommon):
    """Who works on the delivery ticks with a name; what was ticked stays a record."""

    def setUp(self):
        super().setUp()
        self.order = self._accept(self._create_order_with_requirements())
        self.picking = self._get_picking(self.order)

    def test_packer_ticks_with_name_and_time_without_rights_on_orders(self):
        with self.assertRaises(AccessError):
            self.env["customer.order"].with_user(self.packer).search([])
        row = self._rows(self.picking, "Two pallets")
        row.action_tick()
        row = self._rows(self.picking, "Two pallets")
        self.assertRecordValues(row, [{"is_ticked": True, "checked_by": self.packer.name, "is_due": True}])
        self.assertTrue(row.checked_at)
        self.assertEqual(self.order.with_user(self.clerk).check_ids.picking_id.ids, self.picking.ids)

    def test_the_checklist_is_all_that_a_packer_reads(self):
        self._rows(self.picking).read([])
        self.picking.read(["customer_instructions", "customer_drawings", "open_requirement_count"])
        for model in ("customer.order.requirement", "customer.order.requirement.check", "customer.order.line"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.packer).search([])

    def test_clerk_and_auditor_see_what_is_due_without_rights_in_stock(self):
        auditor = self._create_user("goods_auditor", "evidence_ledger.group_evidence_auditor")
        for user in (self.clerk, auditor):
            rows = self.env["customer.order.requirement.due"].with_user(user)
            with self.subTest(user.login):
                found = rows.search([("order_id", "=", self.order.id), ("is_last_step", "=", True)])
                self.assertEqual(set(found.mapped("name")), {"Two pallets", "Leaflet", "Serial number engraved"})
                found.read([])

    def test_who_has_no_right_to_deliveries_does_not_tick(self):
        row = self._rows(self.picking, "Two pallets")
        for user in (self.clerk, self._create_user("order_plain", "base.group_user")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).action_tick()

    def test_nobody_writes_ticks_by_hand(self):
        self._rows(self.picking, "Two pallets").action_tick()
        check = self.order.sudo().requirement_ids.check_ids
        for user in (self.packer, self.clerk, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                check.with_user(user).write({"withdrawn_at": "2027-01-01 00:00:00"})
            with self.subTest(user.login), self.assertRaises(AccessError):
                check.with_user(user).create({"requirement_id": check.requirement_id.id, "picking_id": self.picking.id})
        for change in ({"checked_at": "2020-01-01 00:00:00"}, {"user_id": self.clerk.id}, {"note": "x"}):
            with self.subTest(change), self.assertRaises(AcceptedOrderIsBinding):
                check.write(change)
        with self.assertRaises(AcceptedOrderIsBinding):
            check.unlink()

    def test_ticking_twice_is_one_tick(self):
        row = self._rows(self.picking, "Two pallets")
        row.action_tick()
        row.action_tick()
        self.assertEqual(len(self.order.sudo().requirement_ids.check_ids), 1)

    def test_one_tick_per_requirement_and_delivery_in_the_database(self):
        self._rows(self.picking, "Two pallets").action_tick()
        check = self.order.sudo().requirement_ids.check_ids
        vals = check.copy_data()[0] | {"user_id": check.user_id.id, "checked_at": check.checked_at}
        vals |= {"requirement_id": check.requirement_id.id, "picking_id": check.picking_id.id}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            check.create(vals)
            self.env.flush_all()

    def test_tick_taken_back_is_recorded(self):
        self._rows(self.picking, "Two pallets").action_tick()
        self._rows(self.picking, "Two pallets").action_withdraw()
        self.assertFalse(self._rows(self.picking, "Two pallets").is_ticked)
        self._rows(self.picking, "Two pallets").action_tick()
        checks = self.order.sudo().requirement_ids.check_ids.sorted("id")
        self.assertEqual(checks.mapped("withdrawn_by_id"), self.packer)
        self.assertEqual([bool(check.withdrawn_at) for check in checks], [True, False])

    def test_tick_is_immutable_once_the_goods_have_left(self):
        self._pick(self.picking)
        self._rows(self.picking).action_tick()
        self._validate(self.picking)
        self.assertEqual(self.picking.state, "done")
        row = self._rows(self.picking, "Two pallets")
        for act in (row.action_tick, row.action_withdraw):
            with self.subTest(act.__name__), self.assertRaises(TickRefused):
                act()
        check = row.sudo().check_id
        for change in ({"withdrawn_at": "2027-01-01 00:00:00"}, {"attachment_ids": [Command.clear()]}):
            with self.subTest(change), self.assertRaises(AcceptedOrderIsBinding):
                check.write(change)

    def test_another_name_note_and_photo(self):
        photo = self._create_file("photo.jpg", b"photo", self.packer)
        action = self._rows(self.picking, "Two pallets").action_open_tick()
        with Form.from_action(self.env(user=self.packer), action) as form:
            self.assertEqual(form.name, "Two pallets")
            self.assertEqual(form.checked_by, self.packer.name)
            form.checked_by = "Night shift, M. Doe"
            form.note = "Wrapped twice"
            form.attachment_ids.add(photo)
        form.record.action_tick()
        row = self._rows(self.picking, "Two pallets")
        self.assertRecordValues(row, [{"checked_by": "Night shift, M. Doe", "note": "Wrapped twice"}])
        self.assertEqual(photo.sudo().res_model, "customer.order")
        self.assertIn("photo.jpg", self.picking.customer_drawings)

    def test_another_delivery_is_not_ticked_with_this_one(self):
        other = self._accept(self._create_order_with_requirements(customer_reference="PO 9"))
        requirement = other.sudo().requirement_ids[0]
        with self.assertRaises(TickRefused):
            self.picking._tick(requirement)

    def test_ticks_are_sealed_when_the_goods_leave(self):
        self._pick(self.picking)
        self._rows(self.picking, "Two pallets", "Serial number engraved").action_tick()
        self._validate(self.picking)
        self.assertIn("customer_order.requirements_checked", self._get_events(self.order))
        self.assertFalse(self.env["evidence.entry"].sudo()._verify([("company_ref", "=", self.company.id)]))

    def test_two_companies(self):
        other = self.setup_other_company()["company"]
        stranger = self._create_user(
            "goods_stranger", "stock.group_stock_user,customer_order_mgmt.group_order_clerk", other
        )
        self._rows(self.picking, "Two pallets").action_tick()
        order = self.order.sudo()
        rows = self._rows(self.picking)
        for records in (rows, order.requirement_ids, order.requirement_ids.check_ids):
            with self.subTest(records._name):
                self.assertFalse(records.with_user(stranger).search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    records.with_user(stranger).read([])
        with self.assertRaises(AccessError):
            rows[:1].with_user(stranger).action_tick()
