import base64
import os
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..exceptions import BureauRefused, CreditFileRefused
from .common_risk import RiskCommon

HEAD = "identifier;report_date;report_number;score;rating;limit;currency;insolvent\n"


@tagged("post_install", "-at_install")
class TestBureau(RiskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.ref = "AW-1"
        cls.bureau = cls.env["credit.bureau"].with_user(cls.manager).create({"name": "Bureau", "reuse_days": 0})

    def _fetch(self, *rows):
        content = HEAD + "\n".join(rows)
        self.bureau.write({"file": base64.b64encode(content.encode()), "filename": "answers.csv"})
        self.bureau.with_user(self.analyst).action_fetch()
        return self.profile.bureau_report_ids

    def test_a_file_is_read_once(self):
        code = self.company.currency_id.name
        row = f"aw 1;{self._today()};R1;71;BB+;25000;{code};no"
        report = self._fetch(row, f"unknown;{self._today()};R2;1;;;;no")
        self.assertEqual((report.score, report.rating, report.limit_amount), (71, "BB+", 25000))
        self.assertEqual(self._fetch(row), report)

    def test_what_cannot_be_read_is_told(self):
        other = self._customer("Twin", ref="AW1")
        self.env["credit.profile"]._get_for(other, self.company)
        self._fetch(f"AW1;{self._today()};R1;71;;;;no", "AW-1;soon;R2;71;;;;no")
        self.assertIn("may be several customers", self.bureau.problems)
        self.assertIn("Row 3", self.bureau.problems)
        self.assertFalse(self.profile.bureau_report_ids)

    def test_nobody_asks_again_while_a_report_is_young(self):
        self._fetch(f"AW-1;{self._day(days=-10)};R1;71;;;;no")
        self.bureau.reuse_days = 180
        self.assertFalse(self.bureau._get_due(self.profile))
        self.bureau.reuse_days = 10
        self.assertEqual(self.bureau._get_due(self.profile), self.profile)

    def test_what_a_bureau_says_unasked_is_stored(self):
        self._fetch(f"AW-1;{self._day(days=-10)};R1;71;;;;no")
        self.bureau.reuse_days = 180
        reports = self._fetch(f"AW-1;{self._today()};R2;0;;;;yes")
        self.assertEqual(sorted(reports.mapped("is_insolvent")), [False, True])

    def test_reports_of_tomorrow_and_of_strangers_are_told(self):
        self._fetch(f"AW-1;{self._day(days=1)};R1;71;;;;no", f"ZZ-9;{self._today()};R2;71;;;;no")
        self.assertFalse(self.profile.bureau_report_ids)
        self.assertIn("still to come", self.bureau.problems)
        self.assertIn("nobody who has a credit profile here: 1", self.bureau.problems)

    def test_an_insolvent_customer_is_knocked_out(self):
        self.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()
        card = self._scorecard(("bureau", False, [(None, 0), (50, 100)]), activate=False)
        card.write({"knock_out_ids": [(0, 0, {"kind": "insolvent"})]})
        card.action_activate()
        self._fetch(f"AW-1;{self._day(days=-1)};R1;71;;;;no")
        assess = self.env["credit.assessment"]._assess
        self.assertEqual(assess(self.profile).grade, "A")
        self._fetch(f"AW-1;{self._today()};R2;71;;;;yes")
        self.assertEqual(assess(self.profile).verdict, "knocked_out")

    def test_no_secret_is_stored(self):
        for value in ("s3cr3t-key", "PATH", "credit_bureau_x", "CREDIT_BUREAU_"):
            with self.subTest(value), self.assertRaises(ValidationError):
                self.bureau.secret_variable = value
        self.bureau.secret_variable = "CREDIT_BUREAU_TEST"
        with self.assertRaises(BureauRefused):
            self.bureau._get_secret()
        with patch.dict(os.environ, {"CREDIT_BUREAU_TEST": "key"}):
            self.assertEqual(self.bureau._get_secret(), "key")

    def test_who_may_ask(self):
        with self.assertRaises(AccessError):
            self.bureau.with_user(self.reader).action_fetch()
        with self.assertRaisesRegex(CreditFileRefused, "choose a file"):
            self.bureau.with_user(self.analyst).action_fetch()

    def test_what_a_bureau_said_stays(self):
        report = self._fetch(f"AW-1;{self._today()};R1;71;;;;no")
        with self.assertRaises(AccessError):
            report.with_user(self.manager).write({"score": 99})
        with self.assertRaises(BureauRefused), self.cr.savepoint():
            report.sudo().unlink()
