from decimal import Decimal
from typing import NamedTuple

from odoo import api, models, tools
from odoo.tools import float_repr

from ...logic.credit_ruling import RuleValue, Severity, Width

WIDTHS = {"all": Width.ALL, "grade": Width.GRADE, "group": Width.GROUP, "customer": Width.CUSTOMER}
# Kinds that look for a state: an exclusion looks for it, too, instead of for its absence.
STATES = frozenset({"standing"})


class RuleSetting(NamedTuple):
    """A credit rule as plain values, so that checking a document reads no rule. ``key`` is its id, ``gate_rule`` that
    of the rule of the gate; ``amount`` is in the currency with the id ``currency``."""

    key: int
    gate_rule: int
    kind: str
    mode: str
    value: RuleValue
    customers: frozenset[int]
    tags: frozenset[int]
    grades: frozenset[str]
    authors: frozenset[int]
    has_internal_steps: bool
    percent: Decimal
    amount: Decimal
    currency: int
    days: int
    grace: int
    payments: int
    horizon_days: int | None
    standing: str | None
    user: int | None


class CreditRule(models.Model):
    """The rules of a company at a checkpoint, kept in memory until one changes."""

    _inherit = "credit.rule"

    @api.model
    @tools.ormcache("company_id", "checkpoint")
    def _get_settings(self, company_id, checkpoint):
        """Return the ``RuleSetting`` of each rule of the company at ``checkpoint``, enforced or observing, in order."""
        # sudo: rules count for everybody, and those of a company in its branches, whoever may read them.
        rules = self.sudo()
        companies = rules.env["res.company"].browse(company_id).parent_ids.ids
        domain = [("checkpoint", "=", checkpoint), ("company_id", "in", [*companies, False])]
        found = rules.with_context(active_test=True).search(domain)
        return tuple(rule._prepare_setting() for rule in found)

    def _prepare_setting(self):
        self.ensure_one()
        is_dynamic = self.horizon == "dynamic"
        return RuleSetting(
            key=self.id,
            gate_rule=self.gate_rule_id.id,
            kind=self.kind,
            mode=self.mode,
            value=self._prepare_rule_value(),
            customers=frozenset(self.customer_ids.ids if self.scope == "customer" else ()),
            tags=frozenset(self.partner_tag_ids.ids if self.scope == "group" else ()),
            grades=self._get_grades() if self.scope == "grade" else frozenset(),
            authors=frozenset(self.author_ids.ids),
            has_internal_steps=self.use_internal_steps,
            percent=Decimal(float_repr(self.percent, 2)),
            amount=Decimal(float_repr(self.amount_limit, self.currency_id.decimal_places)),
            currency=self.currency_id.id,
            days=self.days,
            grace=self.grace_days,
            payments=self.payments,
            horizon_days=self.horizon_days if is_dynamic else None,
            standing=self.standing or None,
            user=self.user_id.id or None,
        )

    def _prepare_rule_value(self):
        return RuleValue(
            key=self.id,
            topic=self._get_topic(),
            severity=Severity(self.severity),
            width=WIDTHS[self.scope],
            is_exclusion=self.effect == "exclude",
            is_releasing=self.is_releasing,
            is_firm=self.is_firm,
            is_state=self.kind in STATES,
        )

    # Hooks

    def _get_topic(self):
        """Return what this rule is about. Rules on one topic are judged together: the narrowest of them count."""
        self.ensure_one()
        return f"standing:{self.standing}" if self.kind == "standing" else self.kind
