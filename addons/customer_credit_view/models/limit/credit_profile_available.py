from odoo import api, fields, models

from ..statement.credit_statement import READER


class CreditProfile(models.Model):
    """What is left of the customer's own limit."""

    _inherit = "credit.profile"

    available_amount = fields.Monetary(
        string="Available",
        compute="_compute_available",
        search="_search_available_amount",
        groups=READER,
        help="The customer's own limit less its net exposure; below zero what is over.",
    )
    utilisation = fields.Float(
        string="Limit Used (%)", compute="_compute_available", search="_search_utilisation", groups=READER
    )

    @api.depends("net_exposure_amount", "limit_amount", "has_limit")
    def _compute_available(self):
        for profile in self:
            limit = profile.limit_amount if profile.has_limit else 0.0
            profile.available_amount = limit - profile.net_exposure_amount if profile.has_limit else 0.0
            profile.utilisation = 100.0 * profile.net_exposure_amount / limit if limit else 0.0

    @api.model
    def _search_available_amount(self, operator, value):
        return self._search_figure("available_amount", operator, value)

    @api.model
    def _search_utilisation(self, operator, value):
        return self._search_figure("utilisation", operator, value)
