import psycopg2
from odoo.fields import Command
from odoo.service.model import execute_cr as execute_kw
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..exceptions import AcceptedOrderIsBinding, OrderStateRefused
from .common import CustomerOrderCommon

HOSTILE = {
    "skip_binding": True,
    "force": True,
    "bypass": True,
    "tracking_disable": True,
    "skip_procurement": True,
    "sale_write_from_compute": True,
    "install_mode": True,
    "import_file": True,
    "module": "customer_order_mgmt",
    "_force_unlink": True,
}


@tagged("post_install", "-at_install")
class TestBinding(CustomerOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user("order_seller", "sales_team.group_sale_manager,stock.group_stock_manager")
        order = cls._create_order([{"product_id": cls.pump.id, "quantity": 2}])
        order.action_receive()
        cls.order = order.with_user(cls.manager)
        cls.order.action_accept()
        cls.sale = order.sudo().sale_order_ids.with_user(cls.seller)
        cls.line = cls.sale.order_line

    def _as_everybody(self, record):
        """The record as those who might try: sales manager and superuser, with keys that loosen rules elsewhere."""
        for user, su in ((self.seller, False), (self.seller, True), (self.env.ref("base.user_admin"), True)):
            yield record.with_env(self.env(user=user, su=su, context=HOSTILE))

    def _assert_refused(self, act, *args, refusal=AcceptedOrderIsBinding):
        with self.assertRaises(refusal), self.env.cr.savepoint():
            act(*args)
            self.env.flush_all()

    def test_head_of_sales_order_is_binding(self):
        other = self.env["res.partner"].create({"name": "Other"})
        changes = {
            "partner_id": other.id,
            "partner_invoice_id": other.id,
            "partner_shipping_id": other.id,
            "client_order_ref": "PO 1",
            "commitment_date": "2030-01-01 12:00:00",
            "date_order": "2030-01-01 12:00:00",
            "payment_term_id": self.env.ref("account.account_payment_term_30days").id,
            "pricelist_id": False,
            "currency_id": self.env.ref("base.JPY").id,
            "fiscal_position_id": False,
            "incoterm": False,
            "incoterm_location": "Mars",
            "company_id": self.company.id,
            "origin": "x",
            "note": "Other terms",
            "amount_total": 1.0,
            "state": "cancel",
            "locked": False,
            "customer_order_id": False,
            "customer_order_version_id": False,
        }
        for name, value in changes.items():
            for sale in self._as_everybody(self.sale):
                with self.subTest(name, user=sale.env.user.login, su=sale.env.su):
                    self._assert_refused(sale.write, {name: value})

    def test_acts_on_sales_order_are_refused(self):
        for sale in self._as_everybody(self.sale):
            for act in (sale.action_cancel, sale._action_cancel, sale.action_unlock, sale.action_draft, sale.unlink):
                with self.subTest(act.__name__, user=sale.env.user.login, su=sale.env.su):
                    self._assert_refused(act)
        self.assertNotIn("cancel", self.sale.picking_ids.mapped("state"))

    def test_lines_are_binding(self):
        changes = {
            "product_id": self.valve.id,
            "name": "Something else",
            "product_uom_qty": 1,
            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
            "price_unit": 1,
            "technical_price_unit": 1,
            "discount": 100,
            "tax_ids": [Command.clear()],
            "extra_tax_data": {"x": 1},
            "is_downpayment": True,
            "display_type": "line_note",
            "price_total": 0,
            "qty_delivered": 2,
            "qty_delivered_method": "manual",
            "qty_invoiced": 2,
            "untaxed_amount_invoiced": 200,
            "invoice_lines": [Command.clear()],
            "move_ids": [Command.clear()],
            "order_id": self.sale.copy().id,
            "customer_order_line_id": False,
        }
        for name, value in changes.items():
            for line in self._as_everybody(self.line):
                with self.subTest(name, user=line.env.user.login, su=line.env.su):
                    self._assert_refused(line.write, {name: value})

    def test_lines_are_binding_through_the_order(self):
        commands = {
            "update": Command.update(self.line.id, {"product_uom_qty": 1}),
            "delete": Command.delete(self.line.id),
            "unlink": Command.unlink(self.line.id),
            "clear": Command.clear(),
            "set": Command.set([]),
            "create": Command.create({"product_id": self.valve.id}),
            "note": Command.create({"display_type": "line_note", "name": "Free of charge"}),
            "expense": Command.create({"product_id": self.valve.id, "is_expense": True}),
            "advance with quantity": Command.create({"name": "x", "is_downpayment": True, "product_uom_qty": 5}),
        }
        for name, command in commands.items():
            for sale in self._as_everybody(self.sale):
                with self.subTest(name, user=sale.env.user.login, su=sale.env.su):
                    self._assert_refused(sale.write, {"order_line": [command]})

    def test_lines_are_not_moved_in_or_added(self):
        free = self.sale.copy()
        for line in self._as_everybody(free.order_line):
            self._assert_refused(line.write, {"order_id": self.sale.id})
        for lines in self._as_everybody(self.env["sale.order.line"]):
            self._assert_refused(lines.create, {"order_id": self.sale.id, "product_id": self.valve.id})
            self._assert_refused(
                lines.with_context(default_order_id=self.sale.id).create, {"product_id": self.valve.id}
            )
        for line in self._as_everybody(self.line):
            self._assert_refused(line.unlink)

    def test_prices_and_taxes_are_not_recomputed(self):
        self.pump.list_price = 1
        sale = self.sale
        for act in (sale.action_update_prices, sale._recompute_prices):
            with self.subTest(act.__name__):
                self._assert_refused(act)
        self.pump.taxes_id = self.tax_sale_b
        for act in (sale.action_update_taxes, sale._recompute_taxes):
            with self.subTest(act.__name__):
                self._assert_refused(act)
        self.assertEqual(self.line.price_unit, 100.0)

    def test_form_does_not_change_it(self):
        form = Form(self.sale)
        form.incoterm_location = "Mars"
        self._assert_refused(form.save)

    def test_import_does_not_change_it(self):
        external_id = self.sale.sudo().export_data(["id"])["datas"][0][0]
        result = (
            self.env["sale.order"]
            .with_user(self.seller)
            .with_context(tracking_disable=True)
            .load(["id", "client_order_ref"], [[external_id, "PO 1"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("accepted", result["messages"][0]["message"])
        self.assertEqual(self.sale.client_order_ref, "PO 4711")

    def test_remote_calls_do_not_change_it(self):
        calls = [
            ("sale.order", "write", [self.sale.ids, {"client_order_ref": "x"}]),
            ("sale.order", "action_cancel", [self.sale.ids]),
            ("sale.order", "action_unlock", [self.sale.ids]),
            ("sale.order", "web_save", [self.sale.ids, {"locked": False}, {"locked": {}}]),
            ("sale.order.line", "write", [self.line.ids, {"price_unit": 1}]),
            ("sale.order.line", "unlink", [self.line.ids]),
            ("sale.order", "web_save", [self.sale.ids, {"order_line": [[1, self.line.id, {"discount": 50}]]}, {}]),
        ]
        for model, method, args in calls:
            with self.subTest(model=model, method=method):
                self._assert_refused(
                    lambda model=model, method=method, args=args: execute_kw(
                        self.env.cr, self.seller.id, model, method, args, {"context": HOSTILE}
                    )
                )

    def test_discount_wizard_does_not_change_it(self):
        self.company.sudo().sale_discount_product_id = self.valve
        wizard = self.env["sale.order.discount"].with_user(self.seller).create({"sale_order_id": self.sale.id})
        for kind in ("sol_discount", "so_discount", "amount"):
            wizard.write({"discount_type": kind, "discount_percentage": 0.5, "discount_amount": 10})
            with self.subTest(kind):
                self._assert_refused(wizard.action_apply_discount)

    def test_goods_that_were_not_ordered_are_not_shipped_with_it(self):
        picking = self.sale.picking_ids
        picking.move_ids.picked = True
        picking.env["stock.move"].create(
            {
                "picking_id": picking.id,
                "product_id": self.valve.id,
                "product_uom_qty": 1,
                "quantity": 1,
                "picked": True,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        self._assert_refused(picking.with_context(skip_backorder=True).button_validate)

    def test_nobody_links_sales_orders_by_hand(self):
        free = self.sale.copy()
        version = self.order.current_version_id
        for sale in self._as_everybody(free):
            self._assert_refused(sale.write, {"customer_order_version_id": version.id})
            self._assert_refused(sale.write, {"customer_order_id": self.order.id})
        for sales in self._as_everybody(self.env["sale.order"]):
            vals = {"partner_id": self.customer.id}
            self._assert_refused(sales.create, {**vals, "customer_order_id": self.order.id})
            self._assert_refused(sales.with_context(default_customer_order_id=self.order.id).create, vals)
        self._assert_refused(
            self.order.sudo().write, {"sale_order_ids": [Command.link(free.id)]}, refusal=OrderStateRefused
        )

    def test_copy_is_a_free_quotation(self):
        copy = self.sale.copy()
        copy.order_line.product_uom_qty = 9
        self.assertFalse(copy.customer_order_id or copy.customer_order_version_id or copy.locked)
        copy.action_confirm()
        copy.action_cancel()
        self.assertEqual(self.order.shipped_percent, 0.0)

    def test_what_is_not_agreed_stays_free(self):
        sale = self.sale
        sale.user_id = self.seller
        sale.tag_ids = self.env["crm.tag"].sudo().create({"name": "Key account"})
        sale.order_line.sequence = 3
        sale.message_post(body="Called the customer")
        self.order.with_user(self.clerk).user_id = self.manager

    def test_what_follows_from_acts_and_content_is_not_written(self):
        changes = {
            "promised_date": "2099-01-01",
            "last_promised_date": "2099-01-01",
            "acknowledged_at": "2027-01-01 00:00:00",
            "acknowledgement_state": "acknowledged",
            "commercial_partner_id": self.partner_a.id,
        }
        for name, value in changes.items():
            for order in self._as_everybody(self.order):
                with self.subTest(name, user=order.env.user.login, su=order.env.su):
                    self._assert_refused(order.sudo().write, {name: value}, refusal=OrderStateRefused)

    def test_accepted_customer_order_is_binding(self):
        changes = {
            "partner_id": self.buyer.id,
            "customer_reference": "x",
            "customer_date": "2030-01-01",
            "payment_term_id": False,
            "currency_id": self.env.ref("base.JPY").id,
            "instructions": "x",
            "terms": "x",
            "accepted_date": "2020-01-01",
            "source_attachment_ids": [Command.clear()],
            "line_ids": [Command.create({"name": "More"})],
        }
        for name, value in changes.items():
            for user, su in ((self.manager, False), (self.manager, True), (self.clerk, False)):
                with self.subTest(name, user=user.login, su=su):
                    order = self.order.with_env(self.env(user=user, su=su, context=HOSTILE))
                    self._assert_refused(order.write, {name: value})
                    self._assert_refused(order.line_ids.write, {"quantity": 1})
                    self._assert_refused(order.line_ids.unlink)
        self._assert_refused(self.order.sudo().unlink)

    def test_version_is_never_changed_by_the_orm(self):
        version = self.order.current_version_id
        for record in (version, version.line_ids, version.due_ids, version.tax_ids):
            for field in record._contract_columns:
                for candidate in self._as_everybody(record):
                    if candidate.env.su:
                        self._assert_refused(candidate.write, {field: candidate[field]})
            self._assert_refused(record.sudo().unlink)

    def test_every_stored_column_of_a_version_is_guarded(self):
        erasable = {"accepted_by", "contact_name"}
        for name in ("", ".line", ".due", ".tax"):
            model = self.env[f"customer.order.version{name}"]
            columns = {field.name for field in model._fields.values() if field.store and field.column_type}
            with self.subTest(model._name):
                self.assertEqual(columns - {"id"} - erasable, set(model._contract_columns))

    def test_version_is_never_changed_by_sql(self):
        version = self.order.current_version_id
        self.env.flush_all()
        statements = [
            "UPDATE customer_order_version SET amount_total = 1 WHERE id = %s",
            "UPDATE customer_order_version SET payload = 'x' WHERE id = %s",
            "DELETE FROM customer_order_version WHERE id = %s",
            "UPDATE customer_order_version_line SET quantity = 1 WHERE version_id = %s",
            "DELETE FROM customer_order_version_line WHERE version_id = %s",
            "UPDATE customer_order_version_due SET amount = 1 WHERE version_id = %s",
            "TRUNCATE customer_order_version CASCADE",
            "TRUNCATE customer_order_version_line",
        ]
        for statement in statements:
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [version.id] if "%s" in statement else [])
        self.env.cr.execute("UPDATE customer_order_version SET accepted_by = NULL WHERE id = %s", [version.id])
