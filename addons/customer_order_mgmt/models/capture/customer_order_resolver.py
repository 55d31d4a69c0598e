from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...logic.capture import CapturedOrder, Problem, ProblemCode, check, short
from ...logic.matching import Doubt, choose

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

    # Customers

    def _resolve_customers(self, resolutions, partner):
        choices = {} if partner else self._find_customers({resolution.captured.buyer for resolution in resolutions})
        for resolution in resolutions:
            buyer = resolution.captured.buyer
            customer, doubt = (partner, None) if partner else choices[buyer]
            if customer:
                resolution.vals["partner_id"] = customer.id
                self._add_contact(resolution, customer)
            elif not buyer:
                resolution.add(ProblemCode.CUSTOMER_MISSING, column="buyer")
            else:
                code = ProblemCode.CUSTOMER_UNKNOWN if doubt == Doubt.UNKNOWN else ProblemCode.CUSTOMER_AMBIGUOUS
                named = buyer.name or buyer.vat or buyer.reference or buyer.gln or buyer.email or buyer.endpoint
                resolution.add(code, column="buyer", value=short(named))

    def _add_contact(self, resolution, customer):
        email = email_normalize(resolution.captured.buyer.email)
        people = customer.commercial_partner_id.child_ids.filtered(
            lambda person: email and person.type == "contact" and person.email_normalized == email
        )
        if people:
            resolution.vals["contact_id"] = people[0].id

    @api.model
    def _find_customers(self, buyers):
        """Return ``{captured party: (commercial partner or nothing, doubt)}``."""
        groups = {
            "vat": self._search_partners("vat", {spelling for buyer in buyers for spelling in _vat_spellings(buyer)}),
            "ref": self._search_partners("ref", {buyer.reference for buyer in buyers}),
            "barcode": self._search_partners("barcode", {buyer.gln for buyer in buyers}),
            "email": self._search_partners("email_normalized", {email_normalize(buyer.email) for buyer in buyers}),
            "name": self._search_partners("name", {buyer.name for buyer in buyers}),
        }
        choices = {}
        for buyer in buyers:
            choice = choose(
                [
                    {found for spelling in _vat_spellings(buyer) for found in groups["vat"].get(spelling, ())},
                    groups["ref"].get(buyer.reference, ()),
                    groups["barcode"].get(buyer.gln, ()),
                ],
                [groups["email"].get(email_normalize(buyer.email), ()), groups["name"].get(buyer.name, ())],
            )
            choices[buyer] = (self.env["res.partner"].browse(choice.found or ()), choice.doubt)
        return choices

    def _search_partners(self, field, values):
        """Return ``{value: ids of commercial partners}``."""
        values = sorted(filter(None, values))
        if not values:
            return {}
        company = self.env.company
        domain = Domain(field, "in", values) & Domain(self.env["res.partner"]._check_company_domain(company))
        found = {}
        for partner in self.env["res.partner"].search(domain):
            found.setdefault(partner[field], set()).add(partner.commercial_partner_id.id)
        return found

    # Delivery

    def _resolve_deliveries(self, resolutions):
        asked = [r for r in resolutions if r.captured.delivery and "partner_id" in r.vals]
        customers = self.env["res.partner"].browse({r.vals["partner_id"] for r in asked})
        if not customers:
            return
        sites = self.env["res.partner"].search([("commercial_partner_id", "in", customers.commercial_partner_id.ids)])
        sites_by_customer = sites.grouped("commercial_partner_id")
        for resolution in asked:
            customer = customers.browse(resolution.vals["partner_id"]).commercial_partner_id
            self._add_delivery(resolution, sites_by_customer.get(customer, customer))

    def _add_delivery(self, resolution, sites):
        delivery = resolution.captured.delivery
        site = self._find_site(delivery, sites)
        if site:
            resolution.vals["partner_shipping_id"] = site.id
            return
        address = delivery.address or ", ".join(
            filter(None, [delivery.street, delivery.zip, delivery.city, delivery.country_code])
        )
        text = "\n".join(filter(None, [delivery.name, address]))
        if text:
            # What the customer asked for is not lost while the clerk makes an address of it.
            resolution.vals["instructions"] = self.env._("Deliver to:\n%(address)s", address=text)
        resolution.add(ProblemCode.DELIVERY_UNKNOWN, column="delivery", value=short(text or delivery.gln))

    @api.model
    def _find_site(self, delivery, sites):
        """Return the only one of the customer's addresses that is meant, or nothing."""
        found = sites.filtered(lambda site: _is_meant(site, delivery))
        for preferred in (lambda site: site.type == "delivery", lambda site: not site.parent_id):
            if len(found) > 1:
                found = found.filtered(preferred) or found
        return found if len(found) == 1 else found.browse()

    # Terms

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


def _vat_spellings(party):
    vat = "".join(char for char in party.vat if char.isalnum()).upper()
    # Many write the number without the country, and many the country without it belonging to the number.
    return {party.vat, vat, vat[2:]} - {""} if vat[:2].isalpha() else {party.vat, vat, party.country_code + vat} - {""}


def _key(text):
    return " ".join((text or "").casefold().replace(",", " ").split())


def _is_meant(site, delivery):
    """Whether the party to deliver to names this address, by the most telling thing that it says."""
    if delivery.gln and site.barcode:
        return site.barcode == delivery.gln
    if delivery.street:
        places = ((delivery.zip, site.zip), (delivery.city, site.city))
        # A part that one of the two leaves out speaks against nothing.
        same_place = all(not theirs or not ours or _key(theirs) == _key(ours) for theirs, ours in places)
        return _key(site.street) == _key(delivery.street) and same_place
    if delivery.address:
        parts = [_key(part) for part in (site.street, site.zip or site.city) if part]
        return len(parts) == 2 and all(part in _key(delivery.address) for part in parts)
    return bool(delivery.name) and _key(site.name) == _key(delivery.name)
