from decimal import Decimal

from odoo import api, models
from odoo.tools import float_repr

from ...logic.credit_facts import Terms


class CreditProfile(models.Model):
    _inherit = "credit.profile"

    @api.model
    def _get_credit_fact_terms(self, gathering):
        """The payment terms of each document beside those agreed with the customer who pays; none agreed: at once.

        What is agreed in the main company counts in a branch that agreed on nothing else.
        """
        facts, customers = {}, gathering.customers
        own = {customer.id: customer.property_payment_term_id for customer in customers}
        customers = customers.with_company(self.env.company.root_id)
        main = {customer.id: customer.property_payment_term_id for customer in customers}
        for subject in gathering.subjects:
            if subject.is_debtor:
                given = subject.document._get_credit_terms(subject.gate, gathering.today)
                terms = own[subject.customer.id] or main[subject.customer.id]
                agreed = terms._get_credit_time(gathering.today), terms._get_early_discount()
                built = self._build_terms(*given, *agreed)
                facts[subject] = {"terms": built._replace(content=self._get_terms_content(subject))}
        return facts

    @api.model
    def _get_terms_content(self, subject):
        """Return what the terms of the document of ``subject`` say, empty where it has none."""
        return self.env["account.payment.term"].browse(subject.gate.term_id or ())._get_credit_content()

    @api.model
    def _build_terms(self, time, discount, agreed_time, agreed_discount):
        return Terms(
            days=time.days,
            agreed_days=agreed_time.days,
            last_days=time.last_days,
            agreed_last_days=agreed_time.last_days,
            discount=Decimal(float_repr(discount[0], 2)),
            agreed_discount=Decimal(float_repr(agreed_discount[0], 2)),
            discount_days=discount[1],
            agreed_discount_days=agreed_discount[1],
        )
