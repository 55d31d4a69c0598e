from odoo import api, fields, models

from ...exceptions import AdvanceModeRefused

ADVANCE_MODES = [
    ("matched", "Seen on a bank line"),
    ("registered", "Registered by an accountant"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_advance_mode = fields.Selection(
        ADVANCE_MODES,
        string="Advances Are Verified When",
        default="matched",
        required=True,
        readonly=True,
        help="When an advance counts as paid, so that goods may leave. Relying on registered payments needs a second"
        " person.",
    )
    customer_order_tolerance_amount = fields.Monetary(
        string="Tolerated Difference",
        help="An order is settled although this much is missing. 0: no limit in money, or no tolerance if the"
        " percentage is 0 too. Where both are given, the smaller one counts.",
    )
    customer_order_tolerance_percent = fields.Float(
        string="Tolerated Difference (%)", digits=(5, 2), help="Of what is due on the order."
    )
    customer_order_deduction_account_id = fields.Many2one(
        "account.account", string="Deductions", help="Where approved deductions of customers are written off to."
    )
    customer_order_fee_account_id = fields.Many2one(
        "account.account", string="Bank Fees", help="Where fees that banks kept back are written off to."
    )
    customer_order_currency_account_id = fields.Many2one(
        "account.account",
        string="Currency Differences",
        help="Where differences that the customer's conversion made are written off to.",
    )

    _customer_order_tolerance = models.Constraint(
        "CHECK(customer_order_tolerance_amount >= 0 AND customer_order_tolerance_percent BETWEEN 0 AND 100)",
        "A tolerated difference is not below zero, and not above 100 %.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # Looked at afterwards: a default from the context or from user settings comes in behind ``vals_list``.
        if any(company.customer_order_advance_mode != "matched" for company in companies):
            self._refuse_advance_mode()
        return companies

    def write(self, vals):
        mode = vals.get("customer_order_advance_mode")
        if "customer_order_advance_mode" in vals and any(
            company.customer_order_advance_mode != mode for company in self
        ):
            self._refuse_advance_mode()
        return super().write(vals)

    def _refuse_advance_mode(self):
        raise AdvanceModeRefused(
            self.env._(
                "How advances are verified is changed by two persons: propose it under Customer Orders › Payment ›"
                " Verification of Advances, and have somebody else confirm it."
            )
        )

    def _set_advance_mode(self, mode):
        """Write what only a confirmed change may write."""
        return super().write({"customer_order_advance_mode": mode})
