"""Files and mails that are broken, hostile or nonsense: one clear sentence, nothing half taken in, no traceback."""

import io
import random
import zlib

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from ..logic.capture import LINE_LIMIT
from ..logic.mail_body import body_documents
from ..logic.order_reading import read_order
from ..logic.page_text import text_document
from ..tools.pdf_reader import SIZE_LIMIT, PdfRefused, Refusal, read_enclosed_files, read_pdf
from .import_fuzz import read_pdf_variants
from .intake_support import GOODS, order_mail, order_pdf, picture_pdf
from .test_capture_mail import IntakeCommon


def encrypted_pdf():
    writer, out = PdfFileWriter(), io.BytesIO()
    writer.cloneReaderDocumentRoot(PdfFileReader(io.BytesIO(order_pdf())))
    writer.encrypt("secret")
    writer.write(out)
    return out.getvalue()


def script_pdf():
    """A PDF that wants to run a script and to open a page when it is opened."""
    writer, out = PdfFileWriter(), io.BytesIO()
    writer.cloneReaderDocumentRoot(PdfFileReader(io.BytesIO(order_pdf())))
    writer.addJS("app.launchURL('https://evil.example.com'); while (true) {}")
    writer.write(out)
    return out.getvalue()


def _objects_pdf(*objects):
    """A PDF of raw objects, without a table of their places: readers look for them."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def endless_pages_pdf():
    """A page tree that is its own branch, and says it has two thousand million pages."""
    return _objects_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>"
    )


def enclosing_pdf(stream):
    """A PDF with one file inside of it, ``stream`` as it is packed."""
    return _objects_pdf(
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.xml) 4 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
        b"<< /Type /Filespec /F (a.xml) /EF << /F 5 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    )


def bomb_pdf(size=200_000_000):
    """A page whose few kilobytes unpack to ``size`` bytes of drawing."""
    packed = zlib.compressobj(9)
    chunk = b"BT (x) Tj ET\n" * 8_000
    stream = b"".join(packed.compress(chunk) for _part in range(size // len(chunk))) + packed.flush()
    return _objects_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    )


@tagged("post_install", "-at_install")
class TestHostilePdf(BaseCase):
    def _refused(self, content, **options):
        with self.assertRaises(PdfRefused) as caught:
            read_pdf(content, **options)
        return caught.exception.refusal

    def test_each_refusal_has_its_reason(self):
        whole = order_pdf()
        for name, content, reason in (
            ("empty", b"", Refusal.NOT_A_PDF),
            ("text", b"Order 4711", Refusal.NOT_A_PDF),
            ("program", b"MZ\x90" + bytes(5_000), Refusal.NOT_A_PDF),
            ("head only", b"%PDF-1.7\n", Refusal.BROKEN),
            ("cut off", whole[: len(whole) // 3], Refusal.BROKEN),
            ("password", encrypted_pdf(), Refusal.ENCRYPTED),
            ("picture", picture_pdf(), Refusal.NO_TEXT),
            ("too large", b"%PDF-1.7\n" + bytes(SIZE_LIMIT), Refusal.TOO_LARGE),
        ):
            with self.subTest(name):
                self.assertEqual(self._refused(content), reason)

    def test_ten_megabytes_of_nonsense(self):
        noise = random.Random(4).randbytes(10 * 2**20)
        self.assertEqual(self._refused(b"%PDF-1.7\n" + noise), Refusal.BROKEN)

    def test_time_is_limited(self):
        self.assertEqual(self._refused(order_pdf(), seconds=0.001), Refusal.TOO_SLOW)

    def test_page_tree_without_end(self):
        self.assertIn(self._refused(endless_pages_pdf()), (Refusal.BROKEN, Refusal.NO_TEXT))

    def test_bomb_ends_in_its_own_process(self):
        try:
            document = read_pdf(bomb_pdf(), seconds=3)
        except PdfRefused as refused:
            self.assertIn(refused.refusal, (Refusal.TOO_SLOW, Refusal.TOO_LARGE, Refusal.BROKEN, Refusal.NO_TEXT))
        else:
            self.assertLess(len(document.words), 200_000)

    def test_files_inside_are_read_within_limits(self):
        self.assertEqual(read_enclosed_files(enclosing_pdf(zlib.compress(b"<Order/>"))), [("a.xml", b"<Order/>")])
        self.assertEqual(read_enclosed_files(order_pdf()), [])
        self.assertEqual(read_enclosed_files(enclosing_pdf(zlib.compress(bytes(50 * 2**20), 9))), [], "too large")
        with self.assertRaises(PdfRefused):
            read_enclosed_files(b"no PDF")

    def test_script_is_not_run(self):
        self.assertEqual(
            [word.text for word in read_pdf(script_pdf()).words], [word.text for word in read_pdf(order_pdf()).words]
        )

    def test_long_orders_are_read_page_by_page(self):
        goods = [(str(n), "AQ-P1", f"Pump {n}", "1", "Units", "1.00", "1.00") for n in range(1, 301)]
        document = read_pdf(order_pdf(goods=goods))
        self.assertGreater(document.page_count, 5)
        self.assertEqual(len(read_order([document]).lines), 300)

    def test_turned_pages_are_read_as_they_are_seen(self):
        writer, out = PdfFileWriter(), io.BytesIO()
        writer.addPage(PdfFileReader(io.BytesIO(order_pdf())).pages[0].rotateClockwise(90))
        writer.write(out)
        document = read_pdf(out.getvalue())
        self.assertGreater(max(word.top for word in document.words), min(word.top for word in document.words))

    def test_mutated_files_never_raise_anything_else(self):
        # A sample; some hundreds of them are in the suite's own tests.
        refused, read = read_pdf_variants(order_pdf(), 40, seed=11)
        self.assertTrue(refused)
        self.assertTrue(read, "every variant was refused: the samples are too broken to show anything")


@tagged("post_install", "-at_install")
class TestHostileText(BaseCase):
    def test_mutated_texts_are_read_or_not_but_never_fail(self):
        text = "\n".join(
            ["Order no: PO-12", "Date 12.03.2027  Total 1.234,50 EUR", "Pos  Item   Description   Qty  Price  Amount"]
            + [f"{n}    P{n}     Pump red      {n}    12,50  {n * 12.5}" for n in range(1, 8)]
        )
        dice = random.Random(5)
        alphabet = "0123456789.,-/ \t\n\x00\ufeff\u202e€$%ABCxyz\ud800日本"
        for _round in range(2_000):
            letters = list(text)
            for _change in range(dice.randint(1, 30)):
                place = dice.randrange(len(letters))
                letters[place] = dice.choice(alphabet) * dice.choice((0, 1, 1, 3))
            read_order([text_document("".join(letters))])

    def test_size_of_lines_and_numbers_does_not_matter(self):
        for part, count in (("x", 300_000), ("Order no ", 10_000), ("1.", 100_000), ("Date 99/99/9999", 9)):
            with self.subTest(part):
                self.assertFalse(read_order([text_document(part * count)]).lines)

    def test_html_that_is_none(self):
        for body in ("<", "<table><tr><td>", "\x00\x01", "<!--", "<p>" * 5_000, "&#x110000;", "<table>" * 300 + "x"):
            with self.subTest(body[:12]):
                read_order(body_documents(body))

    def test_quoted_mails_are_not_read(self):
        body = "<p>Thanks</p><blockquote><p>Order no: 99-1</p></blockquote>"
        self.assertFalse(read_order(body_documents(body)).order.customer_reference)


@tagged("post_install", "-at_install")
class TestHostileMail(IntakeCommon):
    def test_one_sentence_per_file_and_the_mail_is_kept(self):
        cases = (
            ("protected.pdf", encrypted_pdf(), "is protected by a password"),
            ("scan.pdf", picture_pdf(), "is a picture without text"),
            ("cut.pdf", order_pdf()[:900], "is damaged"),
            ("page.pdf", b"<html>login</html>", "is called a PDF but is none"),
        )
        files = [(name, "application/pdf", content) for name, content, _note in cases]
        intake = self._capture(*files)
        self.assertEqual(intake.state, "read")
        for file, (name, content, note) in zip(intake.file_ids, cases, strict=True):
            self.assertIn(f"“{name}” {note}", file.note)
            self.assertEqual(file._get_content(), content)

    def test_good_file_is_read_beside_a_bad_one(self):
        intake = self._capture(
            ("protected.pdf", "application/pdf", encrypted_pdf()), ("order.pdf", "application/pdf", order_pdf())
        )
        self.assertEqual(intake.order_id.customer_reference, "PO-4711")
        self.assertEqual(len(intake.order_id.source_attachment_ids), 2)

    def test_huge_and_negative_figures_make_no_line(self):
        goods = [
            ("1", "AQ-P1", "Pump", "-2", "Units", "100.00", "-200.00"),
            ("2", "AQ-V1", "Valve", "99999999999", "Units", "40.00", "40.00"),
            *GOODS[:1],
        ]
        order = self._capture(("order.pdf", "application/pdf", order_pdf(goods=goods))).order_id
        self.assertEqual(order.line_ids.mapped("quantity"), [2])
        notice = order.sudo().intake_ids.notice
        self.assertIn("not above zero", notice)
        self.assertIn("too large to be meant", notice)

    def test_wrong_encodings(self):
        mail = order_mail(("order.pdf", "application/pdf", order_pdf()), body="Bestellung für Düsen")
        mail = mail.replace(b'charset="utf-8"', b'charset="us-ascii"', 1)
        mail = mail.replace(b"Subject: Order PO-4711", b"Subject: =?utf-8?B?4pi6IP//w6k=?= \xff\xfe")
        intake = self._read(self._get_mail(mail))
        self.assertEqual(intake.order_id.customer_reference, "PO-4711")

    def test_table_that_is_refused_says_why(self):
        two = b"order_number;product_code;quantity\nPO-1;AQ-P1;7\nPO-2;AQ-P1;7\n"
        intake = self._capture(("orders.csv", "text/csv", two), ("list.csv", "text/csv", b"Foo;Bar\n1;2\n"))
        self.assertEqual(intake.state, "read")
        self.assertIn("holds 2 orders", intake.file_ids[0].note)
        self.assertIn("“Foo” is no column of orders", intake.file_ids[1].note)

    def test_pdf_under_another_name_is_read(self):
        intake = self._capture(("order.txt", "application/octet-stream", order_pdf()))
        self.assertEqual(intake.order_id.customer_reference, "PO-4711")

    def test_package_is_told(self):
        packages = ("winmail.dat", "application/ms-tnef"), ("order.zip", "application/octet-stream")
        intake = self._capture(*((name, mimetype, b"x\x9f>\x22") for name, mimetype in packages))
        for file in intake.file_ids:
            self.assertIn(f"Nothing inside of “{file.name}” was read", file.note)

    def test_order_that_can_be_no_draft_as_it_stands_is_told(self):
        head = "order_number;delivery_name;product_code;quantity\n"
        for number, (row, lines, count, message) in enumerate(
            (
                (f"PO-5;{'x' * 500};AQ-P1;7\n", 1, 1, "longer than 200 characters"),
                ("PO-5;;AQ-P1;7\n", LINE_LIMIT + 1, 0, "more than 5000 lines"),
            )
        ):
            with self.subTest(message):
                table = ("orders.csv", "text/csv", (head + row * lines).encode())
                order = self._capture(table, message_id=f"<odd-{number}@aqua.example.com>").order_id
                self.assertEqual((order.customer_reference, len(order.line_ids)), ("PO-5", count))
                self.assertIn(message, order.sudo().intake_ids.notice)

    def test_names_of_files_are_only_names(self):
        intake = self._capture(("../../etc/passwd.pdf", "application/pdf", order_pdf()))
        self.assertEqual(intake.state, "captured")

    def test_script_in_subject_and_text_is_shown_as_text(self):
        goods = [("1", "<b>X</b>", "<script>alert(1)</script>", "1", "Units", "1.00", "1.00")]
        order = self._capture(
            ("order.pdf", "application/pdf", order_pdf(goods=goods)), subject="<script>alert(2)</script>"
        ).order_id
        self.assertIn("<script>", order.line_ids.name)
        for note in order.activity_ids.mapped("note"):
            self.assertNotIn("<script>", note or "")

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_ten_megabytes_of_nonsense(self):
        intake = self._capture(("order.pdf", "application/pdf", b"%PDF-1.7\n" + random.Random(4).randbytes(10 * 2**20)))
        self.assertEqual(intake.state, "read")
        self.assertIn("is damaged", intake.file_ids.note)
