from odoo import models


class CustomerOrder(models.Model):
    """What acceptance asks beyond completeness and the gate: no duplicate, no undecided difference, a fresh check.
    An amendment to another number asks for duplicates again."""

    _inherit = "customer.order"

    def action_accept(self):
        self._check_manager()
        # Before the gate: a controller shall not release what cannot be accepted anyway.
        self.filtered(lambda order: order.state == "received")._check_answerable()
        return super().action_accept()

    def _check_acceptance(self):
        self._claim_customer_number()
        self._claim_quotations()
        self._claim_framework()
        self._check_answerable()
        super()._check_acceptance()
        # What was known at the moment of acceptance stays on the order.
        self._keep_judged_checks()

    def _amend_terms(self, terms):
        super()._amend_terms(terms)
        if "customer_reference" in terms:
            self._claim_customer_number()
            self._check_number_is_free()

    def _check_answerable(self):
        """Raise what no release can answer."""
        self._check_no_duplicate()
        self._check_quotations_answered()
