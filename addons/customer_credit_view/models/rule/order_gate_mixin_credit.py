from decimal import Decimal

from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint


class OrderGateMixin(models.AbstractModel):
    """What credit rules ask of every document at the gate."""

    _inherit = "order.gate.mixin"

    def _get_credit_addition(self, checkpoint, gate_facts):
        """Return what this document adds to what its debtor owes, and is not counted there yet: a Decimal in the
        currency of the company, tax included.

        An order adds its total until it is confirmed. Afterwards its lines are counted, as deliveries and draft
        invoices are from the beginning.
        """
        self.ensure_one()
        is_order = checkpoint in (Checkpoint.ACCEPT, Checkpoint.CONFIRM)
        return gate_facts.company_total if is_order and self._gate_is_ahead(checkpoint) else Decimal()

    def _get_credit_offered(self, today):
        """Return what of this document counts in the exposure already, as an offer: a Decimal in company currency.

        Once the document is judged it is taken off again, since the document adds its total.
        """
        return Decimal()

    def _get_credit_terms(self, gate_facts, today):
        """Return what this document gives: its ``CreditTime``, and percent and days of a discount for early payment."""
        terms = self.env["account.payment.term"].browse(gate_facts.term_id or ())
        return terms._get_credit_time(today), terms._get_early_discount()

    def _get_credit_discount(self):
        """Return by how many percent a line of this document is under the price list at most; None: not known."""

    def _get_credit_promised(self, gate_facts):
        """Return the day this document is promised for, None where it says none: a dynamic check looks at it."""
        return gate_facts.dates.get("delivery")
