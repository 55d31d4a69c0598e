from odoo import fields, models

from ..profile.credit_profile import READER


class CreditProfile(models.Model):
    _inherit = "credit.profile"

    behaviour_ids = fields.One2many(
        "credit.behaviour", "profile_id", string="Payment Behaviour", readonly=True, groups=READER
    )

    def _get_behaviour(self, on_date=None):
        """Return ``{profile: figures}``, counted now as of the evening of ``on_date`` (today).

        The figures are named as the fields of ``credit.behaviour``; None where one rests on nothing. Amounts are in the
        currency of the company, days and shares plain numbers.
        """
        return self.env["credit.behaviour"]._get_live(self, on_date)

    def _absorb(self, others):
        """Figures are counted again, not merged."""
        others.behaviour_ids.unlink()
        super()._absorb(others)

    def action_refresh_behaviour(self):
        """Count how these customers pay, as of today."""
        self.check_access("read")
        # sudo: figures are written by counting alone; whoever reads the profile may have them counted.
        self.env["credit.behaviour"].sudo()._refresh(self)
