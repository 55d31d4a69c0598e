from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import format_date, formatLang

from .credit_statement import FIRM_TYPES, READER

COLUMNS = 5
STATEMENT = {"period_end": "date", "months": "integer", "consolidated": "boolean", "content": "hash"}


class CreditProfile(models.Model):
    """The customer's statements beside each other."""

    _inherit = "credit.profile"

    firm_type = fields.Selection(
        FIRM_TYPES, string="Kind of Firm", groups=READER, help="Decides which of Altman's models fits its statements."
    )
    statement_ids = fields.One2many("credit.statement", "profile_id", string="Statements", groups=READER)
    statement_count = fields.Integer(compute="_compute_statement_count", groups=READER)
    statement_comparison = fields.Html(
        string="Years Side by Side", compute="_compute_statement_comparison", sanitize=False, groups=READER
    )

    @api.depends("statement_ids")
    def _compute_statement_count(self):
        groups = self.env["credit.statement"]._read_group([("profile_id", "in", self.ids)], ["profile_id"], ["__count"])
        counts = dict(groups)
        for profile in self:
            profile.statement_count = counts.get(profile, 0)

    @api.depends("statement_ids.ratio_ids.value")
    def _compute_statement_comparison(self):
        for profile in self:
            profile.statement_comparison = profile._render_comparison()

    def action_view_statements(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_statement_action")
        return {**action, "domain": [("profile_id", "=", self.id)], "context": {"default_profile_id": self.id}}

    def _render_comparison(self, last=None):
        """Return a table of this customer's statements up to ``last``, the newest first; False without any."""
        self.ensure_one()
        statements = self.env["credit.statement"].search([("profile_id", "=", self.id), ("state", "!=", "withdrawn")])
        if last and last.period_end:
            statements = statements.filtered(lambda one: one.period_end <= last.period_end)
        statements = statements[:COLUMNS]
        if not statements:
            return False
        values = {
            "statements": statements,
            "sections": self._get_comparison_sections(statements),
            "format_day": lambda day: format_date(self.env, day),
        }
        return self.env["ir.qweb"]._render("customer_credit_view.credit_statement_comparison", values)

    def _get_comparison_sections(self, statements):
        """Return ``[(title, [(label, [cell])])]``; a cell has its text and the trend."""
        figures = {(row.statement_id, row.figure): row for row in statements.figure_ids if row.is_given}
        rows = self.env["credit.statement.figure"]
        labels = rows._fields["section"]._description_selection(self.env)
        sections = []
        for section, title in labels:
            names = [
                (name, label)
                for name, label in rows._fields["figure"]._description_selection(self.env)
                if rows._get_section(name) == section and any((one, name) in figures for one in statements)
            ]
            cells = [
                (label, [self._get_figure_cell(figures.get((one, name))) for one in statements])
                for name, label in names
            ]
            sections.append((title, cells))
        return [*sections, (self.env._("Ratios"), self._get_ratio_cells(statements))]

    def _get_figure_cell(self, row):
        text = formatLang(self.env, row.amount, digits=0 if row.amount == int(row.amount) else 2) if row else "–"
        return {"text": text, "trend": False, "title": ""}

    def _get_ratio_cells(self, statements):
        rows = {(row.statement_id, row.ratio): row for row in statements.ratio_ids}
        ratios = self.env["credit.statement.ratio"]
        gaps = dict(ratios._fields["gap"]._description_selection(self.env))
        return [
            (label, [self._get_ratio_cell(rows.get((one, name)), gaps) for one in statements])
            for name, label in ratios._fields["ratio"]._description_selection(self.env)
        ]

    def _get_ratio_cell(self, row, gaps):
        if not row or row.gap:
            return {"text": "–", "trend": False, "title": gaps.get(row.gap, "") if row else ""}
        digits = {"days": 1, "amount": 0}.get(row.kind, 2)
        return {"text": formatLang(self.env, row.value, digits=digits), "trend": row.trend, "title": ""}

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "credit.statement_confirmed": EventSchema(1, STATEMENT),
            "credit.statement_withdrawn": EventSchema(1, STATEMENT),
        }
