from odoo import models


class CreditProfile(models.Model):
    """What becomes of statements when two profiles turn out to be one customer: one for each period stays."""

    _inherit = "credit.profile"

    def _absorb(self, others):
        # sudo: whoever may merge contacts; statements have to follow.
        statements = self.env["credit.statement"].sudo()
        confirmed = [("profile_id", "in", (self + others).ids), ("state", "=", "confirmed")]
        kept = set()
        # Those of the profile that stays come first.
        for statement in statements.search(confirmed).sorted(lambda one: one.profile_id != self):
            period = (statement.period_end, statement.months, statement.is_consolidated)
            if period in kept:
                statement._act({"state": "withdrawn"})
                statement._seal_with_customers("credit.statement_withdrawn")
            kept.add(period)
        result = super()._absorb(others)
        statements.search([("profile_id", "=", self.id)], limit=1)._measure_customers()
        return result
