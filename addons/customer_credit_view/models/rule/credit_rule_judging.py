from odoo import api, models

from ...logic.credit_ruling import Candidate, Outcome, rule_on
from .credit_finding import CreditFinding, write_causes


class CreditRule(models.Model):
    """Judging documents: whom rules are for, what they measure, how they are ruled on, and what the gate is told."""

    _inherit = "credit.rule"

    @api.model
    def _find(self, documents, checkpoint):
        """Return ``{document: [Finding]}`` of the enforced rules about ``documents`` of the current company."""
        settings = self._get_enforced_settings(self.env.company, checkpoint)
        found = {}
        for document, _customer, steps in self._rule_on(settings, documents, checkpoint):
            for finding in self._prepare_findings(steps, settings):
                found.setdefault(document, []).append(finding)
        return found

    @api.model
    def _get_enforced_settings(self, company, checkpoint):
        return [setting for setting in self._get_settings(company.id, checkpoint) if setting.mode == "enforce"]

    @api.model
    def _get_enforced_needs(self, company, checkpoint):
        """Return the names of what the enforced rules read of the customer."""
        settings = self._get_enforced_settings(company, checkpoint)
        return {name for setting in settings for name in self._get_needs(setting.kind)}

    @api.model
    def _rule_on(self, settings, documents, checkpoint, gate_facts=None):
        """Yield ``(document, customer, steps)`` for each of ``documents`` and everybody who answers for it."""
        if not (settings and documents):
            return
        needs = {name for setting in settings for name in self._get_needs(setting.kind)}
        if any(setting.tags for setting in settings):
            needs.add("tags")
        for subject, facts in self.env["credit.profile"]._get_credit_facts(checkpoint, documents, needs, gate_facts):
            mine = [setting for setting in settings if self._is_for(setting, subject, facts)]
            steps = rule_on([Candidate(setting.value, self._measure(facts, setting)) for setting in mine])
            yield subject.document, subject.customer, steps

    @api.model
    def _is_for(self, setting, subject, facts):
        """Whether the rule with this ``setting`` is for a customer and a document with these ``facts``."""
        if subject.gate.is_internal_step and not setting.has_internal_steps:
            return False
        if setting.authors and setting.authors.isdisjoint(subject.gate.author_ids):
            return False
        if setting.customers and setting.customers.isdisjoint(facts.customers):
            return False
        if setting.grades and facts.grade not in setting.grades:
            return False
        return not setting.tags or not setting.tags.isdisjoint(facts.tags)

    @api.model
    def _prepare_findings(self, steps, settings):
        """Return the findings of ``steps``: one for each hit."""
        by_key = {setting.key: setting for setting in settings}
        kinds = {step.rule.key: (by_key[step.rule.key].kind, step) for step in steps}
        return [
            self._prepare_credit_finding(step, by_key[step.rule.key], kinds)
            for step in steps
            if step.outcome == Outcome.HIT
        ]

    @api.model
    def _prepare_credit_finding(self, step, setting, kinds):
        return CreditFinding(
            code=f"credit_{setting.kind}",
            severity=str(step.rule.severity),
            message=self._get_message(step, setting.kind),
            figures=self._prepare_figures(step, setting),
            measure=step.measured.measure,
            rule_id=setting.gate_rule,
            user_id=setting.user,
            explanation=self._get_explanation(step, setting.kind, kinds),
            causes=step.measured.causes,
        )

    @api.model
    def _prepare_figures(self, step, setting):
        """Return the figures of a hit that everybody may read, as text that is the same in every language."""
        if step.measured.measure is not None:
            return {"rule": str(setting.key), **write_causes(step.measured.causes)}
        # Without a measure a release answers the same figures only.
        return {name: str(value) for name, value in step.measured.figures.items()}

    # Observing and explaining

    @api.model
    def _find_observed(self, gate_rule, gate_facts):
        """Return ``{document: Finding}`` of the rule behind ``gate_rule``, as if it were enforced beside the others.

        ``gate_facts`` are ``{document: Facts}`` of documents of one model and company.
        """
        checkpoint, documents = gate_rule.checkpoint, gate_rule._join(gate_facts)
        settings = [
            setting
            for setting in self._get_settings(self.env.company.id, checkpoint)
            if setting.mode == "enforce" or setting.gate_rule == gate_rule.id
        ]
        found = {}
        self._make_profiles(documents, gate_facts)
        for document, _customer, steps in self._rule_on(settings, documents, checkpoint, gate_facts):
            own = [finding for finding in self._prepare_findings(steps, settings) if finding.rule_id == gate_rule.id]
            if own:
                found.setdefault(document, own[0])
        return found

    @api.model
    def _explain(self, document, checkpoint):
        """Return lines of text: what every rule, enforced or observing, says of ``document``, and why."""
        settings = self._get_settings(self.env.company.id, checkpoint)
        by_key = {setting.key: setting for setting in settings}
        lines = []
        self._make_profiles(document, document._gate_head_facts())
        for _document, customer, steps in self._rule_on(settings, document, checkpoint):
            lines.append(self.env._("%(customer)s:", customer=customer.display_name))
            # What enforced rules do does not depend on those that observe, and is told as it is.
            enforced = [step.rule.key for step in steps if by_key[step.rule.key].mode == "enforce"]
            told = {step.rule.key: step for step in steps}
            told.update({step.rule.key: step for step in self._rule_without_observers(steps, enforced)})
            lines += self._get_trace([told[step.rule.key] for step in steps], by_key)
        return lines

    @api.model
    def _rule_without_observers(self, steps, enforced):
        return rule_on([Candidate(step.rule, step.measured) for step in steps if step.rule.key in enforced])

    @api.model
    def _make_profiles(self, documents, gate_facts):
        """Make the profiles of the customers who have none yet: what they owe is read through them."""
        profiles = self.env["credit.profile"]
        profiles._get_for(profiles._get_all_answering(documents, gate_facts), self.env.company)
