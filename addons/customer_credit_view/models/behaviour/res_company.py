from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic.early_warning import Thresholds

# Not less than the six months of the trend.
SHORTEST, LONGEST = 184, 1830
WARNING_FIELDS = (
    "credit_behaviour_grace_days",
    "credit_warning_slope",
    "credit_warning_broken",
    "credit_warning_grade_drop",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_behaviour_days = fields.Integer(
        string="Period of Payment Behaviour", default=365, help="Days that all figures of payment behaviour look back."
    )
    credit_behaviour_grace_days = fields.Integer(
        string="Grace Days", default=5, help="Paid so many days late still does not break the terms."
    )
    credit_excluded_journal_ids = fields.Many2many(
        "account.journal",
        "credit_behaviour_excluded_journal_rel",
        string="Journals Left Out",
        help="Entries of these journals are no payments by the customer: netting, sold receivables, plans.",
    )
    credit_collector_id = fields.Many2one(
        "res.users",
        string="Collector",
        domain="[('share', '=', False)]",
        help="Gets the tasks about customers that have no responsible of their own.",
    )
    credit_warning_is_on = fields.Boolean(string="Early Warning")
    credit_warning_slope = fields.Float(string="Days Later per Month", default=3.0)
    credit_warning_broken = fields.Integer(string="Terms Broken", default=3)
    credit_warning_grade_drop = fields.Integer(string="Grades Lost", default=1)
    credit_warning_sets_watch = fields.Boolean(string="Early Warning Sets Watch")

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_behaviour_days",
            "credit_behaviour_grace_days",
            "credit_excluded_journal_ids",
            "credit_collector_id",
            "credit_warning_is_on",
            "credit_warning_slope",
            "credit_warning_broken",
            "credit_warning_grade_drop",
            "credit_warning_sets_watch",
        ]

    @api.constrains("credit_behaviour_days", *WARNING_FIELDS)
    def _check_credit_behaviour(self):
        for company in self:
            if not SHORTEST <= company.credit_behaviour_days <= LONGEST:
                raise ValidationError(
                    self.env._(
                        "The period of payment behaviour must have %(shortest)s to %(longest)s days.",
                        shortest=SHORTEST,
                        longest=LONGEST,
                    )
                )
            if any(not 0 <= company[name] <= LONGEST for name in WARNING_FIELDS):
                raise ValidationError(
                    self.env._("Thresholds of the early warning lie between 0, which switches one off, and 1830.")
                )

    def _get_credit_thresholds(self):
        self.ensure_one()
        return Thresholds(self.credit_warning_slope, self.credit_warning_broken, self.credit_warning_grade_drop)

    def _get_credit_today(self):
        """Return the date where the company is: of its contact's time zone, else of the user's."""
        return fields.Date.context_today(self._in_credit_zone(self))

    def _in_credit_zone(self, records):
        """Return ``records`` such that their today is that of ``_get_credit_today``."""
        self.ensure_one()
        # sudo: who works in a branch does not read its main company.
        zone = self.sudo().partner_id.tz
        return records.with_context(tz=zone) if zone else records
