import json
import struct
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..logic.canonical import CanonicalError, canonical_bytes, digest, money, salted, utc

RFC_8785 = json.loads((Path(__file__).parent / "data" / "rfc8785.json").read_text())


@tagged("post_install", "-at_install")
class TestCanonical(BaseCase):
    def test_documents_of_the_standard(self):
        for document in RFC_8785["documents"]:
            with self.subTest(document["case"]):
                written = canonical_bytes(json.loads(document["input"]))
                self.assertEqual(written.decode(), document["canonical"])
                self.assertEqual(digest(written), document["sha256"])

    def test_numbers_of_the_standard(self):
        """RFC 8785, appendix B: IEEE doubles by their bits."""
        for bits, text in RFC_8785["numbers"].items():
            with self.subTest(text):
                [number] = struct.unpack(">d", bytes.fromhex(bits))
                self.assertEqual(canonical_bytes(number).decode(), text)

    def test_what_has_no_canonical_form_is_refused_where_it_stands(self):
        refused = [
            ({"lines": [{"price": 1}, {"price": float("nan")}]}, "lines[1].price"),
            ({"rate": float("-inf")}, "rate"),
            ({"name": "half a letter: \ud83d"}, "name"),
            ({"outer": {"\udc00": 1}}, "outer"),
            ({"id": 2**53}, "id"),
            ({"id": -(2**53)}, "id"),
            ({"amount": Decimal("1.00")}, "amount"),
            ({"date": datetime(2026, 3, 1)}, "date"),
            ({"data": b"bytes"}, "data"),
            ({1: "a key that is not text"}, ""),
            ([[set()]], "[0][0]"),
        ]
        for payload, path in refused:
            with self.subTest(payload=ascii(payload)), self.assertRaises(CanonicalError) as caught:
                canonical_bytes(payload)
            self.assertEqual(caught.exception.path, path)

    def test_endless_nesting_is_refused(self):
        payload = []
        for _level in range(10_000):
            payload = [payload]
        with self.assertRaises(CanonicalError):
            canonical_bytes(payload)

    def test_largest_integers_are_exact(self):
        self.assertEqual(canonical_bytes([2**53 - 1, -(2**53) + 1]), b"[9007199254740991,-9007199254740991]")

    def test_money_has_fixed_decimals(self):
        cases = [
            (Decimal("1234.5"), 2, "1234.50"),
            (1234.5, 2, "1234.50"),
            (0.1 + 0.2, 2, "0.30"),
            (1e15, 2, "1000000000000000.00"),
            (12, 3, "12.000"),
            (-0.001, 2, "0.00"),
            (Decimal("-7.10"), 2, "-7.10"),
            (1500, 0, "1500"),
        ]
        for amount, decimals, text in cases:
            with self.subTest(amount=amount):
                self.assertEqual(money(amount, decimals), text)

    def test_money_is_not_rounded_in_passing(self):
        for amount in (Decimal("1.005"), Decimal("NaN"), float("inf"), "1.00", True, None):
            with self.subTest(amount=amount), self.assertRaises(ValueError):
                money(amount, 2)

    def test_time_is_utc_to_the_microsecond(self):
        self.assertEqual(utc(datetime(2026, 3, 1, 8, 30)), "2026-03-01T08:30:00.000000Z")
        local = datetime(2026, 3, 1, 8, 30, 0, 120, timezone(timedelta(hours=2)))
        self.assertEqual(utc(local), "2026-03-01T06:30:00.000120Z")

    def test_salt_has_one_length_only(self):
        salt = "00112233445566778899aabbccddeeff"
        self.assertEqual(salted(salt, "x"), "sha256:" + digest((salt + "x").encode()))
        for other in ("", salt[:-1], salt + "a", salt.upper(), "é" * 32):
            with self.subTest(other), self.assertRaises(ValueError):
                salted(other, "x")
