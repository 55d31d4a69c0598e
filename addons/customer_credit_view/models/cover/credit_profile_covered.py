from odoo import api, fields, models

from ..profile.credit_profile import READER


class CreditProfile(models.Model):
    """What the covers take off, and what is left of the exposure: figures of the screen."""

    _inherit = "credit.profile"

    covered_amount = fields.Monetary(
        string="Covered",
        compute="_compute_covered",
        groups=READER,
        help="What covers in force take off today, with a minus. Never more than the exposure.",
    )
    net_exposure_amount = fields.Monetary(
        string="Net Exposure",
        compute="_compute_covered",
        search="_search_net_exposure_amount",
        groups=READER,
        help="The exposure less what is covered: this is compared with the limit.",
    )

    @api.depends("exposure_amount")
    @api.depends_context("uid")
    def _compute_covered(self):
        covered = self._get_covered()
        for profile in self:
            profile.covered_amount = -float(covered[profile].covered)
            profile.net_exposure_amount = profile.exposure_amount + profile.covered_amount

    @api.model
    def _search_net_exposure_amount(self, operator, value):
        return self._search_figure("net_exposure_amount", operator, value)

    @api.model
    def _find_covered(self):
        """Return the profiles for which a cover is in force: their own, or of a node above them."""
        self.flush_model(["parent_id"])
        self.env["credit.cover"].flush_model(["profile_id", "state"])
        self.env.cr.execute(
            """
            SELECT DISTINCT below.id
              FROM credit_cover AS cover
              JOIN credit_profile AS owner ON owner.id = cover.profile_id
              JOIN credit_profile AS below ON below.parent_path LIKE owner.parent_path || '%'
             WHERE cover.state = 'in_force'
            """
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())
