import base64
import hashlib
import io
import zipfile
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from openpyxl import Workbook, load_workbook

from ..exceptions import OrderFileKnown, OrderFileRefused
from .common import CustomerOrderCommon

PREVIEW = "odoo.addons.customer_order_mgmt.wizards.customer_order_import_preview"

HEAD = "Customer;Order number;Order date;Product code;Quantity;Unit price;Requested date;Description"
TABLE = f"""{HEAD}
Aqua Works;PO 1;2027-01-10;P1;2;91,25;01.03.2027;
;;;V1;1;;01.03.2027;
Aqua Works;PO 2;2027-01-11;V1;3;40,00;15.03.2027;
"""


class ImportCommon(CustomerOrderCommon):
    """Uploads files as the clerk would."""

    def _upload(self, content, filename="orders.csv", **vals):
        content = content if isinstance(content, bytes) else content.encode()
        wizards = self.env["customer.order.import"].with_user(self.clerk).with_company(self.company)
        return wizards.create({"file": base64.b64encode(content), "filename": filename, **vals})

    def _preview(self, content, filename="orders.csv", **vals):
        wizard = self._upload(content, filename, **vals)
        wizard.action_preview()
        return wizard

    def _import(self, content, filename="orders.csv", **vals):
        """Return the orders that the file makes."""
        wizard = self._preview(content, filename, **vals)
        before = self._orders()
        wizard.action_import()
        return self._orders() - before

    def _orders(self):
        return self.env["customer.order"].with_user(self.clerk).search([])

    def _workbook(self, *rows, title="Orders"):
        book = Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _sentences(self, content, filename="orders.csv", **vals):
        return self._preview(content, filename, **vals).problem_ids.mapped("sentence")

    def _refusal(self, content, filename="orders.csv"):
        with self.assertRaises(OrderFileRefused) as refusal:
            self._preview(content, filename)
        return str(refusal.exception)


@tagged("post_install", "-at_install")
class TestImportWizard(ImportCommon):
    def test_preview_shows_what_would_be_created_and_creates_nothing(self):
        before = self._orders()
        wizard = self._preview(TABLE)
        self.assertEqual(self._orders(), before)
        self.assertRecordValues(
            wizard.order_ids,
            [
                {"row": 2, "customer_reference": "PO 1", "customer_name": "Aqua Works", "amount_untaxed": 222.5},
                {"row": 4, "customer_reference": "PO 2", "customer_name": "Aqua Works", "amount_untaxed": 120.0},
            ],
        )
        self.assertEqual(wizard.line_ids.mapped("price_unit"), [91.25, 40.0, 40.0])
        self.assertEqual((wizard.order_count, wizard.faulty_count, len(wizard.problem_ids)), (2, 0, 0))

    def test_import_makes_the_drafts_that_were_shown(self):
        orders = self._import(TABLE).sorted("customer_reference")
        self.assertEqual(orders.mapped("customer_reference"), ["PO 1", "PO 2"])
        self.assertEqual(orders[0].line_ids.mapped("product_id"), self.pump + self.valve)
        self.assertEqual(orders[0].line_ids[0].requested_date, date(2027, 3, 1))
        self.assertEqual(orders.mapped("state"), ["draft", "draft"])
        self.assertEqual(orders.mapped("amount_untaxed"), [222.5, 120.0])

    def test_encodings_and_delimiters(self):
        text = TABLE.replace("Aqua Works", "Größe & Söhne")
        self.env["res.partner"].create({"name": "Größe & Söhne", "is_company": True})
        comma = text.replace(",", ".").replace(";", ",")
        files = [text.encode(code) for code in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")]
        files += [comma.encode(), text.replace(";", "\t").encode(), text.replace("\n", "\r\n").encode()]
        for content in files:
            with self.subTest(content[:20]):
                wizard = self._preview(content)
                self.assertFalse(wizard.problem_ids)
                self.assertEqual(wizard.order_ids.mapped("amount_untaxed"), [222.5, 120.0])

    def test_workbook(self):
        content = self._workbook(
            ("customer", "order_number", "product_code", "quantity", "unit_price", "requested_date"),
            ("Aqua Works", 4711, "P1", 2, 91.25, date(2027, 3, 1)),
        )
        order = self._import(content, "orders.xlsx")
        self.assertEqual((order.customer_reference, order.amount_untaxed), ("4711", 182.5))
        self.assertEqual(order.line_ids.requested_date, date(2027, 3, 1))

    def test_template_can_be_filled_in_and_imported(self):
        self.customer.name = "Aqua Works Ltd"
        self.env.ref("base.EUR").active = True
        for kind in ("xlsx", "csv"):
            with self.subTest(kind):
                name, content = self.env["customer.order.parser"]._make_template(kind)
                wizard = self._preview(content, name)
                self.assertFalse(wizard.problem_ids)
                self.assertEqual(wizard.order_ids.mapped("amount_untaxed"), [177.03])
        help_rows = list(load_workbook(io.BytesIO(self.env["customer.order.parser"]._make_template("xlsx")[1]))["Help"])
        self.assertGreater(len(help_rows), 20)

    def test_every_fault_names_its_row_and_column(self):
        rows = [
            ("Aqua Works;PO 1;2027-01-10;P1;two;91,25;;", 2, "Quantity", "“two” is no number"),
            ("Aqua Works;PO 2;2027-01-10;P1;-2;91,25;;", 3, "Quantity", "-2 is not above zero"),
            ("Aqua Works;PO 3;2027-01-10;P1;99999999999;1,25;;", 4, "Quantity", "too large"),
            ("Aqua Works;PO 4;2027-01-10;P9;1;1,25;;", 5, "Product code", "No product fits “P9”"),
            ("Nobody;PO 5;2027-01-10;P1;1;1,25;;", 6, "Customer", "No customer fits “Nobody”"),
            ("Aqua Works;;2027-01-10;P1;1;1,25;;", 7, "Order number", "order number is missing"),
            ("Aqua Works;PO 7;31.02.2027;P1;1;1,25;;", 8, "Order date", "“31.02.2027” is no day"),
            ("Aqua Works;PO 8;2027-01-10;P1;=1+1;1,25;;", 9, "Quantity", "is a formula"),
            ("Aqua Works;PO 9;2027-01-10;P1;1;-5,00;;", 10, "Unit price", "is below zero"),
            ('Aqua Works;PO 10;2027-01-10;P1;1;1,25;;"=HYPERLINK(""http://x"")"', 11, "Description", "is a formula"),
            ("Aqua Works;PO 11;2027-01-10;P1;1;1,25;1.3.27;", 12, "Requested date", "is no day"),
        ]
        wizard = self._preview("\n".join([HEAD, *(row[0] for row in rows)]))
        self.assertEqual(wizard.faulty_count, len(rows))
        problems = {problem.row: problem for problem in wizard.problem_ids}
        self.assertEqual(len(wizard.problem_ids), len(rows), wizard.problem_ids.mapped("sentence"))
        for _text, row, column, sentence in rows:
            with self.subTest(row):
                self.assertIn(sentence, problems[row].sentence)
                self.assertEqual(problems[row].column, column)
                self.assertTrue(problems[row].sentence.startswith(f"Row {row}: "))

    def test_value_that_slipped_out_of_its_column_is_told(self):
        # A price of 91.25 written 91,25 in a table that parts columns by commas.
        sentences = self._sentences("Customer,Order number,Product code,Quantity,Unit price\nAqua Works,1,P1,1,91,25")
        self.assertEqual(len(sentences), 1)
        self.assertIn("Row 2: “25” stands in no column", sentences[0])

    def test_numbers_and_days_that_can_be_two_are_asked_for(self):
        text = "Customer;Order number;Product code;Quantity;Requested date\nAqua Works;1;P1;1.234;03/04/2027"
        sentences = self._sentences(text)
        self.assertIn("can be read in two ways", sentences[0])
        self.assertIn("two different days", sentences[1])
        # Another value of the file tells.
        wizard = self._preview(text + "\nAqua Works;1;P1;1,5;25/04/2027")
        self.assertEqual(wizard.line_ids.mapped("quantity"), [1234.0, 1.5])
        self.assertEqual(wizard.line_ids[0].requested_date, date(2027, 4, 3))

    def test_one_order_says_one_thing(self):
        sentences = self._sentences(f"{HEAD}\nAqua Works;1;2027-01-10;P1;1;;;\nAqua Works;1;2027-01-11;P1;1;;;")
        self.assertEqual(len(sentences), 1)
        self.assertIn("“2027-01-11” differs from “2027-01-10”", sentences[0])

    def test_nothing_is_imported_when_one_order_has_a_fault(self):
        wizard = self._preview(TABLE + "Aqua Works;PO 3;2027-01-11;P9;3;40,00;15.03.2027;\n")
        self.assertEqual((wizard.order_count, wizard.faulty_count, wizard.faulty), (2, 1, "refuse"))
        before = self._orders()
        with self.assertRaisesRegex(OrderFileRefused, "Nothing was imported:\nRow 5: No product fits “P9”"):
            wizard.action_import()
        self.assertEqual(self._orders(), before)

    def test_the_others_are_imported_when_the_user_says_so(self):
        orders = self._import(TABLE + "Aqua Works;PO 3;2027-01-11;P9;3;40,00;15.03.2027;\n", faulty="skip")
        self.assertEqual(sorted(orders.mapped("customer_reference")), ["PO 1", "PO 2"])
        with self.assertRaises(OrderFileRefused):
            self._import(f"{HEAD}\nNobody;PO 5;2027-01-10;P1;1;1,25;;", faulty="skip")

    def test_counts_are_those_of_the_file_and_faults_come_first(self):
        rows = "\n".join(f"Aqua Works;{number};{'P9' if number > 3 else 'P1'};1" for number in range(1, 6))
        with patch(f"{PREVIEW}.PREVIEW_LIMIT", 2):
            wizard = self._preview(f"Customer;Order number;Product code;Quantity\n{rows}")
        self.assertEqual((wizard.order_count, wizard.faulty_count, wizard.hidden_count), (3, 2, 3))
        self.assertEqual(wizard.order_ids.mapped("customer_reference"), ["4", "5"])

    def test_customer_chosen_in_the_import(self):
        orders = self._import("Order number;Product code;Quantity\n1;P1;2\n2;P1;3", partner_id=self.customer.id)
        self.assertEqual(len(orders), 2)
        self.assertEqual(orders.partner_id, self.customer)

    def test_the_same_file_is_told_before_it_makes_duplicates(self):
        self._import(TABLE)
        wizard = self._preview(TABLE, "renamed.csv")
        self.assertEqual((wizard.source_id.order_count, wizard.known_imports), (2, 1))
        with self.assertRaises(OrderFileKnown):
            wizard.action_import()
        wizard.import_again = True
        wizard.action_import()
        self.assertEqual((wizard.source_id.import_count, wizard.source_id.order_count), (2, 4))

    def test_who_was_slower_is_told(self):
        first, second = self._preview(TABLE), self._preview(TABLE)
        first.action_import()
        with self.assertRaises(OrderFileKnown):
            second.action_import()
        # Saying "again" covers only the imports that one was told of.
        third, fourth = self._preview(TABLE, import_again=True), self._preview(TABLE, import_again=True)
        third.action_import()
        with self.assertRaises(OrderFileKnown):
            fourth.action_import()

    def test_file_is_sealed_with_every_order_it_made(self):
        orders = self._import(TABLE)
        orders.with_user(self.clerk).action_receive()
        digest = hashlib.sha256(TABLE.encode()).hexdigest()
        self.assertEqual(orders.source_attachment_ids.raw, TABLE.encode())
        for order in orders:
            domain = [("subject_key", "=", order.name), ("event", "=", "customer_order.received")]
            entry = self.env["evidence.entry"].sudo().search([*domain, ("company_ref", "=", self.company.id)])
            self.assertEqual(entry.file_ids.mapped("sha256"), [digest])
        source = (
            self.env["customer.order.source"]
            .with_user(self.clerk)
            .search([("attachment_id", "in", orders.source_attachment_ids.ids)])
        )
        self.assertEqual(source.sha256, digest)
        with self.assertRaisesRegex(Exception, "(?i)sealed|evidence"), self.env.cr.savepoint():
            orders.source_attachment_ids.sudo().raw = b"other"

    def test_customers_do_not_see_the_file_that_holds_orders_of_others(self):
        other = self.env["res.partner"].create({"name": "Other Works", "is_company": True})
        orders = self._import(TABLE.replace("Aqua Works;PO 2", "Other Works;PO 2"))
        orders.with_user(self.clerk).action_receive()
        portal = self._create_user("portal_other", "base.group_portal")
        portal.partner_id.parent_id = other
        mine = orders.filtered(lambda order: order.partner_id == other)
        mine.with_user(portal).check_access("read")
        with self.assertRaises(AccessError):
            mine.source_attachment_ids.with_user(portal).read(["raw"])
        mine.source_attachment_ids.with_user(self.manager).read(["raw"])

    def test_only_clerks_import(self):
        stranger = self._create_user("stranger", "base.group_user")
        wizard = self._upload(TABLE)
        with self.assertRaises(AccessError):
            wizard.with_user(stranger).action_preview()

    def test_each_company_knows_its_own_files(self):
        company = self.setup_other_company()["company"]
        self.clerk.sudo().company_ids += company
        self._import(TABLE)
        wizard = self._preview(TABLE, company_id=company.id)
        self.assertFalse(wizard.source_id)
        wizard.action_import()
        self.assertEqual(
            self.env["customer.order.source"].with_user(self.clerk).search_count([("name", "=", "orders.csv")]), 2
        )

    def test_several_currencies_in_one_file(self):
        foreign = self.setup_other_currency("CHF", rates=[("2020-01-01", 2.0)])
        orders = self._import(
            "Customer,Order number,Product code,Quantity,Currency\nAqua Works,1,P1,1,USD\nAqua Works,2,P1,1,CHF"
        ).sorted("customer_reference")
        self.assertEqual(orders.currency_id, self.company.currency_id + foreign)
        self.assertEqual(orders.mapped("amount_untaxed"), [100.0, 200.0])

    def test_code_of_digits_stays_a_code(self):
        self.pump.default_code = "00420"
        self.valve.default_code = "4711"
        content = self._workbook(
            ("Customer", "Order number", "Product code", "Quantity"),
            ("Aqua Works", "1", "00420", 1),
            (None, None, 4711.0, 1),
        )
        self.assertFalse(self._sentences(content, "orders.xlsx"))

    def _formatted(self, change):
        book = Workbook()
        sheet = book.active
        sheet.append(("Customer", "Order number", "Product code", "Quantity", "Discount (%)"))
        sheet.append(("Aqua Works", "1", "P1", 2, 0.03))
        change(book, sheet)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_percentages_are_read_as_they_are_shown(self):
        for shown, discount in (("0%", 3), ('0.00"%"', 0.03), ("General", 0.03)):
            content = self._formatted(lambda _book, sheet, shown=shown: setattr(sheet["E2"], "number_format", shown))
            with self.subTest(shown):
                self.assertEqual(self._preview(content, "orders.xlsx").line_ids.discount, discount)

    def test_sheet_that_nobody_sees_is_not_the_one_that_is_read(self):
        def hide(book, sheet):
            seen = book.create_sheet("Seen")
            seen.append(("Customer", "Order number", "Product code", "Quantity"))
            seen.append(("Aqua Works", "SEEN", "P1", 1))
            sheet.sheet_state, book.active = "hidden", 1

        self.assertEqual(
            self._preview(self._formatted(hide), "orders.xlsx").order_ids.mapped("customer_reference"), ["SEEN"]
        )

    def test_rows_far_below_are_not_lost(self):
        def far_below(_book, sheet):
            for column, value in enumerate(("Aqua Works", "FAR", "P1", 1), start=1):
                sheet.cell(100_000, column, value)

        self.assertEqual(len(self._preview(self._formatted(far_below), "orders.xlsx").order_ids), 2)


@tagged("post_install", "-at_install")
class TestImportHostileFiles(ImportCommon):
    def test_nonsense_is_refused_in_one_sentence(self):
        cases = {
            "at most 10": (b"x" * (10 * 2**20 + 1), "orders.csv"),
            "is no column of orders": (b"nonsense " * 10**6, "orders.csv"),
            "This is no text": (b"a;b\x01\x02" * 100_000, "orders.csv"),
            "no file that orders can be read from": (b"\x7fELF", "orders.bin"),
            "quotation marks": (f'{HEAD}\n"Aqua;PO 1;;P1;1;;;\n'.encode(), "orders.csv"),
            "The column “Quantity” is missing": (b"Customer;Order number\nAqua;1", "orders.csv"),
            "stands in it twice": (b"Quantity;quantity\n1;1", "orders.csv"),
            "There is no order in it": (b"Customer;Quantity\n", "orders.csv"),
            "There is nothing in it": (b"\n\n;;\n", "orders.csv"),
            "letters cannot be read": (bytes(range(128, 256)) * 40_000, "orders.csv"),
            "more than 20000 rows": (b"Customer;Order number;Quantity\n" + b"A;1;1\n" * 20_001, "orders.csv"),
            "is damaged": (b"PK\x03\x04 not a workbook", "orders.xlsx"),
            "password": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "orders.xlsx"),
        }
        for sentence, (content, filename) in cases.items():
            with self.subTest(sentence):
                self.assertIn(sentence, self._refusal(content, filename))

    def test_zip_bombs_are_refused_by_what_they_declare_and_by_what_they_are(self):
        honest = io.BytesIO()
        with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(8):
                archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * (10 * 2**20))
        self.assertIn("far too large", self._refusal(honest.getvalue(), "bomb.xlsx"))
        lying = honest.getvalue().replace((10 * 2**20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
        self.assertIn("damaged", self._refusal(lying, "bomb.xlsx"))
        many = io.BytesIO()
        with zipfile.ZipFile(many, "w") as archive:
            for number in range(600):
                archive.writestr(f"{number}.xml", b"")
        self.assertIn("far too large", self._refusal(many.getvalue(), "bomb.xlsx"))

    def test_entities_in_a_workbook_are_refused(self):
        plain = self._workbook(("Customer", "Quantity"), ("Aqua Works", 1))
        for declaration in ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE x [<!ENTITY a 'b'>]>"):
            hostile = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(hostile, "w") as target:
                for part in source.infolist():
                    content = source.read(part)
                    if part.filename.endswith("sheet1.xml"):
                        content = declaration.encode() + content
                    target.writestr(part, content)
            self.assertIn("its own entities", self._refusal(hostile.getvalue(), "orders.xlsx"))

    def test_formulas_in_a_workbook_are_not_believed(self):
        content = self._workbook(
            ("Customer", "Order number", "Product code", "Quantity", "Description"),
            ("Aqua Works", "1", "P1", "=1+1", "=cmd|' /C calc'!A0"),
        )
        sentences = self._sentences(content, "orders.xlsx")
        self.assertEqual(len([sentence for sentence in sentences if "is a formula" in sentence]), 2, sentences)

    def test_text_that_only_looks_like_a_formula_is_kept_as_text(self):
        order = self._import(
            "Customer;Order number;Quantity;Unit price;Description;Note\n"
            "Aqua Works;1;1;5;-10 °C seal;@ the back door\nAqua Works;1;1;5;+5 V supply;",
            allow_custom=True,
        )
        self.assertEqual(order.line_ids.mapped("name"), ["-10 °C seal", "+5 V supply"])
        self.assertEqual(order.line_ids[0].instructions, "@ the back door")

    def test_what_is_no_file_at_all(self):
        wizard = self.env["customer.order.import"].with_user(self.clerk).create({"file": "abc", "filename": "a.csv"})
        with self.assertRaisesRegex(OrderFileRefused, "arrived damaged"):
            wizard.action_preview()

    def test_wildcards_find_nothing(self):
        self.assertIn("No customer fits", self._sentences(f"{HEAD}\n%;1;;%;1;;;")[0])


@tagged("post_install", "-at_install")
class TestImportTemplate(HttpCase, CustomerOrderCommon):
    def test_clerks_download_the_template(self):
        self.authenticate("order_clerk", "order_clerk")
        for kind, start in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfCustomer,")):
            answer = self.url_open(f"/customer_order/import/template/{kind}")
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(answer.content.startswith(start))
        self.assertEqual(self.url_open("/customer_order/import/template/exe").status_code, 404)

    @mute_logger("odoo.http")
    def test_others_do_not(self):
        self._create_user("stranger", "base.group_user")
        self.authenticate("stranger", "stranger")
        self.assertEqual(self.url_open("/customer_order/import/template/csv").status_code, 403)


@tagged("post_install", "-at_install")
class TestImportTour(HttpCase, CustomerOrderCommon):
    def test_clerk_imports_after_correcting_a_file(self):
        url = "/odoo/action-customer_order_mgmt.customer_order_import_action"
        self.start_tour(url, "customer_order_import", login="order_clerk")
        orders = self.env["customer.order"].sudo().search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(orders.mapped("customer_reference")), ["PO 1", "PO 2"])
        self.assertEqual(sorted(orders.mapped("amount_untaxed")), [40.0, 182.5])
