from odoo import api, models

from ...tools import is_composing


class CreditScorecardPart(models.AbstractModel):
    """A row of a scorecard: checked with it, and frozen with it."""

    _name = "credit.scorecard.part"
    _inherit = ["evidence.guarded"]
    _description = "Part of a Scorecard"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        self._after_change(parts._get_scorecards())
        return parts

    def write(self, vals):
        cards = self._get_scorecards()
        result = super().write(vals)
        self._after_change(cards | self._get_scorecards())
        return result

    def unlink(self):
        cards = self._get_scorecards()
        result = super().unlink()
        self._after_change(cards.exists())
        return result

    @api.model
    def _after_change(self, cards):
        """Check the scorecards of rows that were written alone; a scorecard checks those written with it."""
        if cards and not is_composing(self.env, cards._name):
            cards._check_draft()
            cards._after_content()

    def _get_scorecards(self):
        return self.scorecard_id
