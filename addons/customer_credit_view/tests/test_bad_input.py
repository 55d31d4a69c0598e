from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common_risk import RiskCommon

CALL = "/web/dataset/call_kw"
PASSWORD = "bad-input-test"


@tagged("post_install", "-at_install")
class TestBadInput(RiskCommon, HttpCase):
    """What cannot be meant is refused in a sentence when it is saved, whichever way it comes: from a client of the API,
    or out of a file that somebody imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()
        cls.boss = new_test_user(
            cls.env,
            "credit_test_boss",
            groups="customer_credit_view.group_credit_manager",
            password=PASSWORD,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls._limit(1000, date_to=cls._day(days=30))
        cls._limit(500, kind="temporary", date_from=cls._day(days=10), date_to=cls._day(days=20))

    # From a client of the API

    def _call(self, model, method, *args):
        """Return the sentence that a call over HTTP is refused with, None if it is not."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(CALL, json={"jsonrpc": "2.0", "method": "call", "params": params}).json()
        return answer["error"]["data"]["message"] if "error" in answer else None

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_calls_are_refused(self):
        self.authenticate(self.boss.login, PASSWORD)
        for model, vals, text in self._get_cases():
            with self.subTest(model=model, text=text):
                count = self.env[model].search_count([])
                self.assertIn(text, self._call(model, "create", [vals]) or "")
                self.env.invalidate_all()
                self.assertEqual(self.env[model].search_count([]), count)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_changes_are_refused(self):
        self.authenticate(self.boss.login, PASSWORD)
        statement = self._statement(confirm=False)
        equity = statement.figure_ids.filtered(lambda row: row.figure == "equity")
        card = self._scorecard(activate=False)
        criterion = card.criterion_ids
        rule = self.env["credit.rule"].with_user(self.manager).create({"name": "Limit", "kind": "limit_used"})
        self.env.flush_all()
        cases = [
            (equity, {"amount": 451}, "does not balance"),
            (equity, {"amount": float("1e300")}, "cannot be counted with"),
            (criterion, {"weight": 0}, "A weight is above zero"),
            (criterion.band_ids.filtered("is_lowest"), {"is_lowest": False}, "has a gap"),
            (card.grade_ids.filtered(lambda row: not row.lower), {"lower": 5}, "The grades have a gap"),
            (rule, {"scope": "customer"}, "it is for customers, and none is chosen"),
            (self.env["credit.limit"].search([], limit=1), {"amount": 5}, "stays as it was granted"),
        ]
        for record, vals, text in cases:
            with self.subTest(model=record._name, vals=vals):
                self.assertIn(text, self._call(record._name, "write", record.ids, vals) or "")

    # Out of a file

    @mute_logger("odoo.sql_db")
    def test_imports_are_refused(self):
        for model, vals, text in self._get_cases():
            names, rows = self._to_rows(vals)
            with self.subTest(model=model, text=text), self.cr.savepoint():
                found = self.env[model].with_user(self.boss).load(names, rows)
                self.assertFalse(found["ids"])
                self.assertIn(text, " ".join(message["message"] for message in found["messages"]))

    def _to_rows(self, vals):
        """Return ``vals`` as columns and rows of a file; rows of rows stand below each other."""
        flat = {self._get_column(name): value for name, value in vals.items() if not isinstance(value, list)}
        lines = [{}]
        for name, commands in vals.items():
            if isinstance(commands, list):
                lines = [
                    {f"{name}/{column}": value for column, value in line.items()}
                    for _command, _id, row in commands
                    for columns, below in [self._to_rows(row)]
                    for line in [dict(zip(columns, cells, strict=True)) for cells in below]
                ]
        columns = [*flat, *dict.fromkeys(column for line in lines for column in line)]
        lines[0] = {**flat, **lines[0]}
        return columns, [[self._to_cell(line.get(column)) for column in columns] for line in lines]

    def _get_column(self, name):
        return f"{name}/.id" if name.endswith("_id") else name

    def _to_cell(self, value):
        return "" if value is None or value is False else str(value)

    # What is refused

    def _get_cases(self):
        """Return (model, values, part of the sentence)."""
        statements, cards = self._get_statement_cases(), self._get_scorecard_cases()
        return [*statements, *self._get_limit_cases(), *cards, *self._get_rule_cases()]

    def _get_statement_cases(self):
        def statement(**figures):
            rows = [Command.create({"figure": name, "amount": amount}) for name, amount in figures.items()]
            currency = self.company.currency_id.id
            head = {"profile_id": self.profile.id, "period_end": "2024-12-31", "currency_id": currency}
            return {**head, "figure_ids": rows}

        model = "credit.statement"
        return [
            (model, statement(total_assets=1000, total_liabilities=550, equity=449), "does not balance"),
            (model, statement(total_assets=1000, cash=600, current_assets=500), "less than its parts"),
            (model, statement(inventory=-5), "is written without a sign"),
            (model, {**statement(cash=5), "months": 0}, "1 to 24 months"),
        ]

    def _get_limit_cases(self):
        model, currency = "credit.limit.proposal", self.company.currency_id.id
        today, later = str(self._today()), str(self._day(days=15))
        given = {"profile_id": self.profile.id, "amount": 700, "currency_id": currency, "date_from": today}
        upper = {"name": "Nobody", "amount_above": 500, "amount_up_to": 400}
        return [
            (model, {**given, "currency_id": False}, "choose the currency"),
            (model, {**given, "kind": "temporary", "date_to": later}, "overlaps"),
            (model, {**given, "amount": -1}, "A limit is not below zero"),
            (model, {**given, "insured_amount": 701}, "The insured part"),
            (model, {**given, "kind": "temporary"}, "needs a last day"),
            ("credit.limit", given, "comes from a proposal"),
            ("credit.limit.rule", upper, "can never match"),
        ]

    def _get_scorecard_cases(self):
        def card(*bands, weight=1):
            names = ("is_lowest", "lower", "points")
            rows = [Command.create(dict(zip(names, band, strict=True))) for band in bands]
            criterion = {"name": "Current", "source": "ratio", "ratio": "current", "weight": weight, "band_ids": rows}
            return {"name": "Card", "criterion_ids": [Command.create(criterion)]}

        grade = self.env.ref("customer_credit_view.grade_a").id
        grades = [Command.create({"grade_id": grade, "lower": 20})]
        model = "credit.scorecard"
        return [
            (model, card((False, 0, 0), (False, 1, 100)), "has a gap"),
            (model, card((True, 0, 0), (False, 1, 100), weight=0), "A weight is above zero"),
            (model, {"name": "Card", "grade_ids": grades}, "The grades have a gap"),
        ]

    def _get_rule_cases(self):
        model = "credit.rule"
        return [
            (model, {"name": "Nobody's", "kind": "limit_used", "scope": "grade", "grades": "Z9"}, "there is no grade"),
            (model, {"name": "Never", "kind": "overdue_amount", "percent": 100}, "is never passed"),
            (model, {"name": "Never", "kind": "better_terms", "checkpoint": "ship"}, "choose an earlier checkpoint"),
        ]
