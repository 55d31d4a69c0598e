import base64
import io

from odoo.exceptions import AccessError
from odoo.tests import tagged
from openpyxl import load_workbook

from ..exceptions import CreditFileRefused
from .common_risk import FIGURES, RiskCommon


@tagged("post_install", "-at_install")
class TestStatementImport(RiskCommon):
    def _wizard(self, content=None, name="figures.csv", user=None):
        vals = {"profile_id": self.profile.id, "currency_id": self.company.currency_id.id, "filename": name}
        if content is not None:
            vals["file"] = base64.b64encode(content)
        return self.env["credit.statement.import"].with_user(user or self.analyst).create(vals)

    def _csv(self, **changes):
        rows = {"Figure": ("2024", "2025"), "period_end": ("2024-12-31", "2025-12-31"), "audited": ("yes", "no")}
        rows |= {name: (amount, amount) for name, amount in FIGURES.items()}
        rows |= changes
        return "\n".join(";".join([name, *map(str, cells)]) for name, cells in rows.items()).encode()

    def test_each_column_becomes_a_draft(self):
        action = self._wizard(self._csv()).action_import()
        statements = self.env["credit.statement"].search(action["domain"], order="period_end")
        self.assertEqual(statements.mapped("state"), ["draft", "draft"])
        self.assertEqual(statements.mapped("is_audited"), [True, False])
        self.assertEqual(statements[1].altman_zone, "safe")
        self.assertEqual(len(statements[0].figure_ids), 24)
        known = statements[0].figure_ids.filtered("is_given")
        self.assertEqual({row.figure: row.amount for row in known}, FIGURES)

    def test_a_file_with_a_fault_imports_nothing_and_names_the_cell(self):
        cases = [
            ({"cash": ("much", 60)}, "B4", "no number"),
            ({"Kash": (1, 1)}, "A17", "No figure is called"),
            ({"period_end": ("2024-12-31", "soon")}, "C2", "no date"),
            ({"equity": (450, 449)}, "C", "does not balance"),
            ({"currency": ("EUR", "XXQ")}, "C", "not in use here"),
        ]
        for changes, place, text in cases:
            with self.subTest(changes=changes):
                wizard = self._wizard(self._csv(**changes))
                self.assertEqual(wizard.action_import()["res_model"], wizard._name)
                messages = {problem.place: problem.message for problem in wizard.problem_ids}
                self.assertIn(place, messages)
                self.assertIn(text, messages[place])
        self.assertFalse(self.profile.statement_ids)

    def test_a_period_that_is_known_already(self):
        self._statement("2025-12-31")
        wizard = self._wizard(self._csv())
        wizard.action_import()
        self.assertIn("already", wizard.problem_ids.message)

    def test_the_template_is_what_the_import_reads(self):
        wizard = self._wizard()
        book = load_workbook(io.BytesIO(base64.b64decode(wizard.template)))
        sheet = book.active
        for row in sheet.iter_rows(min_row=2):
            figure = {"Total Assets": 10, "Total Liabilities": 6, "Equity": 4}.get(row[0].value)
            if figure is not None:
                row[3].value = figure
        for row in sheet.iter_rows(min_row=2, min_col=2, max_col=3):
            for cell in row:
                cell.value = None
        stream = io.BytesIO()
        book.save(stream)
        wizard.write({"file": base64.b64encode(stream.getvalue()), "filename": "template.xlsx"})
        wizard.action_import()
        self.assertFalse(wizard.problem_ids.mapped("message"))
        [statement] = self.profile.statement_ids
        self.assertEqual(statement.period_end.year, self._today().year - 1)
        self.assertEqual(statement.currency_id, self.company.currency_id)

    def test_files_that_are_none(self):
        for content, text in ((b"", "choose a file"), (b"\x89PNG\x00\x01", "no text"), (b"PK\x03\x04x", "damaged")):
            with self.subTest(text), self.assertRaisesRegex(CreditFileRefused, text):
                self._wizard(content).action_import()

    def test_readers_do_not_import(self):
        with self.assertRaises(AccessError):
            self._wizard(self._csv(), user=self.reader)
