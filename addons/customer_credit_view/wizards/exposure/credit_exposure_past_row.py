from odoo import api, fields, models

PARTS = ("undelivered", "delivered", "draft", "open_due_later", "overdue", "disputed", "unapplied")


class CreditExposurePastRow(models.TransientModel):
    """What one customer owed in the evening of a day."""

    _name = "credit.exposure.past.row"
    _description = "Exposure of a Customer on a Day"
    _order = "exposure_amount desc, id"
    _rec_name = "partner_id"

    panel_id = fields.Many2one("credit.exposure.past", required=True, readonly=True, index=True, ondelete="cascade")
    on_date = fields.Date(related="panel_id.on_date", store=True)
    profile_id = fields.Many2one("credit.profile", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Customer", store=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    undelivered_amount = fields.Monetary(string="To Deliver", readonly=True)
    delivered_amount = fields.Monetary(string="To Invoice", readonly=True)
    draft_amount = fields.Monetary(string="Draft Invoices", readonly=True)
    open_due_later_amount = fields.Monetary(string="Not Due", readonly=True)
    overdue_amount = fields.Monetary(string="Overdue", readonly=True)
    disputed_amount = fields.Monetary(string="Disputed", readonly=True)
    unapplied_amount = fields.Monetary(string="Unapplied", readonly=True)
    exposure_amount = fields.Monetary(string="Exposure", readonly=True, help="The sum of all parts.")

    @api.model
    def _make(self, panel, profiles):
        """Create the rows of ``panel``: one for each of ``profiles`` that owed something, or had something open."""
        exposures = profiles._get_exposure(panel.on_date)
        found = {profile: exposure for profile, exposure in exposures.items() if any(exposure[1:9])}
        return self.create([self._prepare_row_vals(panel, *pair) for pair in found.items()])

    @api.model
    def _prepare_row_vals(self, panel, profile, exposure):
        parts = {f"{part}_amount": float(getattr(exposure, part)) for part in PARTS}
        # Accepted and on no sales order yet: as on the profile's list, it is still to be delivered.
        parts["undelivered_amount"] += float(exposure.ordered)
        return {"panel_id": panel.id, "profile_id": profile.id, **parts, "exposure_amount": float(exposure.gross)}
