import doctest
import io
from collections import Counter
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

import openpyxl
from lxml import html
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..exceptions import RegisterIsClosed
from ..logic import register
from .common import CustomerOrderCommon

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@tagged("post_install", "-at_install")
class TestRegister(CustomerOrderCommon, HttpCase):
    """The book of orders, its closings, and what is printed and exported of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "UTC"
        cls.closings = cls.env["customer.order.register.closing"].with_user(cls.manager)
        cls.january = cls._received(*(f"2026-01-{day:02}" for day in (5, 12, 30)))

    @classmethod
    @contextmanager
    def _on(cls, day):
        """Within this block it is ``day`` where the company is."""
        orders, closings = type(cls.env["customer.order"]), type(cls.env["customer.order.register.closing"])
        today = date.fromisoformat(day)
        with (
            patch.object(orders, "_get_today", lambda _order: today),
            patch.object(closings, "_get_today", lambda _closings, _company: today),
        ):
            yield

    @classmethod
    def _received(cls, *days, **vals):
        orders = cls.env["customer.order"].with_user(cls.manager)
        for day in days:
            with cls._on(day):
                order = cls._create_order(**vals)
                order.action_receive()
                cls.env.flush_all()
                orders += order.with_user(cls.manager)
        return orders

    def _close(self, month, on="2026-06-15"):
        with self._on(on):
            return self.closings._close_month(self.company, month)

    def _force(self, statement, *params):
        """Tamper as the owner of the database could."""
        self.env.flush_all()
        self.cr.execute(statement, params)
        self.env.invalidate_all()

    def _findings(self):
        self.env.invalidate_all()
        return list(self.closings._get_findings(self.company))

    def test_examples(self):
        self.assertTrue(doctest.testmod(register).attempted)
        self.assertFalse(doctest.testmod(register).failed)

    def test_orders_stand_under_their_numbers(self):
        self.assertEqual(self.january.mapped("register_number"), [1, 2, 3])
        self.assertEqual(self.january[0].registered_date, date(2026, 1, 5))
        draft = self._create_order()
        self.assertEqual((draft.register_number, draft.registered_date), (0, False))
        with self.assertRaises(UserError):
            draft.registered_date = "2026-01-01"
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_register_action")
        self.assertEqual(action["domain"], "[('register_number', '>', 0)]")

    def test_order_taken_over_stands_under_its_day_until_that_month_is_closed(self):
        taken = {"is_taken_over": True, "received_date": "2026-01-07"}
        early = self._received("2026-03-03", **taken)
        closing = self._close(JANUARY)
        late = self._received("2026-03-04", **taken)
        self.assertEqual([str(order.registered_date) for order in (early, late)], ["2026-01-07", "2026-03-04"])
        self.assertEqual((closing.order_count, closing.missing), (4, ""))
        self.assertFalse(self._close(FEBRUARY).order_count)
        march = self._close(MARCH)
        self.assertEqual((march.line_ids.mapped("order_name"), march.missing), ([late.name], ""))

    def test_first_closing_takes_the_months_before_with_it(self):
        old = self._received("2026-03-03", is_taken_over=True, received_date="2019-05-05")
        with self._on("2026-06-15"):
            wizard = self.env["customer.order.register.close"].with_user(self.manager).create({})
            self.assertEqual((wizard.month_name, wizard.is_first), ("2019-05", True))
            wizard.month = "2026-01-31"
            self.assertEqual(wizard.order_count, 4)
            wizard.action_close()
        closing = self.closings.search([("company_id", "=", self.company.id)])
        self.assertEqual((closing.name, closing.line_ids[-1].order_name), ("2026-01", old.name))
        listed = self.january.search_count(closing.action_view_orders()["domain"])
        self.assertEqual((listed, self._close(FEBRUARY).order_count), (4, 0))

    def test_very_long_texts_are_cut_and_not_left_out(self):
        self.customer.name = "Aqua " * 7000
        rows = openpyxl.load_workbook(io.BytesIO(self._close(JANUARY)._get_workbook())).worksheets[0]
        self.assertEqual({len(row[3].value) for row in rows.iter_rows(min_row=2, max_row=4)}, {32767})

    def test_closing_seals_lines_and_totals(self):
        with self._on("2026-01-13"):
            self.january[0].action_accept()
            self.january[1].action_reject("No")
        closing = self._close(JANUARY)
        self.assertEqual((closing.order_count, closing.first_number, closing.last_number), (3, 1, 3))
        self.assertFalse(closing.missing)
        self.assertEqual(closing.line_ids.mapped("status"), ["accepted", "rejected", "received"])
        totals = {total.status: (total.count, total.amount_total) for total in closing.total_ids}
        amount = self.january[0].amount_total
        self.assertEqual(totals, dict.fromkeys(("accepted", "received", "rejected"), (1, amount)))
        entry = self.env["evidence.entry"].sudo().search([("event", "=", "customer_order_register.closed")])
        self.assertIn(closing.content_hash, entry.filtered(lambda e: e.company_ref == self.company.id).payload)
        self.assertFalse(self._findings())

    def test_months_close_in_their_order_and_when_they_have_ended(self):
        self._received("2026-03-10")
        with self.assertRaises(RegisterIsClosed):
            self._close(JANUARY, on="2026-01-31")
        self._close(JANUARY, on="2026-02-01")
        with self.assertRaises(RegisterIsClosed):
            self._close(JANUARY)
        with self.assertRaises(RegisterIsClosed):
            self._close(MARCH)
        empty = self._close(FEBRUARY)
        self.assertEqual((empty.order_count, empty.last_number), (0, 3))
        self.assertEqual(self._close(MARCH).first_number, 4)

    def test_what_changes_later_stands_in_the_next_closing(self):
        closed = self._close(JANUARY)
        before = closed.payload
        with self._on("2026-02-10"):
            self.january[0].action_accept()
            self.january[1].action_reject("Too late")
        closing = self._close(FEBRUARY)
        self.assertEqual(
            closing.line_ids.mapped(lambda line: (line.kind, line.order_name, line.previous_status, line.status)),
            [
                ("change", self.january[0].name, "received", "accepted"),
                ("change", self.january[1].name, "received", "rejected"),
            ],
        )
        self.assertEqual(closing.change_count, 2)
        self.assertEqual(closing.total_ids.mapped("amount_total"), [0, 0])
        closed.invalidate_recordset()
        self.assertEqual(closed.payload, before)
        self.assertEqual(set(closed.line_ids.mapped("status")), {"received"})
        self.assertFalse(self._close(MARCH).change_count)
        self.assertFalse(self._findings())

    def test_delivery_and_payment_are_no_change_of_the_book(self):
        with self._on("2026-01-13"):
            self.january[0].action_accept()
        self._close(JANUARY)
        self._deliver(self.january[0])
        self._pay(self._invoice(self.january[0]))
        self.assertEqual(self.january[0].state, "settled")
        self.assertFalse(self._close(FEBRUARY).change_count)

    def test_missing_number_is_named(self):
        later = self._received("2026-02-02", "2026-02-03")
        self._close(JANUARY)
        self._force("UPDATE customer_order SET register_number = register_number + 2 WHERE id = %s", later[1].id)
        self.assertEqual(self._close(FEBRUARY).missing, "5-6")

    def test_currencies_are_not_mixed_and_count_at_the_day_of_acceptance(self):
        currency = self.setup_other_currency("GBP", rates=[("2025-01-01", 2.0), ("2026-01-20", 4.0)])
        orders = self._received("2026-01-15", "2026-01-16", pricelist_id=False, currency_id=currency.id)
        with self._on("2026-01-25"):
            orders[0].action_accept()
        closing = self._close(JANUARY)
        lines = {line.order_name: line for line in closing.line_ids}
        total = orders[0].amount_total
        self.assertEqual(lines[orders[0].name].company_amount, total / 4)
        self.assertEqual(lines[orders[1].name].company_amount, total / 2)
        self.assertEqual(closing._get_grand_totals()["GBP"][3], 2 * total)

    def test_closed_month_cannot_be_changed(self):
        closing = self._close(JANUARY)
        for record, vals in (
            (closing, {"order_count": 2}),
            (closing.line_ids[0], {"amount_total": 1}),
            (closing.total_ids[0], {"count": 7}),
        ):
            with self.subTest(record._name), self.assertRaises(UserError):
                record.sudo().write(vals)
            with self.subTest(record._name), self.assertRaises(UserError):
                record.sudo().unlink()
            with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.env.cr.savepoint():  # noqa: B017
                self.env.cr.execute(f"DELETE FROM {record._table} WHERE id = {record.id}")  # pylint: disable=sql-injection
        with self.assertRaises(AccessError):
            self.closings.create({"name": "x"})

    def test_forged_line_total_and_month_are_named(self):
        closing = self._close(JANUARY)
        for table in ("closing", "line", "total"):
            self._force(f"ALTER TABLE customer_order_register_{table} DISABLE TRIGGER USER")
        line, total = closing.line_ids[1].id, closing.total_ids[0].id
        self._force("UPDATE customer_order_register_line SET amount_total = amount_total + 1 WHERE id = %s", line)
        [finding] = self._findings()
        self.assertEqual(finding.figures["paths"], ["/lines/1/amount_total"])
        self._force("UPDATE customer_order_register_total SET count = 9 WHERE id = %s", total)
        [finding] = self._findings()
        self.assertEqual(finding.figures["paths"], ["/lines/1/amount_total", "/totals/0/count"])
        self._force("DELETE FROM customer_order_register_line WHERE id = %s", line)
        [finding] = self._findings()
        self.assertEqual(finding.figures["paths"][0], "/lines")
        self._force("UPDATE customer_order_register_closing SET payload = '{}' WHERE id = %s", closing.id)
        [finding] = self._findings()
        self.assertEqual(finding.figures["paths"], ["/"])
        found = self.env["evidence.verification"].sudo()._get_document_findings(self.company)
        self.assertIn("2026-01", [finding.ref.subject_key for finding in found])

    def test_paper_workbook_and_list_say_the_same(self):
        self._received(*["2026-01-31"] * 40)
        closing = self._close(JANUARY)
        groups = self.env["customer.order.register.line"]._read_group(
            [*closing.action_view_lines()["domain"], ("kind", "=", "entry")], ["currency_code"], ["amount_total:sum"]
        )
        [(code, listed)] = groups
        orders = self.january._read_group(
            closing.action_view_orders()["domain"], ["currency_id"], ["amount_total:sum", "__count"]
        )
        self.assertEqual([(currency.name, total) for currency, total, _count in orders], [(code, listed)])
        self.assertAlmostEqual(sum(closing.total_ids.mapped("amount_total")), listed)

        page = html.fromstring(self._print(closing))
        amounts = [self._number(cell) for cell in page.xpath("//td[contains(@class, 'cor_amount')]")]
        self.assertEqual((len(amounts), round(sum(amounts), 2)), (43, round(listed, 2)))
        [grand] = page.xpath("//td[contains(@class, 'cor_grand')]")
        self.assertEqual(self._number(grand), round(listed, 2))
        brought = page.xpath("//tr[contains(@class, 'cor_brought')]")
        self.assertEqual(len(brought), len(page.xpath("//div[contains(@class, 'cor_page')]")) - 1)

        book = openpyxl.load_workbook(io.BytesIO(closing._get_workbook()))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        column = rows[0].index("Total")
        self.assertEqual(round(sum(row[column] for row in rows[1:]), 2), round(listed, 2))

    def test_texts_of_customers_are_no_formulas(self):
        self._received("2026-01-31", customer_reference="=1+1")
        book = openpyxl.load_workbook(io.BytesIO(self._close(JANUARY)._get_workbook()))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1"]
        self.assertEqual([cell.data_type for cell in cells], ["s"])

    def test_download_is_for_who_may_read(self):
        closing = self._close(JANUARY)
        address = f"/customer-order/register/{closing.id}.xlsx"
        stranger = self._create_user("register_stranger", "base.group_user")
        for user, status in ((stranger, 404), (self.clerk, 200)):
            self.authenticate(user.login, user.login)
            with self.subTest(user.login), mute_logger("odoo.http"):
                self.assertEqual(self.url_open(address).status_code, status)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open("/customer-order/register/999999999.xlsx").status_code, 404)

    def test_who_may_close_and_read(self):
        with self.assertRaises(AccessError), self._on("2026-06-15"):
            self.closings.with_user(self.clerk)._close_month(self.company, JANUARY)
        closing = self._close(JANUARY)
        auditor = self._create_user("register_auditor", "evidence_ledger.group_evidence_auditor")
        self.assertEqual(closing.with_user(auditor).line_ids.mapped("kind"), ["entry"] * 3)
        other = self.setup_other_company()["company"]
        stranger = self._create_user("register_other", "customer_order_mgmt.group_order_manager", other)
        for records in (closing, closing.line_ids, closing.total_ids):
            self.assertFalse(records.with_user(stranger).search([("id", "in", records.ids)]))

    def test_wizard_shows_and_closes_the_next_month(self):
        with self._on("2026-06-15"):
            wizard = self.env["customer.order.register.close"].with_user(self.manager).create({})
            self.assertEqual((wizard.month_name, wizard.order_count, wizard.is_over), ("2026-01", 3, True))
            action = wizard.action_close()
        self.assertEqual(self.closings.browse(action["res_id"]).month, JANUARY)

    def test_closing_50_orders_costs_like_2(self):
        content = self._count(JANUARY)
        self._received(*["2026-02-02"] * 40)
        self.assertLessEqual(self._count(FEBRUARY), content)

    def _count(self, month):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        content = self.closings.sudo()._get_content(self.company, month)
        self.assertTrue(Counter(row.kind for row in content.lines)["entry"])
        return self.env.cr.sql_log_count - before

    def _print(self, closing):
        report = self.env["ir.actions.report"]
        return report._render_qweb_html("customer_order_mgmt.report_customer_order_register", closing.ids)[0].decode()

    def _number(self, cell):
        return float(cell.text_content().replace(",", "").strip())
