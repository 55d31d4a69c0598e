from odoo import api, fields, models
from odoo.tools import SQL


class CreditExposure(models.Model):
    """What is covered of the exposure, as columns. Covers are applied in Python, by the rules of ``logic.cover``: few
    customers have one, and these few are joined."""

    _inherit = "credit.exposure"

    covered_amount = fields.Monetary(
        string="Covered", readonly=True, help="What covers in force take off today, with a minus."
    )
    net_exposure_amount = fields.Monetary(
        string="Net Exposure", readonly=True, help="The exposure less what is covered: compared with the limit."
    )

    @api.model
    def _get_net(self):
        return SQL("%s - COALESCE(covered.amount, 0)", super()._get_net())

    @api.model
    def _get_select(self):
        return SQL(
            """
            %(select)s,
            -COALESCE(covered.amount, 0) AS covered_amount,
            %(net)s AS net_exposure_amount
            """,
            select=super()._get_select(),
            net=self._get_net(),
        )

    @api.model
    def _get_joins(self):
        # sudo: what is covered counts whoever asks; the rows are filtered by the rules of this model.
        profiles = self.env["credit.profile"].sudo()._find_covered()
        rows = [SQL("(0, 0::numeric)")]
        for profile, applied in profiles._get_covered().items():
            rows.append(SQL("(%s, %s::numeric)", profile.id, str(applied.covered)))
        return SQL(
            "%(joins)s LEFT JOIN (VALUES %(rows)s) AS covered (profile_id, amount) ON covered.profile_id = profile.id",
            joins=super()._get_joins(),
            rows=SQL(", ").join(rows),
        )
