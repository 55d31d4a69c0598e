from odoo import api, fields, models
from odoo.tools import SQL

DISPUTED = """
    SELECT profile.id AS profile_id, SUM(line.amount_residual) AS amount,
           SUM(line.amount_residual) FILTER (WHERE COALESCE(line.date_maturity, line.date) < %s) AS overdue
      FROM account_move move
      JOIN account_move_line line ON line.move_id = move.id
      JOIN account_account account ON account.id = line.account_id
      JOIN res_partner contact ON contact.id = line.partner_id
      JOIN res_company branch ON branch.id = line.company_id
      JOIN credit_profile profile ON profile.partner_id = contact.commercial_partner_id
      JOIN res_company own ON own.id = profile.company_id AND branch.parent_path LIKE own.parent_path || '%%'
     WHERE move.payment_state = 'blocked' AND account.account_type = 'asset_receivable'
       AND line.parent_state = 'posted' AND line.amount_residual > 0
     GROUP BY profile.id
"""


class CreditExposure(models.Model):
    """What is contested of the exposure: it is not overdue. Contested invoices are few, and these few are joined."""

    _inherit = "credit.exposure"

    disputed_amount = fields.Monetary(
        string="Disputed", readonly=True, help="Of the open items, what the customer contests."
    )

    @api.model
    def _get_overdue(self):
        return SQL("%s - COALESCE(disputed.overdue, 0)", super()._get_overdue())

    @api.model
    def _get_select(self):
        return SQL("%s, COALESCE(disputed.amount, 0) AS disputed_amount", super()._get_select())

    @api.model
    def _get_joins(self):
        disputed = SQL(DISPUTED, fields.Date.context_today(self))
        return SQL("%s LEFT JOIN (%s) AS disputed ON disputed.profile_id = profile.id", super()._get_joins(), disputed)
