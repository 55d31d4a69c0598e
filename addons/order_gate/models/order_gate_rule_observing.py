import logging
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.findings import Checkpoint, Severity
from ..tools import modes
from ..tools.batches import in_batches

_logger = logging.getLogger(__name__)

DAYS = 90
# Younger figures are not computed again by the nightly look, which may need several turns.
FRESH = timedelta(hours=12)
# Transfers of goods that may go to a customer, whatever the type of the operation; which of them do is judged.
LEAVING = Domain(
    "move_ids",
    "any",
    [("location_id.usage", "!=", "customer"), ("location_dest_id.usage", "in", ("customer", "transit"))],
)


class OrderGateRule(models.Model):
    """Judging the past with a rule, as if it were enforced.

    Enforced rules of its kind that come first keep the documents they match. Documents are judged as they are now, on
    their own day; what a rule looks up besides, such as a block of the customer, is today's.
    """

    _inherit = "order.gate.rule"

    def _observe(self, days=DAYS):
        """Judge what passed the checkpoint of each of these rules in the last ``days``, company by company."""
        for rule in self:
            rule._drop_observation()
            # sudo: a rule of all companies is observed in all of them; the figures of each are read by its people.
            # pylint: disable-next=no-search-all
            for company in self.env["res.company"].sudo().search(rule._get_company_domain()):
                rule._observe_company(company, days)

    def _get_company_domain(self):
        self.ensure_one()
        return Domain("id", "child_of", self.company_id.id) if self.company_id else Domain.TRUE

    def _observe_company(self, company, days):
        figures = Counter(judged_count=0, observed_count=0, held_count=0, amount=0.0)
        for passed in self._get_passed(company, days):
            for documents in in_batches(passed):
                figures.update(self._observe_batch(documents))
        # sudo: figures are written by the look at history alone.
        self.env["order.gate.observation.tally"].sudo().create(
            {"rule_id": self.id, "company_id": company.id, "observed_at": self.env.cr.now(), "days": days, **figures}
        )

    def _get_passed(self, company, days):
        """Return the documents of each model that passed the checkpoint in ``company``, as the judge sees them."""
        zone = company.partner_id.tz
        rule = self.with_context(tz=zone) if zone else self
        domains = rule._get_observed_domains(fields.Date.context_today(rule) - timedelta(days=days))
        return [
            rule.env[model]._gate_as_judge(company).search(Domain(domain) & Domain("company_id", "=", company.id))
            for model, domain in domains.items()
        ]

    def _observe_batch(self, documents):
        """Keep what this rule finds in ``documents``; return the figures of it."""
        rule = documents.env["order.gate.rule"].browse(self.id)
        with modes.looking_back():
            looked_at = documents._gate_facts()
        facts = {
            document: fact
            for document, fact in looked_at.items()
            if fact.is_internal_step or document._gate_is_judged(rule.checkpoint)
        }
        found = rule._find_as_enforced(facts)
        rows = documents.env["order.gate.observation"].create(
            [rule._prepare_observation_vals(facts[document], finding) for document, finding in found.items()]
        )
        convert = documents.env.company.currency_id._convert
        return {
            "judged_count": len(facts),
            "observed_count": len(rows),
            "held_count": len(rows.filtered(lambda row: row.severity == Severity.BLOCK)),
            "amount": sum(convert(row.amount, rule.currency_id, row.company_id, row.day) for row in rows),
        }

    def _find_as_enforced(self, facts):
        """Return ``{record: Finding}`` of this rule about ``{record: Facts}``, as if it counted in the current company.

        Enforced rules of the same kind that come before it keep what they match, as they do in ``_find``.
        """
        self.ensure_one()
        self._read_customers(facts)
        rivals = self._get_enforced(self.env.company, self.checkpoint).filtered(
            lambda rival: rival.kind == self.kind and (rival.sequence, rival.id) < (self.sequence, self.id)
        )
        mine = {
            record: fact
            for record, fact in facts.items()
            if self._matches(fact) and not any(rival._matches(fact) for rival in rivals)
        }
        return {record: record._gate_weigh(self.checkpoint, finding) for record, finding in self._judge(mine).items()}

    @api.model
    def _find_observing(self, facts, checkpoint):
        """Return ``{record: [Finding]}``: what the rules that only observe in the current company say of ``facts``."""
        companies = [*self.env.company.parent_ids.ids, False]
        rules = self.search(
            [("mode", "=", "observe"), ("checkpoint", "=", checkpoint), ("company_id", "in", companies)]
        )
        found = {record: [] for record in facts}
        for rule in rules:
            for record, finding in rule._find_as_enforced(facts).items():
                found[record].append(finding)
        return found

    def _prepare_observation_vals(self, facts, finding):
        return {
            "rule_id": self.id,
            "company_id": facts.company_id,
            "res_model": facts.model,
            "res_id": facts.record_id,
            "document_name": facts.name,
            "day": facts.day,
            "partner_id": facts.customer_id,
            "amount": float(facts.company_total),
            "severity": finding.severity,
            "message": finding.message,
        }

    # Hooks

    def _get_observed_domains(self, since):
        """Return ``{model: domain}`` of the documents that passed this rule's checkpoint on the day ``since`` or later.

        Of all companies; an addon that judges another model at the checkpoint adds it with ``super()``.
        """
        self.ensure_one()
        if self.checkpoint == Checkpoint.CONFIRM:
            return {"sale.order": Domain("state", "=", "sale") & Domain("date_order", ">=", since)}
        if self.checkpoint == Checkpoint.SHIP:
            return {"stock.picking": self._get_shipped_domain() & Domain("date_done", ">=", since)}
        if self.checkpoint == Checkpoint.INVOICE:
            posted = Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted")
            return {"account.move": posted & Domain("invoice_date", ">=", since)}
        return {}

    def _get_shipped_domain(self):
        leaving = LEAVING
        if self.use_internal_steps:
            inside = Domain("picking_type_code", "=", "internal") & Domain("sale_id", "!=", False)
            leaving |= inside & Domain("return_id", "=", False)
        return leaving & Domain("state", "=", "done")

    # Crons

    @api.model
    def _cron_observe(self):
        """Every night: compute anew what the rules that only observe would have held."""
        tallies = self.env["order.gate.observation.tally"]
        fresh = tallies.search([("observed_at", ">", fields.Datetime.now() - FRESH)]).rule_id
        rules = self.search([("mode", "=", "observe"), ("id", "not in", fresh.ids)])
        self.env["ir.cron"]._commit_progress(remaining=len(rules))
        for rule in rules:
            rule._observe_or_log()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _observe_or_log(self):
        try:
            with self.env.cr.savepoint():
                self._observe()
        except Exception:
            # The other rules have their figures all the same.
            _logger.exception("The rule %s could not be observed", self.name)
