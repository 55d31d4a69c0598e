from decimal import Decimal

from odoo import models
from odoo.tools import SQL, float_repr, format_amount, formatLang

from ..logic.findings import Finding
from ..logic.rules import margin_percent

ADDRESS = ("street", "city", "country_id")


class OrderGateRule(models.Model):
    """The kinds of rules to begin with."""

    _inherit = "order.gate.rule"

    def _prepare_finding(self, message, *, measure=None, **figures):
        """Return the finding of this rule; figures are given as text."""
        self.ensure_one()
        return Finding(self.kind, self.severity, message, figures, measure, self.id, self.user_id.id or None)

    def _judge_customer(self, facts):
        found = {}
        # A company's block counts in its branches, as its rules do.
        companies = self.env.company.parent_ids
        for record, fact in facts.items():
            ids = {fact.customer_id, fact.partner_id, fact.billed_id} - {None}
            partners = self.env["res.partner"].browse(ids)._with_parents()
            blocked = next(filter(None, (partners._get_blocked_in(company) for company in companies)), None)
            if blocked:
                reason = blocked[0].order_block_reason or ""
                message = self.env._(
                    "The customer is blocked: %(reason)s.",
                    reason=reason.rstrip(".") or self.env._("no reason was given"),
                )
                found[record] = self._prepare_finding(message, reason=reason)
            elif not all(partners.mapped("active")):
                found[record] = self._prepare_finding(self.env._("The customer is archived."))
        return found

    def _judge_value(self, facts):
        found = {}
        for record, fact in facts.items():
            company = self.env["res.company"].browse(fact.company_id)
            limit = self.currency_id._convert(self.amount_limit, company.currency_id, company, fact.day)
            limit = Decimal(float_repr(limit, company.currency_id.decimal_places))
            if fact.company_total > limit:
                figures = {
                    "value": format_amount(self.env, float(fact.company_total), company.currency_id),
                    "limit": format_amount(self.env, float(limit), company.currency_id),
                }
                message = self.env._("The value of %(value)s is over the limit of %(limit)s.", **figures)
                # In the document's currency: a rate that moves does not undo a release.
                found[record] = self._prepare_finding(message, measure=fact.total, **figures)
        return found

    def _judge_margin(self, facts):
        found = {}
        floor = Decimal(float_repr(self.margin_floor, 2))
        for record, fact in facts.items():
            # Costs are in the company's currency, amounts of lines in the document's.
            rate = fact.company_untaxed / fact.untaxed if fact.untaxed else Decimal(1)
            margin = margin_percent({line.key: line.amount * rate for line in fact.lines}, fact.lines)
            if margin is not None and margin < floor:
                figures = {
                    "margin": f"{formatLang(self.env, float(margin), digits=2)} %",
                    "floor": f"{formatLang(self.env, float(floor), digits=2)} %",
                }
                message = self.env._("The margin of %(margin)s is under the floor of %(floor)s.", **figures)
                found[record] = self._prepare_finding(message, measure=-margin, **figures)
        return found

    def _judge_address(self, facts):
        found = {}
        labels = self.env["res.partner"].fields_get(ADDRESS, ["string"])
        for record, fact in facts.items():
            if not any(line.is_goods for line in fact.lines):
                continue
            address = self.env["res.partner"].browse(fact.delivery_id or ())
            missing = ", ".join(labels[name]["string"] for name in ADDRESS if not address[name])
            if missing:
                message = self.env._("The delivery address is not complete: %(missing)s.", missing=missing)
                names = ", ".join(name for name in ADDRESS if not address[name])
                found[record] = self._prepare_finding(message, missing=names)
        return found

    def _judge_first_order(self, facts):
        """A customer of whom no other order was confirmed in this company before."""
        firsts = self._get_first_orders({fact.customer_id for fact in facts.values() if fact.customer_id})
        found = {}
        for record, fact in facts.items():
            first = firsts.get(fact.customer_id)
            if fact.customer_id and (first is None or self._is_same_order(fact, first)):
                found[record] = self._prepare_finding(self.env._("It is the first order of this customer."))
        return found

    def _get_first_orders(self, customer_ids):
        """Return ``{customer id: sales order}``: the first that was confirmed in the current company."""
        if not customer_ids:
            return {}
        sales = self.env["sale.order"]
        sales.flush_model(["company_id", "state", "partner_id", "date_order"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner.commercial_partner_id) partner.commercial_partner_id, sale.id
                  FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                 WHERE sale.state = 'sale' AND sale.company_id = %s AND partner.commercial_partner_id IN %s
              ORDER BY partner.commercial_partner_id, sale.date_order, sale.id
                """,
                self.env.company.id,
                tuple(customer_ids),
            )
        )
        return {customer_id: sales.browse(order_id) for customer_id, order_id in rows}

    # Hooks

    def _is_same_order(self, fact, first):
        """Whether the judged document is the sales order ``first`` itself, judged after its confirmation."""
        return (fact.model, fact.record_id) == (first._name, first.id)
