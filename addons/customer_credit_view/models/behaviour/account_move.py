from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    # Contested invoices are few; without it each look at all customers would read every invoice to find them.
    _credit_contested_idx = models.Index("(id) WHERE payment_state = 'blocked'")
