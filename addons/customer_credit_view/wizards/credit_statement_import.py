import base64
from decimal import Decimal
from urllib.parse import quote as url_quote

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.xlsx_writer import Sheet, write_xlsx
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..logic.statement_figures import Figure, check
from ..logic.statement_file import CellFault, Head, plain, read_statements
from ..tools import read_upload

YEARS = 3
# Which field a row of the head fills, and so how people call it.
FIELDS = {
    Head.PERIOD_END: "period_end",
    Head.MONTHS: "months",
    Head.CURRENCY: "currency_id",
    Head.UNIT: "unit",
    Head.AUDITED: "is_audited",
    Head.CONSOLIDATED: "is_consolidated",
    Head.SOURCE: "source",
}


class CreditStatementImport(models.TransientModel):
    """Statements out of a workbook or a CSV file: a draft for each column, or none and a list of what is wrong."""

    _name = "credit.statement.import"
    _description = "Import of Financial Statements"

    profile_id = fields.Many2one("credit.profile", string="Customer", required=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Of statements that do not say theirs.",
    )
    file = fields.Binary(attachment=False, help="The template, filled in; XLSX or CSV.")
    filename = fields.Char()
    template = fields.Binary(compute="_compute_template")
    problem_ids = fields.One2many("credit.statement.import.problem", "import_id", string="Problems", readonly=True)

    def _compute_template(self):
        content = base64.b64encode(self._write_template())
        for wizard in self:
            wizard.template = content

    def action_download_template(self):
        """Give the workbook to fill in."""
        self.ensure_one()
        url = f"/web/content/{self._name}/{self.id}/template/{self._get_template_name()}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_import(self):
        """Create a draft for each column of the file and show them; else show what is wrong with which cell."""
        self.ensure_one()
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may import statements."))
        reading = read_statements(read_upload(self.env, self.file, self.filename), self._get_row_names())
        problems = [self._prepare_problem(problem) for problem in reading.problems]
        problems += [
            {"column": given.column, "message": message}
            for given in reading.statements
            for message in self._find_faults(given)
        ]
        self.problem_ids = [Command.clear(), *map(Command.create, problems)]
        if problems:
            return {**self._get_records_action(), "target": "new"}
        statements = self.env["credit.statement"].create([self._prepare_statement(one) for one in reading.statements])
        return statements._get_records_action(name=self.env._("Imported Statements"))

    def _find_faults(self, given):
        """Return sentences about a statement that could be read: a figure that cannot be true, or one that we have."""
        name = fields.Date.to_string(given.period_end)
        if not self._find_currency(given):
            return [self.env._("The currency “%s” is not in use here. Activate or correct it.", given.currency)]
        statements = self.env["credit.statement"]
        found = check(given.figures, Decimal(0 if given.unit == 1 else 1))
        sentences = [statements._get_sentence(name, finding) for finding in found]
        same_period = [
            ("profile_id", "=", self.profile_id.id),
            ("period_end", "=", given.period_end),
            ("months", "=", given.months),
            ("is_consolidated", "=", given.consolidated),
            ("state", "!=", "withdrawn"),
        ]
        if statements.search_count(same_period, limit=1):
            sentences.append(self.env._("%s: there is a statement for this period already.", name))
        return sentences

    def _prepare_statement(self, given):
        return {
            "profile_id": self.profile_id.id,
            "period_end": given.period_end,
            "months": given.months,
            "currency_id": self._find_currency(given).id,
            "unit": str(given.unit),
            "is_audited": given.audited,
            "is_consolidated": given.consolidated,
            "source": given.source,
            "figure_ids": [
                Command.create(
                    {
                        "figure": figure.value,
                        "amount": float(given.figures.get(figure, 0)),
                        "is_given": figure in given.figures,
                    }
                )
                for figure in Figure
            ],
        }

    def _find_currency(self, given):
        if not given.currency:
            return self.currency_id
        return self.env["res.currency"].search([("name", "=", given.currency)], limit=1)

    def _prepare_problem(self, problem):
        value = problem.value
        sentences = {
            CellFault.NUMBER: self.env._("“%s” is no number.", value),
            CellFault.AMBIGUOUS: self.env._("“%s” may be two numbers. Write it without a mark for thousands.", value),
            CellFault.DATE: self.env._("“%s” is no date. Write it like 2025-12-31.", value),
            CellFault.YES_NO: self.env._("“%s” is neither yes nor no.", value),
            CellFault.MONTHS: self.env._("“%s” is no number of months. A period has 1 to 24.", value),
            CellFault.UNIT: self.env._("“%s” is no unit. Write 1, 1000 or 1000000.", value),
            CellFault.FORMULA: self.env._("“%s” is a formula. Write its result.", value),
            CellFault.UNKNOWN_ROW: self.env._("No figure is called “%s”. Use the names of the template.", value),
            CellFault.ROW_TWICE: self.env._("“%s” stands in two rows.", value),
            CellFault.PERIOD_MISSING: self.env._("This column does not say when its period ends."),
            CellFault.PERIOD_TWICE: self.env._("Two columns are for the period that ends on %s.", value),
            CellFault.NO_STATEMENT: self.env._("No column holds a statement."),
        }
        return {"row": problem.row, "column": problem.column, "message": sentences[problem.code]}

    # What rows are called

    @api.model
    def _get_row_labels(self, lang):
        """Return ``{Head or Figure: label}`` in a language."""
        env = self.with_context(lang=lang).env
        statement, rows = env["credit.statement"]._fields, env["credit.statement.figure"]._fields
        labels = {head: statement[name]._description_string(env) for head, name in FIELDS.items()}
        return labels | {Figure(name): label for name, label in rows["figure"]._description_selection(env)}

    @api.model
    def _get_row_names(self):
        """Return ``{name as the rules compare it: Head or Figure}``: what people see here, and in English."""
        langs = ("en_US", self.env.lang or "en_US")
        return {plain(label): meaning for lang in langs for meaning, label in self._get_row_labels(lang).items()}

    @api.model
    def _get_template_name(self):
        return url_quote(self.env._("Financial statements.xlsx"))

    @api.model
    def _write_template(self):
        year = fields.Date.context_today(self).year
        years = [year - back for back in range(YEARS, 0, -1)]
        cells = {
            Head.PERIOD_END: [f"{year}-12-31" for year in years],
            Head.MONTHS: [12] * YEARS,
            Head.UNIT: [1] * YEARS,
            Head.CURRENCY: [self.env.company.currency_id.name] * YEARS,
        }
        labels = self._get_row_labels(self.env.lang or "en_US")
        rows = [(label, *cells.get(meaning, [])) for meaning, label in labels.items()]
        title = self.env._("Financial Statement")
        return write_xlsx([Sheet(title, (title, *years), rows)])
