from odoo import api, models
from odoo.tools import format_amount, format_date, formatLang

from ...logic.credit_ruling import Outcome, Refused

PUBLIC_KINDS = frozenset({"order_value", "better_terms", "better_discount", "standing", "missing_document"})


class CreditRule(models.Model):
    """What rules measured and what became of them, in sentences."""

    _inherit = "credit.rule"

    @api.model
    def _tell(self, step, kind):
        """Return the sentence about what a rule of ``kind`` measured."""
        if step.measured.is_over is None:
            return self.env._("nothing is known of it")
        return self._get_method("_tell", kind)(step.measured.figures)

    def _tell_limit_used(self, figures):
        texts = {name: self._money(figures[name]) for name in ("net", "limit")}
        texts["percent"] = self._number(figures["percent"])
        whose = self.env._("the credit limit") if figures["is_own"] else self.env._("the credit limit of its group")
        texts["over"] = self._money(abs(figures["over"]))
        if figures["over"] > 0:
            return self.env._(
                "an exposure of %(net)s is over %(percent)s %% of %(whose)s of %(limit)s by %(over)s",
                whose=whose,
                **texts,
            )
        return self.env._(
            "an exposure of %(net)s leaves %(over)s of %(percent)s %% of %(whose)s of %(limit)s", whose=whose, **texts
        )

    def _tell_limit_expired(self, figures):
        if not figures["since"]:
            return self.env._("no credit limit has ended")
        return self.env._(
            "the credit limit ended on %(date)s, %(days)s days ago, grace %(grace)s",
            **figures,
            date=format_date(self.env, figures["since"]),
        )

    def _tell_order_value(self, figures):
        texts = {name: self._money(figures[name]) for name in ("value", "amount")}
        if figures["value"] > figures["amount"]:
            return self.env._("the value of %(value)s is over %(amount)s", **texts)
        return self.env._("the value of %(value)s is not over %(amount)s", **texts)

    def _tell_days_overdue(self, figures):
        if not figures["days"]:
            return self.env._("nothing is overdue")
        if figures["allowed"]:
            return self.env._("%(days)s days overdue, %(allowed)s allowed, grace %(grace)s", **figures)
        return self.env._("%(days)s days overdue, grace %(grace)s", **figures)

    def _tell_overdue_amount(self, figures):
        return self.env._(
            "%(overdue)s is overdue, %(own)s %% of the open items; %(amount)s and %(share)s %% are allowed",
            overdue=self._money(figures["overdue"]),
            own=self._number(figures["overdue_share"]),
            amount=self._money(figures["amount"]),
            share=self._number(figures["share"]),
        )

    def _tell_days_late(self, figures):
        return self.env._(
            "pays %(late)s days late on average of %(payments)s payments, %(days)s allowed",
            late=self._number(figures["late"]),
            payments=figures["payments"],
            days=self._number(figures["days"]),
        )

    def _tell_better_terms(self, figures):
        return self.env._(
            "payment in %(days)s days with %(discount)s %% for early payment; agreed are %(agreed)s days with"
            " %(agreed_discount)s %%",
            **{name: self._number(value) for name, value in figures.items()},
        )

    def _tell_better_discount(self, figures):
        return self.env._(
            "a line is %(discount)s %% under the price list, %(percent)s %% are agreed",
            **{name: self._number(value) for name, value in figures.items()},
        )

    def _tell_standing(self, figures):
        labels = dict(self._fields["standing"]._description_selection(self.env))
        return self.env._("the customer's standing is “%(standing)s”", standing=labels.get(figures["standing"], ""))

    def _tell_review_overdue(self, figures):
        if not figures["days"]:
            return self.env._("no review is overdue")
        return self.env._(
            "the review was due on %(date)s, %(days)s days ago, grace %(grace)s",
            **figures,
            date=format_date(self.env, figures["since"]),
        )

    def _tell_broken_pledge(self, figures):
        return self.env._("%(broken)s promises to pay are broken", **figures)

    def _tell_missing_document(self, figures):
        if not figures["missing"]:
            return self.env._("no document is missing")
        return self.env._("documents are missing or expired: %(missing)s", **figures)

    # The trace

    @api.model
    def _get_message(self, step, kind):
        """Return what everybody may know: who sells sees what holds the document, and nothing of what is owed."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        told = self._tell(step, kind) if kind in self._get_public_kinds() else labels.get(kind, kind)
        return self.env._("%(found)s (%(rule)s).", found=_capital(told), rule=self._call(step.rule.key))

    @api.model
    def _get_explanation(self, step, kind, kinds):
        """Return what was found by which rule, with its figures, and why no exclusion helped."""
        found, rule = _capital(self._tell(step, kind)), self._call(step.rule.key)
        sentences = [self.env._("%(found)s (%(rule)s).", found=found, rule=rule)]
        for other, refused in step.refused:
            if refused != Refused.OTHER_TOPIC:
                sentences.append(self._tell_refused(other, refused, kinds))
        return " ".join(sentences)

    @api.model
    def _get_public_kinds(self):
        """Return the kinds whose figures everybody may read. Extend it with ``super()``."""
        return PUBLIC_KINDS

    @api.model
    def _call(self, key):
        # sudo: the name of a rule is no secret to whom it holds.
        rule = self.sudo().browse(key)
        return self.env._("rule %(number)s, %(name)s", number=key, name=rule.name)

    @api.model
    def _tell_refused(self, other, refused, kinds):
        reasons = {
            Refused.FIRM: self.env._("this rule always counts"),
            Refused.OTHER_TOPIC: self.env._("it looks for something else"),
            Refused.NOT_NARROWER: self.env._("it is not narrower"),
            Refused.UNKNOWN: self.env._("nothing is known of what it looks for"),
        }
        why = reasons.get(refused) or self._tell(kinds[other.key][1], kinds[other.key][0])
        return self.env._("Rule %(number)s did not exclude it: %(why)s.", number=other.key, why=why)

    @api.model
    def _get_trace(self, steps, settings):
        """Return a line of text for each of ``steps``, in their order; ``settings`` are those of the rules by id."""
        kinds = {step.rule.key: (settings[step.rule.key].kind, step) for step in steps}
        return [self._get_trace_line(step, settings[step.rule.key], kinds) for step in steps]

    @api.model
    def _get_trace_line(self, step, setting, kinds):
        name = _capital(self._call(step.rule.key))
        told = self._tell(step, setting.kind)
        words = {
            Outcome.HIT: self.env._("hit: %(told)s", told=told),
            Outcome.NOT_MET: self.env._("does not answer: %(told)s", told=told)
            if step.rule.is_exclusion
            else self.env._("not hit: %(told)s", told=told),
            Outcome.UNKNOWN: self.env._("not judged: %(told)s", told=told),
            Outcome.ANSWERS: self.env._("answers: %(told)s", told=told),
        }
        by = step.by.key if step.by else 0
        words[Outcome.NARROWER] = self.env._("not judged: rule %(by)s is narrower", by=by)
        words[Outcome.EXCLUDED] = self.env._("would be hit (%(told)s), rule %(by)s excludes it", told=told, by=by)
        words[Outcome.RELEASED] = self.env._("would be hit (%(told)s), rule %(by)s releases it", told=told, by=by)
        words[Outcome.WEAKER] = self.env._("hit, but rule %(by)s is severer: %(told)s", told=told, by=by)
        line = self.env._("%(rule)s: %(words)s.", rule=name, words=words[step.outcome])
        if setting.mode == "observe":
            line = self.env._("%(line)s (Observes only.)", line=line)
        refused = [self._tell_refused(other, why, kinds) for other, why in step.refused]
        return " ".join([line, *refused])

    def _get_hint(self):
        """Return one sentence: what this rule does, to whom, and what could keep it from counting."""
        self.ensure_one()
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "scope")}
        if self.effect == "block":
            text = self.env._("Is hit when its figure is over the threshold.")
            if self.is_firm:
                return self.env._("%(text)s Nothing keeps it from counting.", text=text)
            return self.env._("%(text)s Narrower rules that look for the same take its place.", text=text)
        if self.is_releasing:
            return self.env._("While it answers, no rule counts for the document, except those that always count.")
        return self.env._(
            "While it answers, broader rules that look for “%(kind)s” do not count.",
            kind=labels["kind"].get(self.kind, ""),
        )

    @api.model
    def _money(self, amount):
        return format_amount(self.env, float(amount), self.env.company.currency_id)

    @api.model
    def _number(self, value):
        text = formatLang(self.env, float(value), digits=2)
        return formatLang(self.env, float(value), digits=0) if float(value) == int(value) else text


def _capital(text):
    return text[:1].upper() + text[1:]
