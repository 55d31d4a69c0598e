from odoo.addons.evidence_ledger.logic.findings import FindingCode
from odoo.fields import Command
from odoo.tests import tagged

from .goods_common import GoodsCommon

# What SQL writes instead of a value of each type.
FORGED = {
    "varchar": "coalesce({0}, '') || 'x'",
    "text": "coalesce({0}, '') || 'x'",
    "int4": "coalesce({0}, 0) + 1",
    "bool": "NOT coalesce({0}, false)",
    "numeric": "coalesce({0}, 0) + 1",
    "float8": "coalesce({0}, 0) + 1",
    "date": "coalesce({0}, '2020-01-01') + 1",
    "timestamp": "coalesce({0}, '2020-01-01') + interval '1 day'",
}
# Numbers of living records, for navigation, and the address of the public page: no content.
UNSEALED = {"line_res_id", "product_res_id", "partner_res_id", "verification_token"}


@tagged("post_install", "-at_install")
class TestSealedRows(GoodsCommon):
    """Triggers refuse a change; whoever takes them away is named by the next verification."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        attribute = {"name": "Length", "tolerance_kind": "deviation", "number": 1200, "unit": "mm"}
        line = {"name": "Bracket", "quantity": 2, "price_unit": 50, "attribute_ids": [Command.create(attribute)]}
        cls.order = cls._create_order([line, {"product_id": cls.pump.id, "quantity": 2}])
        cls._counter_and_confirm(cls.order)
        cls._ship_and_answer(cls.order)

    @classmethod
    def _counter_and_confirm(cls, order):
        order.action_receive()
        order.line_ids[0].quantity = 1
        order.line_ids.promised_date = "2027-03-10"
        order.with_user(cls.manager).action_accept()
        document = cls.env["ir.attachment"].create({"name": "yes.txt", "raw": b"We confirm."})
        consent = {"channel": "document", "name": "Pat Buyer", "document_id": document.id}
        order.with_user(cls.manager)._confirm_counter(consent)
        order.with_user(cls.manager).action_acknowledge()

    @classmethod
    def _ship_and_answer(cls, order):
        picking = order.sudo().sale_order_ids.picking_ids
        measured = [(order.line_ids.attribute_ids.id, 1200.0)]
        picking._tick(order.sudo().requirement_ids, checked_by="Robin Packer", measured=measured)
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        answer = {"order_id": order.id, "picking_id": picking.id, "answer_date": order._get_today()}
        cls.env["customer.order.delivery.acceptance"].with_user(cls.clerk).create(answer)
        cls.env.flush_all()

    def _get_findings(self):
        self.env.invalidate_all()
        return list(self.env["evidence.verification"].sudo()._get_document_findings(self.company))

    def _get_rows(self, model):
        """The rows of the story, in any model of contract content."""
        paths = ("order_id", "version_id.order_id", "acknowledgement_id.order_id", "check_id.order_id")
        path = next(path for path in paths if path.split(".", maxsplit=1)[0] in model._fields)
        return model.search([(path, "=", self.order.id)])

    def _get_sealed_columns(self, model):
        fields = (model._fields[name] for name in model._contract_columns if name not in UNSEALED)
        return [field for field in fields if field.type != "many2one"]

    def _assert_named(self, statement, *parameters):
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env.cr.execute(statement, parameters)
            self.assertIn(FindingCode.DOCUMENT_CHANGED, [finding.code for finding in self._get_findings()])
            savepoint.rollback()

    def test_untouched_rows_are_sound(self):
        self.assertFalse(self._get_findings())

    def test_change_of_every_column_is_named(self):
        names = [
            "customer.order.version",
            "customer.order.version.line",
            "customer.order.acknowledgement",
            "customer.order.acknowledgement.line",
            "customer.order.consent",
            "customer.order.delivery.acceptance",
            "customer.order.requirement.measurement",
        ]
        for model in (self.env[name].sudo() for name in names):
            row = self._get_rows(model)[:1]
            self.assertTrue(row, model._name)
            self.env.cr.execute(f'ALTER TABLE "{model._table}" DISABLE TRIGGER USER')
            for field in self._get_sealed_columns(model):
                forged = FORGED[field.column_type[0]].format(field.name)
                with self.subTest(model=model._name, column=field.name):
                    self._assert_named(f'UPDATE "{model._table}" SET "{field.name}" = {forged} WHERE id = %s', row.id)

    def test_removed_and_added_rows_are_named(self):
        consent = self._get_rows(self.env["customer.order.consent"].sudo())
        self.env.cr.execute("ALTER TABLE customer_order_consent DISABLE TRIGGER USER")
        self._assert_named("DELETE FROM customer_order_consent WHERE id = %s", consent.id)
        columns = "order_id, company_id, party, channel, statement, content_hash, given_at, given_date, user_res_id"
        copied = f"INSERT INTO customer_order_consent ({columns}) SELECT {columns} FROM customer_order_consent"
        self._assert_named(f"{copied} WHERE id = %s", consent.id)

    def test_moment_of_a_tick_is_named(self):
        tick = self.order.sudo().requirement_ids.check_ids
        self.env.cr.execute("ALTER TABLE customer_order_requirement_check DISABLE TRIGGER USER")
        self._assert_named(
            "UPDATE customer_order_requirement_check SET checked_at = checked_at - interval '1 day' WHERE id = %s",
            tick.id,
        )

    def test_row_of_another_order_is_named(self):
        other = self._accept(self._create_order())
        self.env.flush_all()
        for table in ("customer_order_consent", "customer_order_acknowledgement"):
            with self.subTest(table):
                self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                self._assert_named(f"UPDATE {table} SET order_id = %s WHERE order_id = %s", other.id, self.order.id)
