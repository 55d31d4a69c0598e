from odoo import fields, models

from ...logic.limit_rows import day_before, find_overlap


class CreditProfile(models.Model):
    """What becomes of limits when two profiles turn out to be one customer: the lower one counts."""

    _inherit = "credit.profile"

    def _absorb(self, others):
        everyone = self + others
        everyone._end_higher_limits()
        everyone._withdraw_twins()
        return super()._absorb(others)

    def _end_higher_limits(self):
        """Let no two limits of these profiles overlap: of two the higher one ends before the other begins."""
        today = fields.Date.context_today(self)
        reason = self.env._("Two profiles of one customer were merged: the lower limit counts.")
        domain = [("profile_id", "in", self.ids), ("state", "=", "granted")]
        # sudo: whoever may merge contacts; limits have to follow.
        limits = self.env["credit.limit"].sudo().search(domain)
        while overlap := find_overlap([limit._get_row() for limit in limits]):
            lower, higher = sorted(
                (row.key for row in overlap), key=lambda limit: (limit._get_company_amount(today), limit.id)
            )
            higher._end(day_before(max(lower.date_from, higher.date_from)))
            # One that ran before the lower one and beyond its end has given up its later days, too: the careful choice.
            higher._seal_limits("credit.limit_ended", reason)
            limits = limits.filtered(lambda limit: limit.state == "granted")

    def _withdraw_twins(self):
        """Let no two proposals of a kind wait."""
        # sudo: as above.
        waiting = self.env["credit.limit.proposal"].sudo()
        domain = [("profile_id", "in", self.ids), ("state", "=", "submitted")]
        for proposals in waiting.search(domain, order="id").grouped("kind").values():
            for proposal in proposals[1:]:
                proposal._close("withdrawn", self.env._("Two profiles of one customer were merged."))
