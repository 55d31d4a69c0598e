from odoo import api, models

from ...logic.credit_facts import Lateness


class CreditProfile(models.Model):
    """What credit rules know of payment behaviour and promises."""

    _inherit = "credit.profile"

    @api.model
    def _get_credit_fact_lateness(self, gathering):
        """As counted last night: reading one row takes as long for a customer of a hundred thousand items as for one of
        five."""
        # sudo: rules judge by the figures, whoever confirms.
        rows = self.env["credit.behaviour"].sudo().search([("profile_id", "in", gathering.profiles.ids)])
        found = {row.profile_id.id: Lateness(row.days_late, row.payment_count) for row in rows if row.payment_count}
        return {
            subject: {"lateness": found[subject.profile.id]}
            for subject in gathering.subjects
            if subject.profile.id in found
        }

    @api.model
    def _get_credit_fact_broken_pledges(self, gathering):
        """Promises that were broken or kept in part only within the period of payment behaviour."""
        broken = gathering.profiles._count_broken_pledges()
        return {
            subject: {"broken_pledges": broken[subject.profile.id]}
            for subject in gathering.subjects
            if broken.get(subject.profile.id)
        }
