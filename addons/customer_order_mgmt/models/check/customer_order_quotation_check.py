from odoo import models

from ...logic.check import Check, Result
from ...logic.quotation import Aspect, Kind


class CustomerOrder(models.Model):
    """What the check says about the quotations that the order answers."""

    _inherit = "customer.order"

    def _get_quotation_checks(self):
        return {order: order._check_quotations() for order in self.filtered("quotation_ids")}

    def _check_quotations(self):
        comparison = self._compare_with_quotations()
        names = ", ".join(self.quotation_ids.mapped("name"))
        if comparison.is_equal:
            message = self.env._("The order equals %(quotations)s, which acceptance confirms.", quotations=names)
            return [Check(topic="quotation", code="quotation", result=Result.PASS, message=message)]
        is_decided = self._is_decided_as_ordered()
        # Not for a controller to release: a manager accepts as ordered, counters or re-quotes.
        result = Result.WARN if is_decided else Result.BLOCK
        labels = self._get_aspect_labels()
        checks = [
            self._prepare_quotation_check(result, message)
            for head in comparison.heads
            if (message := self._explain_head_difference(head, labels))
        ]
        checks += [
            self._prepare_quotation_check(result, self._explain_line_difference(line, labels), line)
            for line in comparison.deviating
        ]
        return checks

    def _prepare_quotation_check(self, result, message, line=None):
        return Check(
            topic="quotation",
            code="quotation",
            result=result,
            message=message,
            line_id=line.ordered.key if line and line.ordered else None,
            ordered="; ".join(change.ordered for change in line.changes) if line else "",
            expected="; ".join(change.offered for change in line.changes) if line else "",
            is_releasable=False,
        )

    def _explain_head_difference(self, head, labels):
        aspect, offered, ordered = head.change
        if aspect == Aspect.VALIDITY:
            return self.env._("The quotation %(name)s was valid until %(day)s.", name=head.quotation, day=offered)
        if aspect == Aspect.STATE and head.quotation in self._get_confirmed_by_itself().mapped("name"):
            return self._explain_confirmed_by_itself()
        if aspect == Aspect.STATE:
            return self.env._(
                "The quotation %(name)s is not open any more: %(state)s.", name=head.quotation, state=offered
            )
        return self.env._(
            "%(term)s: %(ordered)s on the order, %(offered)s in %(name)s.",
            term=labels[aspect],
            ordered=ordered or self.env._("nothing"),
            offered=offered or self.env._("nothing"),
            name=head.quotation,
        )

    def _explain_line_difference(self, line, labels):
        if line.kind == Kind.ADDED:
            return self.env._("%(item)s is on the order and was not offered.", item=line.ordered.name)
        if line.kind == Kind.MISSING:
            return self.env._("%(item)s was offered and is not on the order.", item=line.offered.name)
        changes = [
            self.env._(
                "%(term)s %(ordered)s instead of %(offered)s",
                term=labels[change.aspect].lower(),
                ordered=change.ordered or self.env._("nothing"),
                offered=change.offered or self.env._("nothing"),
            )
            for change in line.changes
        ]
        return self.env._("%(item)s: %(changes)s.", item=line.ordered.name, changes="; ".join(changes))

    def _get_aspect_labels(self):
        return {
            Aspect.QUANTITY: self.env._("Quantity"),
            Aspect.PRICE: self.env._("Unit price"),
            Aspect.DISCOUNT: self.env._("Discount"),
            Aspect.TAXES: self.env._("Taxes"),
            Aspect.DATE: self.env._("Date"),
            Aspect.DESCRIPTION: self.env._("Description"),
            Aspect.CURRENCY: self.env._("Currency"),
            Aspect.PAYMENT_TERMS: self.env._("Payment terms"),
            Aspect.INCOTERM: self.env._("Incoterm"),
            Aspect.DELIVERY_ADDRESS: self.env._("Delivery address"),
            Aspect.VALIDITY: self.env._("Valid until"),
            Aspect.STATE: self.env._("Status"),
        }
