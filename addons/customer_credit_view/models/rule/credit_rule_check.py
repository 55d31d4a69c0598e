from odoo import api, models
from odoo.fields import Domain
from odoo.tools import float_compare

from ...exceptions import CreditRuleRefused

# Far over anything that is counted in these units.
MOST_DAYS, MOST_PERCENT, MOST_AMOUNT = 36500, 100000.0, 1e15
OF_ORDERS, OF_PRICES = ("accept", "confirm", "invoice"), ("accept", "confirm")


class CreditRule(models.Model):
    """A rule that can never match, or that nobody can mean, is refused when it is saved."""

    _inherit = "credit.rule"

    @api.constrains(
        "kind", "effect", "is_releasing", "is_firm", "scope", "customer_ids", "grades", "standing", "percent", "days",
        "grace_days", "payments", "horizon", "horizon_days", "checkpoint", "amount_limit", "partner_tag_ids",
        "company_id",
    )  # fmt: skip
    def _check_can_match(self):
        for rule in self:
            fault = next(rule._get_faults(), None)
            if fault:
                raise CreditRuleRefused(
                    self.env._("The rule “%(rule)s” cannot be kept: %(fault)s", rule=rule.name, fault=fault)
                )

    def _get_faults(self):
        """Yield sentences: in what this rule can never match, or makes no sense. Extend it for kinds of your own."""
        self.ensure_one()
        yield from self._get_number_faults()
        yield from self._get_scope_faults()
        yield from self._get_kind_faults()
        yield from self._get_effect_faults()

    def _get_number_faults(self):
        if not all(0 <= self[name] <= MOST_DAYS for name in ("days", "grace_days", "payments", "horizon_days")):
            yield self.env._("days and numbers of payments go from 0 to %(most)s.", most=MOST_DAYS)
        # Not "> most": every comparison with a number that is none is false.
        if not 0 <= self.percent <= MOST_PERCENT:
            yield self.env._("a percentage goes from 0 to %(most)s.", most=int(MOST_PERCENT))
        if not 0 <= self.amount_limit <= MOST_AMOUNT:
            yield self.env._("the amount is not one that money is counted in.")

    def _get_scope_faults(self):
        if self.scope == "customer":
            yield from self._get_customer_faults()
        elif self.scope == "group" and not self.partner_tag_ids:
            yield self.env._("it is for customer groups, and none is chosen. Please choose their tags.")
        elif self.scope == "grade":
            yield from self._get_grade_faults()

    def _get_grade_faults(self):
        named = self._get_grades()
        if not named:
            yield self.env._("it is for grades, and none is named. Please write them, separated by commas.")
        # A handful. pylint: disable-next=no-search-all
        known = self.env["credit.grade"].with_context(active_test=False).search([]).mapped("name")
        for grade in sorted(named.difference(known)):
            yield self.env._(
                "there is no grade “%(grade)s”. The grades are: %(grades)s.", grade=grade, grades=", ".join(known)
            )

    def _get_customer_faults(self):
        if not self.customer_ids:
            yield self.env._("it is for customers, and none is chosen. Please choose them.")
        for customer in self.customer_ids:
            head = customer.commercial_partner_id
            if head != customer:
                yield self.env._(
                    "%(contact)s is a contact of %(customer)s, whose credit counts. Please choose %(customer)s.",
                    contact=customer.display_name,
                    customer=head.display_name,
                )
            elif self.company_id and customer.company_id and customer.company_id not in self._get_companies():
                yield self.env._("%(customer)s belongs to another company.", customer=customer.display_name)

    def _get_companies(self):
        # sudo: the branches that a rule is for, whoever may see them.
        return self.env["res.company"].sudo().search(Domain("id", "child_of", self.company_id.id))

    def _get_kind_faults(self):
        blocks = self.effect == "block"
        if self.kind == "standing" and not self.standing:
            yield self.env._("it looks for a standing, and none is chosen. Please choose it.")
        if self.kind == "overdue_amount" and blocks and float_compare(self.percent, 100.0, precision_digits=2) >= 0:
            yield self.env._("no more than all open items can be overdue, so that a share of 100 % is never passed.")
        if self.kind == "better_discount" and blocks and float_compare(self.percent, 100.0, precision_digits=2) >= 0:
            yield self.env._("no discount is over 100 %.")
        if self.kind == "better_terms" and self.checkpoint not in OF_ORDERS:
            yield self.env._("terms are agreed before the goods are shipped. Please choose an earlier checkpoint.")
        if self.kind == "better_discount" and self.checkpoint not in OF_PRICES:
            yield self.env._("price lists are compared with orders. Please choose the acceptance or the confirmation.")
        if self.kind == "days_late" and not self.payments:
            yield self.env._("an average needs at least one payment.")

    def _get_effect_faults(self):
        if self.effect == "block" and self.is_releasing:
            yield self.env._("only an exclusion releases.")
        if self.effect == "exclude" and self.is_firm:
            yield self.env._("only a rule that blocks can count always.")
        if self.effect == "exclude" and self.scope == "all" and not self.is_releasing:
            yield self.env._(
                "an exclusion for all customers is narrower than no rule and excludes none. Please name customers,"
                " groups or grades, or let it release."
            )

    def _get_grades(self):
        """Return the grades this rule is for."""
        self.ensure_one()
        return frozenset(grade.strip() for grade in (self.grades or "").split(",") if grade.strip())
