from collections import defaultdict
from types import MappingProxyType

from odoo import api, models

from ...logic.credit_facts import CreditFacts
from .credit_gathering import Gathering, Subject


class CreditProfile(models.Model):
    """The facts that credit rules judge by.

    A fact is read by a provider ``_get_credit_fact_<name>(gathering)``, which returns ``{subject: {field: value}}`` for
    the subjects of a ``Gathering`` in a constant number of queries; subjects that are left out keep the default of
    ``CreditFacts``. A name that is no field of it ends in ``more``. Only those are asked that a rule needs
    (``credit.rule._get_needs``). Lateness, pledges and documents are provided where they are kept.
    """

    _inherit = "credit.profile"

    @api.model
    def _get_credit_facts(self, checkpoint, documents, needs, gate_facts=None):
        """Return ``[(Subject, CreditFacts)]`` of ``documents``, which are of one company, in their order.

        ``needs`` are names of providers; ``gate_facts`` are ``{document: Facts}`` where they are known.
        """
        gathering = self._gather(checkpoint, documents, gate_facts or self._get_head_facts(documents), needs)
        known = defaultdict(dict)
        for name in sorted(needs) if gathering.subjects else ():
            for subject, values in getattr(self, f"_get_credit_fact_{name}")(gathering).items():
                known[subject].update(values)
        return [
            (subject, self._build_facts(subject, gathering.today, known[subject])) for subject in gathering.subjects
        ]

    @api.model
    def _gather(self, checkpoint, documents, gate_facts, needs):
        self._read_partners([gate_facts[document] for document in documents])
        answering = {document: self._get_answering(document, gate_facts[document]) for document in documents}
        looked = self._look_up(self._get_all_answering(documents, gate_facts), documents.company_id or self.env.company)
        by_customer = {profile.partner_id: profile for profile in looked.profiles}
        subjects = [
            Subject(
                document, gate_facts[document], customer, by_customer.get(customer, self.browse()), customer == debtor
            )
            for document, (customers, debtor) in answering.items()
            for customer in customers
        ]
        today = documents[:1]._gate_day() if documents else None
        return Gathering(checkpoint, subjects, today, looked, needs)

    @api.model
    def _read_partners(self, gate_facts):
        """Read the customers together; they are looked at one by one, which would be a query for each."""
        ids = {partner_id for facts in gate_facts for partner_id in (facts.customer_id, facts.billed_id)}
        partners = self.env["res.partner"].browse(ids - {None})
        (partners | partners.commercial_partner_id).fetch(["commercial_partner_id"])

    @api.model
    def _get_answering(self, document, gate):
        """Return ``(customers, debtor)``: who answers for a document, and whose exposure it counts in."""
        customer = self.env["res.partner"].browse(gate.customer_id or ())
        debtor = self.env["res.partner"].browse(gate.billed_id or ()).commercial_partner_id or customer
        return customer | debtor, debtor

    @api.model
    def _get_all_answering(self, documents, gate_facts):
        """Return everybody who answers for one of ``documents``."""
        found = [self._get_answering(document, gate_facts[document])[0] for document in documents]
        return self.env["res.partner"].union(*found)

    @api.model
    def _build_facts(self, subject, today, known):
        profile = subject.profile
        return CreditFacts(
            day=today,
            total=subject.gate.total,
            value=subject.gate.company_total,
            customers=frozenset(self._get_heads(subject)),
            standing=profile.standing or "none",
            grade=profile.grade or None,
            review_date=profile.next_review_date or None,
            more=MappingProxyType({name: value for name, value in known.items() if name not in CreditFacts._fields}),
            **{name: value for name, value in known.items() if name in CreditFacts._fields},
        )

    @api.model
    def _get_heads(self, subject):
        """Return the ids of the customer and of all above it in its group."""
        if not subject.profile:
            return subject.customer._with_parents().ids
        path = [int(part) for part in (subject.profile.parent_path or "").split("/") if part]
        return self.browse(path).partner_id.ids

    # Providers

    @api.model
    def _get_credit_fact_tags(self, gathering):
        gathering.customers.fetch(["category_id"])
        return {subject: {"tags": frozenset(subject.customer.category_id.ids)} for subject in gathering.subjects}

    @api.model
    def _get_credit_fact_overdue(self, gathering):
        facts = {}
        for subject in gathering.subjects:
            if subject.profile:
                exposure = gathering.exposures[subject.profile]
                facts[subject] = {
                    "overdue": exposure.overdue,
                    "open_items": exposure.overdue + exposure.open_due_later + exposure.disputed,
                    "oldest_overdue": exposure.oldest_overdue_date,
                }
        return facts

    @api.model
    def _get_credit_fact_discount(self, gathering):
        discounts = {subject.document: subject.document._get_credit_discount() for subject in gathering.subjects}
        return {subject: {"discount": discounts[subject.document]} for subject in gathering.subjects}
