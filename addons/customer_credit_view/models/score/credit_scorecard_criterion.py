from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import ScorecardRefused
from ...logic.scorecard import Band, Criterion, Missing
from ..statement.credit_statement_ratio import RATIOS


class Input(NamedTuple):
    """What is known of a customer for a criterion: a Decimal, a sentence that says where it is from, and its day."""

    value: Decimal
    basis: str
    date: object = None


class CreditScorecardCriterion(models.Model):
    """One thing that counts in a score: where it is read, how much it weighs, and how many points each value gets."""

    _name = "credit.scorecard.criterion"
    _inherit = ["credit.scorecard.part"]
    _description = "Criterion of a Scorecard"
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one("credit.scorecard", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scorecard_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    source = fields.Selection(
        [
            ("ratio", "Ratio of the last statement"),
            ("altman", "Altman zone (0 distress, 1 grey, 2 safe)"),
            ("statement_age", "Age of the last statement, in months"),
            ("tenure", "Months as a customer"),
            ("days_late", "Average days late, last 12 months"),
            ("payment_index", "Payment index (0 to 100)"),
            ("bureau", "Score of a bureau"),
            ("manual", "Entered by the analyst"),
        ],
        required=True,
        default="ratio",
        help="Where the value is read.",
    )
    ratio = fields.Selection(RATIOS, help="Which ratio. Shares and margins are fractions: 0.15 is 15 %.")
    bureau_id = fields.Many2one("credit.bureau", help="Whose score. Empty: of the bureau that answered last.")
    weight = fields.Float(digits=(16, 2), required=True, default=1.0, help="Above zero; its share of the total counts.")
    missing = fields.Selection(
        [
            (Missing.SKIP.value, "Leave it out"),
            (Missing.WORST.value, "Give the worst points"),
            (Missing.REQUIRED.value, "Give no grade"),
        ],
        string="If Missing",
        required=True,
        default=Missing.SKIP.value,
        help="What happens when the value is unknown. It never counts as zero unsaid.",
    )
    band_ids = fields.One2many("credit.scorecard.band", "criterion_id", string="Bands", copy=True)
    bands_text = fields.Char(string="Points", compute="_compute_bands_text")

    @api.depends("band_ids.lower", "band_ids.is_lowest", "band_ids.points")
    def _compute_bands_text(self):
        for criterion in self:
            criterion.bands_text = "; ".join(
                f"{band.range_text}: {band.points:g}" for band in criterion.band_ids._in_order()
            )

    @api.constrains("source", "ratio")
    def _check_ratio(self):
        for criterion in self:
            if criterion.source == "ratio" and not criterion.ratio:
                raise ValidationError(self.env._("%s: please choose which ratio.", criterion.name))

    def _get_criterion(self):
        """This criterion as the rules read it."""
        self.ensure_one()
        bands = tuple(
            Band(None if band.is_lowest else Decimal(repr(band.lower)), Decimal(repr(band.points)))
            for band in self.band_ids
        )
        return Criterion(self._get_code(), Decimal(repr(self.weight)), bands, Missing(self.missing))

    def _get_code(self):
        """What tells this criterion from the others of its scorecard: what it measures."""
        self.ensure_one()
        if self.source == "ratio":
            return f"ratio:{self.ratio}"
        if self.source == "bureau":
            return f"bureau:{self.bureau_id.id or ''}"
        return f"manual:{self.name}" if self.source == "manual" else self.source

    def _prepare_content(self):
        return {
            "name": self.name,
            "code": self._get_code() if self.source != "bureau" else f"bureau:{self.bureau_id.name or ''}",
            "weight": f"{self.weight:.2f}",
            "missing": self.missing,
            "bands": [
                {"lower": "" if band.is_lowest else f"{band.lower:.4f}", "points": f"{band.points:.2f}"}
                for band in self.band_ids._in_order()
            ],
        }

    def _get_values(self, profiles, date):
        """Return ``{profile: Input}`` for those of ``profiles`` of which this criterion is known on ``date``.

        A source ``acme`` is read by ``_get_values_acme(profiles, date)``, which takes and returns the same, in a
        constant number of queries.
        """
        self.ensure_one()
        read = getattr(self, f"_get_values_{self.source}", None)
        if read is None:
            raise ScorecardRefused(self.env._("No method reads the source “%s”.", self.source))
        return read(profiles, date)

    def _prepare_line_vals(self, part):
        """Return what an assessment keeps of this criterion and its ``part`` of the result."""
        self.ensure_one()
        lowers = sorted(Decimal(repr(band.lower)) for band in self.band_ids if not band.is_lowest)
        upper = next((lower for lower in lowers if part.band is None or lower > part.band), None)
        bands = self.env["credit.scorecard.band"]
        return {
            "name": self.name,
            "weight": float(part.weight),
            "value": float(part.value or 0),
            "is_missing": part.is_missing,
            "missing_text": self._get_missing_text() if part.is_missing else False,
            "range_text": False if part.points is None else bands._get_range_text(part.band, upper),
            "has_points": part.points is not None,
            "points": float(part.points or 0),
        }

    def _get_missing_text(self):
        return dict(self._fields["missing"]._description_selection(self.env))[self.missing]
