from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.fields import Domain

from ...logic.capture import CapturedOrder, Problem, ProblemCode, check, short

UNREADABLE = (ProblemCode.TEXT_TOO_LONG, ProblemCode.TEXT_UNREADABLE, ProblemCode.TOO_MANY_LINES)


@dataclass(kw_only=True)
class Resolution:
    """What a captured order means here: values for ``customer.order`` and what speaks against them."""

    index: int
    captured: CapturedOrder
    problems: list
    vals: dict = field(default_factory=dict)
    line_vals: list = field(default_factory=list)

    @property
    def is_valid(self):
        return not any(problem.is_blocking for problem in self.problems)

    @property
    def is_unreadable(self):
        return any(problem.code in UNREADABLE for problem in self.problems)

    @property
    def sound_lines(self):
        """The lines that say something that can be looked up."""
        faulty = {problem.line for problem in self.problems if problem.is_blocking}
        return [line for line in self.captured.lines if line.position not in faulty]

    def add(self, code, **figures):
        self.problems.append(Problem(code, order=self.index, row=figures.pop("row", self.captured.row), **figures))


class CustomerOrderResolver(models.AbstractModel):
    """Finds customers, addresses, currencies and terms for captured orders, in a fixed number of queries.

    The methods ``_find_…`` are hooks: each takes all values of the batch at once. Extend one with ``super()``.
    """

    _name = "customer.order.resolver"
    _description = "Resolver of Captured Orders"

    @api.model
    def _resolve(self, captured_orders, company, partner=None, *, allow_custom=False, problems=()):
        """Return one ``Resolution`` per captured order, in their order.

        ``partner``: the customer is known already. ``allow_custom``: an item that is not found becomes a custom-made
        line if it is described, instead of a problem. ``problems``: those that the parser found.
        """
        self = self.with_company(company)  # noqa: PLW0642
        found = defaultdict(list)
        for problem in problems:
            found[problem.order].append(problem)
        resolutions = [
            Resolution(index=index, captured=captured, problems=_merged(found[index], check(captured), index))
            for index, captured in enumerate(captured_orders)
        ]
        # What no database can compare is not looked up.
        sound = [resolution for resolution in resolutions if not resolution.is_unreadable]
        self._resolve_customers(sound, partner)
        self._resolve_deliveries(sound)
        self._resolve_terms(sound)
        self._resolve_lines(sound, company, allow_custom)
        for resolution in sound:
            resolution.vals.update(self._prepare_order_vals(resolution, company))
        return resolutions

    @api.model
    def _prepare_order_vals(self, resolution, company):
        """Return the values of the order that need no lookup."""
        captured = resolution.captured
        return {
            "company_id": company.id,
            "customer_reference": captured.customer_reference or False,
            "customer_date": captured.customer_date,
            "incoterm_location": captured.incoterm_location or False,
            "instructions": "\n\n".join(filter(None, [captured.note, resolution.vals.pop("instructions", "")]))
            or False,
        }

    def _resolve_terms(self, resolutions):
        currencies = self._find_by_name("res.currency", "name", {r.captured.currency_code.upper() for r in resolutions})
        terms = self._find_by_name("account.payment.term", "name", {r.captured.payment_terms for r in resolutions})
        incoterms = self._find_by_name("account.incoterms", "code", {r.captured.incoterm.upper() for r in resolutions})
        for resolution in resolutions:
            captured, vals = resolution.captured, resolution.vals
            for column, text, found, name, code in (
                ("currency_code", captured.currency_code.upper(), currencies, "currency_id", "CURRENCY_UNKNOWN"),
                ("payment_terms", captured.payment_terms, terms, "payment_term_id", "PAYMENT_TERMS_UNKNOWN"),
                ("incoterm", captured.incoterm.upper(), incoterms, "incoterm_id", "INCOTERM_UNKNOWN"),
            ):
                if text in found:
                    vals[name] = found[text]
                elif text:
                    resolution.add(ProblemCode[code], column=column, value=short(text))

    def _find_by_name(self, model, field, names):
        """Return ``{name: id}`` of what the company may use."""
        names = sorted(filter(None, names))
        if not names:
            return {}
        records = self.env[model]
        domain = Domain(field, "in", names)
        if "company_id" in records._fields:
            domain &= Domain(records._check_company_domain(self.env.company))
        return {record[field]: record.id for record in reversed(records.search(domain))}


def _merged(found, checked, index):
    """The problems of parser and check; what the parser could not read is not also missing."""
    places = {(problem.row, problem.line, problem.column) for problem in found}
    return [*found, *(p._replace(order=index) for p in checked if (p.row, p.line, p.column) not in places)]
