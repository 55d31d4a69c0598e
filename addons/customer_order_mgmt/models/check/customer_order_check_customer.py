from odoo import models

from ...logic.check import Check, Response, Result
from ...logic.tax_identity import Identity, has_scheme, identity


class CustomerOrder(models.Model):
    """What master data says about the customer."""

    _inherit = "customer.order"

    def _get_customer_checks(self):
        """Return ``{order: [Check]}`` about the customer's state. Extend it with ``super()`` for a life cycle."""
        # Looked at one by one, but read together.
        together = self._get_parties().ids
        return {order: order._check_parties(order._get_parties().with_prefetch(together)) for order in self}

    def _get_parties(self):
        return self.commercial_partner_id | self.partner_id | self.partner_invoice_id | self.partner_shipping_id

    def _check_parties(self, parties):
        checks = []
        archived = parties.filtered(lambda partner: not partner.active)
        if archived:
            message = self.env._("The customer is archived, or one of its addresses on the order.")
            checks.append(self._prepare_customer_check("customer_archived", Result.BLOCK, message))
        blocked = parties._get_blocked_in(self.company_id)
        if blocked:
            message = self.env._(
                "Orders of the customer are blocked: %(reason)s.",
                reason=(blocked[0].order_block_reason or self.env._("no reason was given")).rstrip("."),
            )
            checks.append(self._prepare_customer_check("customer_blocked", Result.WARN, message))
        warning = next(filter(None, parties.mapped("sale_warn_msg")), None)
        if warning:
            message = self.env._("Sales warns about this customer: %(warning)s", warning=warning)
            checks.append(self._prepare_customer_check("customer_warning", Result.WARN, message))
        if not checks:
            message = self.env._("The customer is active and not blocked.")
            checks.append(self._prepare_customer_check("customer", Result.PASS, message))
        return checks

    def _prepare_customer_check(self, code, result, message):
        return Check(topic="customer", code=code, result=result, message=message)

    def _get_tax_identity_checks(self):
        return {order: [order._check_tax_identity()] for order in self}

    def _check_tax_identity(self):
        customer = self.commercial_partner_id
        country = customer.country_id
        found = identity(customer.vat, country.code)
        # A private person has none, nor has a business where we know of no such number.
        is_expected = customer.is_company and has_scheme(country.code)
        is_wrong = found == Identity.INVALID or (found == Identity.MISSING and is_expected)
        response = Response(self.company_id.customer_order_tax_identity_response)
        return Check(
            topic="tax_identity",
            code="tax_identity",
            result=response.result if is_wrong else Result.PASS,
            message=self._explain_tax_identity(found, is_expected),
            ordered=customer.vat or "",
        )

    def _explain_tax_identity(self, found, is_expected):
        customer = self.commercial_partner_id
        number, country = customer.vat, customer.country_id.name
        if found == Identity.INVALID:
            return self.env._(
                "The tax number %(number)s cannot be right: its form or its check digits are wrong.", number=number
            )
        if found == Identity.VALID:
            return self.env._("The tax number %(number)s has the right form and check digits.", number=number)
        if found == Identity.DECLARED_NONE:
            return self.env._("The customer is recorded as having no tax number.")
        if found == Identity.UNKNOWN:
            return self.env._("The tax number %(number)s cannot be checked: no form is known for it.", number=number)
        if is_expected:
            return self.env._("The customer is a business in %(country)s and has no tax number.", country=country)
        return self.env._("No tax number is expected of this customer.")
