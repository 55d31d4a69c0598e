from dataclasses import replace

from odoo import models


class CustomerOrder(models.Model):
    """Accepting frameworks and releases. A framework is a contract like any order, but nothing is shipped from it."""

    _inherit = "customer.order"

    def _get_content(self):
        return replace(
            super()._get_content(),
            framework_start_date=(self.is_framework and self.framework_start_date) or None,
            framework_end_date=(self.is_framework and self.framework_end_date) or None,
            framework_name=self.framework_id.name or "",
        )

    def _get_acceptance_faults(self):
        faults = super()._get_acceptance_faults()
        if self.is_framework and not (self.framework_start_date and self.framework_end_date):
            faults.append(self.env._("A framework needs the days from which and until which it is valid."))
        return faults

    def _get_dues(self):
        # Releases are paid, each on its own dates.
        return [] if self.is_framework else super()._get_dues()

    def _create_sales_orders(self):
        if self.is_framework:
            # sudo: as those that super creates, for whoever asks how many there are.
            return self.env["sale.order"].sudo()
        return super()._create_sales_orders()

    def _confirm_sales_orders(self, sales):
        return None if self.is_framework else super()._confirm_sales_orders(sales)

    def _is_followed_by(self, sales):
        return self.is_framework or super()._is_followed_by(sales)

    def _amend_sales_orders(self, version):
        # sudo: as those that super returns.
        return self.env["sale.order"].sudo() if self.is_framework else super()._amend_sales_orders(version)

    def _amend_content(self, amendment):
        self._claim_framework()
        return super()._amend_content(amendment)

    def _claim_framework(self):
        """Collide with other releases of the same framework: what is left of it is a total compared with a limit."""
        self.framework_id._claim()
