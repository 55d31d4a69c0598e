from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ...exceptions import UnknownCreditRule
from ...logic import credit_conditions as conditions

# What of the facts each kind reads, by the names of their providers (credit.profile._get_credit_fact_…).
NEEDS = {
    "limit_used": ("nodes",),
    "limit_expired": ("limit_ended",),
    "days_overdue": ("overdue",),
    "overdue_amount": ("overdue",),
    "days_late": ("lateness",),
    "better_terms": ("terms",),
    "better_discount": ("discount",),
    "broken_pledge": ("broken_pledges",),
    "missing_document": ("missing_documents",),
}
# The thresholds that each kind is compared with, by the names of their fields.
THRESHOLDS = {
    "limit_used": ("percent", "horizon"),
    "limit_expired": ("grace_days",),
    "order_value": ("amount_limit",),
    "days_overdue": ("days", "grace_days"),
    "overdue_amount": ("amount_limit", "percent"),
    "days_late": ("days", "payments"),
    "better_discount": ("percent",),
    "review_overdue": ("grace_days",),
}


class CreditRule(models.Model):
    """What each kind of rule measures. The figures come from ``logic.credit_conditions``.

    A kind ``acme`` of a client is added to ``kind``; ``_measure_acme(facts, setting)`` returns a ``Measured`` for the
    ``CreditFacts`` of one document, ``_tell_acme(figures)`` the sentence about it. ``_get_needs`` names what of the
    facts it reads, ``_get_thresholds`` which thresholds the screen asks for. ``setting`` has the values of the rule;
    ``self`` is the rule for whatever else it needs.
    """

    _inherit = "credit.rule"

    use_amount = fields.Boolean(compute="_compute_thresholds")
    use_percent = fields.Boolean(compute="_compute_thresholds")
    use_days = fields.Boolean(compute="_compute_thresholds")
    use_grace = fields.Boolean(compute="_compute_thresholds")
    use_payments = fields.Boolean(compute="_compute_thresholds")
    use_horizon = fields.Boolean(compute="_compute_thresholds")

    @api.depends("kind")
    def _compute_thresholds(self):
        for rule in self:
            thresholds = self._get_thresholds(rule.kind)
            rule.use_amount = "amount_limit" in thresholds
            rule.use_percent = "percent" in thresholds
            rule.use_days = "days" in thresholds
            rule.use_grace = "grace_days" in thresholds
            rule.use_payments = "payments" in thresholds
            rule.use_horizon = "horizon" in thresholds

    @api.model
    def _get_thresholds(self, kind):
        """Return the names of the fields that rules of ``kind`` are compared with. Extend it with ``super()``."""
        return THRESHOLDS.get(kind, ())

    @api.model
    def _get_needs(self, kind):
        """Return the names of the providers of facts that rules of ``kind`` read. Extend it with ``super()``."""
        return NEEDS.get(kind, ())

    @api.model
    def _measure(self, facts, setting):
        """Return what the rule with this ``setting`` measures in ``facts``."""
        return self._get_method("_measure", setting.kind, setting.key)(facts, setting)

    @api.model
    def _get_method(self, prefix, kind, rule_id=None):
        method = getattr(self.browse(rule_id or ()), f"{prefix}_{kind}", None)
        if method is None:
            raise UnknownCreditRule(
                self.env._("No method %(method)s judges credit rules of the kind “%(kind)s”.", method=prefix, kind=kind)
            )
        return method

    def _measure_limit_used(self, facts, setting):
        return conditions.limit_used(facts, setting.percent, setting.horizon_days)

    def _measure_limit_expired(self, facts, setting):
        return conditions.limit_expired(facts, setting.grace)

    def _measure_order_value(self, facts, setting):
        return conditions.order_value(facts, self._get_amount(facts, setting))

    def _measure_days_overdue(self, facts, setting):
        return conditions.days_overdue(facts, setting.days, setting.grace)

    def _measure_overdue_amount(self, facts, setting):
        return conditions.overdue_amount(facts, self._get_amount(facts, setting), setting.percent)

    def _measure_days_late(self, facts, setting):
        return conditions.days_late(facts, float(setting.days), setting.payments)

    def _measure_better_terms(self, facts, setting):
        return conditions.better_terms(facts)

    def _measure_better_discount(self, facts, setting):
        return conditions.better_discount(facts, setting.percent)

    def _measure_standing(self, facts, setting):
        return conditions.has_standing(facts, (setting.standing,))

    def _measure_review_overdue(self, facts, setting):
        return conditions.review_overdue(facts, setting.grace)

    def _measure_broken_pledge(self, facts, setting):
        return conditions.broken_pledge(facts)

    def _measure_missing_document(self, facts, setting):
        return conditions.missing_document(facts)

    @api.model
    def _get_amount(self, facts, setting):
        """Return the amount of the rule in the currency of the company, at the rate of the day of judgement."""
        company = self.env.company
        if setting.currency == company.currency_id.id:
            return setting.amount
        currency = self.env["res.currency"].browse(setting.currency)
        amount = currency._convert(float(setting.amount), company.currency_id, company, facts.day)
        return Decimal(float_repr(amount, company.currency_id.decimal_places))
