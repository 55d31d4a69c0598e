from odoo import models

# Of two hits for one party the stricter is kept: a merge clears nobody.
STRICTNESS = ("gone", "cleared", "proposed", "open", "confirmed")


class CreditProfile(models.Model):
    """What lists say about merged customers: hits stay, comparisons are made again."""

    _inherit = "credit.profile"

    def _absorb(self, others):
        everyone = self | others
        self.env["credit.screening.result"].search([("profile_id", "in", everyone.ids)]).unlink()
        hits = self.env["credit.screening.hit"].search([("profile_id", "in", everyone.ids)])
        for same in hits.grouped(lambda hit: (hit.list_id, hit.reference)).values():
            strictest = max(same, key=lambda hit: (STRICTNESS.index(hit.state), hit.profile_id == self))
            # sudo: see _absorb_merged.
            (same - strictest).sudo()._act({"state": "gone"})
        result = super()._absorb(others)
        self._follow_screening()
        self.env["credit.screening.result"]._ask_for_screening()
        return result
