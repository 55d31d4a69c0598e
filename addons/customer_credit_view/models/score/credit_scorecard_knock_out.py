from datetime import timedelta

from odoo import fields, models

from ...exceptions import ScorecardRefused


class CreditScorecardKnockOut(models.Model):
    """What gives a customer the worst grade, whatever its points say."""

    _name = "credit.scorecard.knock.out"
    _inherit = ["credit.scorecard.part"]
    _description = "Knock-Out of a Scorecard"
    _order = "scorecard_id, kind"
    _rec_name = "kind"

    scorecard_id = fields.Many2one("credit.scorecard", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scorecard_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("insolvent", "Insolvent, says a bureau"),
            ("overdue", "Unpaid for too long"),
            ("negative_equity", "Equity below zero"),
            ("hold", "Standing is on hold"),
            ("restricted", "On a list of restricted parties"),
        ],
        required=True,
    )
    days = fields.Integer(default=90, help="How many days after the due date something may be unpaid.")

    _one_per_kind = models.UniqueIndex("(scorecard_id, kind)", "A scorecard names each knock-out once.")
    _days_not_negative = models.Constraint("CHECK(days BETWEEN 0 AND 3650)", "Between 0 and 3650 days may pass.")

    def _find(self, profiles, date):
        """Return ``{profile: [sentence]}`` for those of ``profiles`` that one of these knocks out on ``date``.

        A kind ``acme`` is found by ``_find_acme(profiles, date)``, which returns ``{profile: sentence}`` in a constant
        number of queries.
        """
        found = {}
        for knock_out in self:
            find = getattr(knock_out, f"_find_{knock_out.kind}", None)
            if find is None:
                raise ScorecardRefused(self.env._("No method finds the knock-out “%s”.", knock_out.kind))
            for profile, sentence in find(profiles, date).items():
                found.setdefault(profile, []).append(sentence)
        return found

    def _find_insolvent(self, profiles, date):
        reports = self.env["credit.bureau.report"]._get_latest(profiles, date)
        return {
            profile: self.env._(
                "Insolvent, says %(bureau)s on %(date)s.",
                bureau=report.bureau_id.name,
                date=fields.Date.to_string(report.report_date),
            )
            for profile, report in reports.items()
            if report.is_insolvent
        }

    def _find_overdue(self, profiles, date):
        oldest = profiles._get_oldest_unpaid(date)
        limit = date - timedelta(days=self.days)
        return {
            profile: self.env._(
                "Unpaid since %(due)s, %(days)s days: more than %(allowed)s.",
                due=fields.Date.to_string(due),
                days=(date - due).days,
                allowed=self.days,
            )
            for profile, due in oldest.items()
            if due < limit
        }

    def _find_negative_equity(self, profiles, date):
        found = {}
        for profile, statement in self.env["credit.statement"]._get_latest(profiles, date).items():
            equity = statement.figure_ids.filtered(lambda row: row.figure == "equity")
            if equity.amount < 0:
                day = fields.Date.to_string(statement.period_end)
                found[profile] = self.env._("Equity is below zero in the statement of %s.", day)
        return found

    def _find_restricted(self, profiles, date):
        """Those whose hit one person has confirmed; one that waits for a decision is no fact yet."""
        confirmed = [("profile_id", "in", profiles.ids), ("state", "=", "confirmed")]
        # sudo: sanctions count whoever lets scores be made.
        hits = self.env["credit.screening.hit"].sudo().search(confirmed)
        return {
            profile: self.env._("Listed: %s.", ", ".join(sorted({hit.party_name or hit.name for hit in own})))
            for profile, own in hits.grouped("profile_id").items()
        }

    def _find_hold(self, profiles, date):
        return {profile: self.env._("The customer is on hold.") for profile in profiles if profile.standing == "hold"}
