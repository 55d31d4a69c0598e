from odoo import models

from ...logic.check import Check, Result


class CustomerOrder(models.Model):
    """What the check of an order says about its payment arrangement."""

    _inherit = "customer.order"

    def _get_arrangement_checks(self):
        arranged = self.filtered("arrangement_ids")
        found = super(CustomerOrder, self - arranged)._get_arrangement_checks()
        for order in arranged:
            found[order] = order._find_in_arrangement() or [order._prepare_arranged_check()]
        return found

    def _prepare_arranged_check(self):
        rows = "; ".join(self._get_arrangement_summary().splitlines())
        message = self.env._("The payment arrangement is complete: %(rows)s.", rows=rows)
        return Check(topic="arrangement", code="arrangement", result=Result.PASS, message=message)

    def _find_in_arrangement(self):
        """Return the ``Check`` list of what is wrong with the arrangement; nothing where all is well."""
        checks = [
            Check(topic="arrangement", code="arrangement_sum", result=Result.BLOCK, message=fault, is_releasable=False)
            for fault in self._get_arrangement_faults()
        ]
        for row in self.arrangement_ids.filtered(lambda row: row.kind == "letter_of_credit" and not row.reference):
            message = self.env._(
                "The letter of credit over %(amount)s has no number yet: nothing is secured by it.",
                amount=self.currency_id.format(row.amount),
            )
            checks.append(Check(topic="arrangement", code="no_reference", result=Result.WARN, message=message))
        for row in self.arrangement_ids.filtered("is_before_shipment"):
            due = row._get_due_date()
            if self.promised_date and due > self.promised_date:
                message = self.env._(
                    "The deposit over %(amount)s is due on %(due)s, after the first promised date %(promised)s: goods"
                    " would wait for it.",
                    amount=self.currency_id.format(row.amount),
                    due=due,
                    promised=self.promised_date,
                )
                checks.append(Check(topic="arrangement", code="due_too_late", result=Result.WARN, message=message))
        return checks
