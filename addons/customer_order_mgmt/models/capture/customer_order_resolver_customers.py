from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...logic.capture import ProblemCode, short
from ...logic.matching import Doubt, choose


class CustomerOrderResolver(models.AbstractModel):
    """Finds customers and their addresses for captured orders."""

    _inherit = "customer.order.resolver"

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
