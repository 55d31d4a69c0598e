from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.exceptions import AccessError
from odoo.tools import float_repr

from ...exceptions import StatementRefused
from ...logic.statement_figures import BALANCE, Fault, Figure, Statement, check
from ...tools import composing

CONTENT = frozenset(
    {"profile_id", "period_end", "months", "currency_id", "unit", "is_audited", "is_consolidated", "source"}
    | {"firm_type", "figure_ids"}
)


class CreditStatement(models.Model):
    """What a statement says is checked whenever it is saved, and frozen when it is confirmed."""

    _inherit = "credit.statement"

    @api.model_create_multi
    def create(self, vals_list):
        with composing(self.env, self._name):
            statements = super().create(vals_list)
        statements._after_content()
        return statements

    def write(self, vals):
        if CONTENT.isdisjoint(vals):
            return super().write(vals)
        self._check_draft()
        with composing(self.env, self._name):
            result = super().write(vals)
        self._after_content()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_confirmed(self):
        if any(statement.state != "draft" for statement in self):
            raise StatementRefused(
                self.env._("A statement that was confirmed stays, because scores may rest on it. Withdraw it instead.")
            )

    def action_confirm(self):
        """Freeze these statements: scores and limits may rest on them from now on."""
        self._check_analyst()
        self._check_draft()
        for statement, content in self._get_contents().items():
            if statement.period_end > fields.Date.context_today(self):
                raise StatementRefused(self.env._("The period of %s has not ended yet.", statement.display_name))
            missing = [figure for figure in BALANCE if figure not in content.figures]
            if missing:
                raise StatementRefused(
                    self.env._(
                        "%(statement)s lacks %(figures)s: without them nobody can tell whether it balances.",
                        statement=statement.display_name,
                        figures=", ".join(map(self._get_figure_label, missing)),
                    )
                )
            values = {"confirmed_by_id": self.env.uid, "confirmed_at": self.env.cr.now()}
            statement._act({"state": "confirmed", "content_hash": statement._get_hash(), **values})
        self._measure_customers()
        self._seal_with_customers("credit.statement_confirmed")
        return True

    def action_withdraw(self):
        """Take confirmed statements back: new scores do not rest on them; what did stays explained."""
        self._check_analyst()
        if any(statement.state != "confirmed" for statement in self):
            raise StatementRefused(self.env._("Only a confirmed statement can be withdrawn. Delete a draft instead."))
        self._act({"state": "withdrawn"})
        self._measure_customers()
        self._seal_with_customers("credit.statement_withdrawn")
        return True

    def _after_content(self):
        self._check_figures()
        self._measure_customers()

    def _check_figures(self):
        """Refuse figures that cannot be true together."""
        for statement, content in self._get_contents().items():
            tolerance = Decimal(0 if statement.unit == "1" else 1)
            for finding in check(content.figures, tolerance):
                raise StatementRefused(self._get_sentence(statement.display_name, finding))

    def _get_contents(self):
        """Return ``{statement: Statement}``, each in its own currency and unit."""
        contents = {}
        for statement in self:
            digits = statement.currency_id.decimal_places
            given = statement.figure_ids.filtered(lambda row: row.is_given or row.amount)
            figures = {Figure(row.figure): Decimal(float_repr(row.amount, digits)) for row in given}
            contents[statement] = Statement(figures, statement.months)
        return contents

    def _prepare_content(self):
        """What the seal of a confirmed statement covers."""
        self.ensure_one()
        [content] = self._get_contents().values()
        return {
            "period_end": fields.Date.to_string(self.period_end),
            "months": self.months,
            "currency": self.currency_id.name,
            "unit": self.unit,
            "audited": self.is_audited,
            "consolidated": self.is_consolidated,
            "firm_type": self.firm_type or "",
            "figures": {figure.value: f"{amount:f}" for figure, amount in content.figures.items()},
        }

    def _get_hash(self):
        return digest(canonical_bytes(self._prepare_content()))

    def _seal_with_customers(self, event):
        for statement in self:
            statement.profile_id._seal(
                event,
                {
                    "period_end": statement.period_end,
                    "months": statement.months,
                    "consolidated": statement.is_consolidated,
                    "content": statement.content_hash,
                },
            )

    @api.model
    def _get_sentence(self, name, finding):
        """Return what is wrong with the statement called ``name``; figures are in its own unit."""
        values = {
            "statement": name,
            "figure": self._get_figure_label(finding.figure),
            "given": f"{finding.given:,f}",
            "expected": f"{finding.expected or 0:,f}",
        }
        sentences = {
            Fault.NO_NUMBER: self.env._("%(statement)s: %(figure)s is no amount of money.", **values),
            Fault.NEGATIVE: self.env._(
                "%(statement)s: %(figure)s is %(given)s, but is written without a sign.", **values
            ),
            Fault.OUT_OF_BALANCE: self.env._(
                "%(statement)s does not balance: total assets are %(given)s, liabilities and equity together"
                " %(expected)s. Please correct one of them.",
                **values,
            ),
            Fault.PART_OVER_WHOLE: self.env._(
                "%(statement)s: %(figure)s is %(given)s, less than its parts, which add up to %(expected)s.", **values
            ),
        }
        return sentences[finding.fault]

    @api.model
    def _get_figure_label(self, figure):
        return dict(self.env["credit.statement.figure"]._fields["figure"]._description_selection(self.env))[figure]

    def _check_draft(self):
        for statement in self:
            if statement.state != "draft":
                raise StatementRefused(
                    self.env._(
                        "%(statement)s is not a draft any more and stays as it is. Enter a new one instead.",
                        statement=statement.display_name,
                    )
                )

    def _check_analyst(self):
        """Only an analyst stands for a statement; superuser mode does not replace that person."""
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may confirm or withdraw statements."))
