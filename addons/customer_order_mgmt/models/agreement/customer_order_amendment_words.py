import json

from odoo import api, models

from ...logic.offer import Change
from .customer_order_amendment import HEAD_TERMS
from .customer_order_amendment_line import TERMS

# What a new line says even where it is the same as nothing: a price of 0.00 is a price.
ALWAYS = ("price_unit",)


class CustomerOrderAmendment(models.Model):
    """An amendment in words, for whoever has to agree to it: every term of the content that is hashed."""

    _inherit = "customer.order.amendment"

    @api.depends("payload", "line_ids.order_line_id", *(f"line_ids.{name}" for name in TERMS), *HEAD_TERMS)
    def _compute_changes(self):
        for amendment in self:
            amendment.changes = "\n".join(amendment._describe_changes())

    def _describe_changes(self):
        """Return a sentence per change, for people.

        What was frozen is told from what was frozen: the order has gone on since, and the hash stands for nothing else.
        """
        if not self:
            # Odoo renders the mail on any order, whenever its template is updated.
            return []
        content = json.loads(self.payload) if self.payload else self._prepare_payload()
        sentences = [sentence for line in content["lines"] for sentence in self._describe_line(line)]
        return sentences + [self._describe_term(term) for term in content["terms"]]

    def _describe_term(self, term):
        label = self._fields[term["term"]]._description_string(self.env)
        before, after = (self._say(term["term"], term[side]) for side in ("before", "after"))
        return self.env._("%(label)s: %(before)s → %(after)s", label=label, before=before, after=after)

    def _describe_line(self, line):
        """Return the sentences of one line of a payload."""
        if line["kind"] == "add":
            return [self._describe_new_line(line)]
        label = self._name_line(line)
        return [
            self.env._(
                "%(line)s, %(name)s: %(before)s → %(after)s",
                line=label,
                name=self._get_term_label(term["term"]),
                before=self._say(term["term"], term["before"], line["unit"]),
                after=self._say(term["term"], term["after"], line["unit"]),
            )
            for term in line["terms"]
        ]

    def _describe_new_line(self, line):
        values = dict.fromkeys(ALWAYS, "0") | {term["term"]: term["after"] for term in line["terms"]}
        said = {name: self._say(name, values[name], line["unit"]) for name in TERMS if name in values}
        others = (
            f"{self._get_term_label(name)}: {value}" for name, value in said.items() if name not in ("quantity", "name")
        )
        return self.env._(
            "New: %(quantity)s %(line)s; %(terms)s",
            quantity=said.get("quantity", ""),
            line=said.get("name", ""),
            terms="; ".join(others),
        )

    def _name_line(self, line):
        """What a sentence calls a line of a payload: as it stands in the version that is amended."""
        amended = self.base_version_id.line_ids.filtered(lambda row: row.sequence == line["position"])
        return (amended.name or "").strip().partition("\n")[0] or line["product"]

    def _get_term_label(self, name):
        return self.order_id._get_alteration_label(Change(1, name, None, None))

    def _say(self, name, value, unit=""):
        said = self.order_id._say_altered(name, value)
        if name == "quantity":
            return f"{said} {unit}".strip()
        return " / ".join(line for line in said.splitlines() if line.strip())
