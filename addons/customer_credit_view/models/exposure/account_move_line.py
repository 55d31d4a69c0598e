from odoo import models

from ...tools import count_table

# Credits do not lower what is owed before they are posted: a draft is nobody's decision.
COUNTED = """
    SELECT item.partner_id, item.company_id, item.company_currency_id AS currency_id,
           CASE WHEN item.amount_residual > 0 THEN 'open' ELSE 'unapplied' END AS part,
           CASE WHEN item.amount_residual > 0 THEN COALESCE(item.date_maturity, item.date) END AS day,
           item.amount_residual AS amount
      FROM %(rows)s AS item
      JOIN account_account AS account ON account.id = item.account_id AND account.account_type = 'asset_receivable'
     WHERE item.parent_state = 'posted' AND item.partner_id IS NOT NULL AND item.amount_residual <> 0
    UNION ALL
    SELECT item.partner_id, item.company_id, item.company_currency_id, 'draft', NULL::date, item.balance
      FROM %(rows)s AS item
      JOIN account_account AS account ON account.id = item.account_id AND account.account_type = 'asset_receivable'
     WHERE item.parent_state = 'draft' AND item.display_type = 'payment_term' AND item.partner_id IS NOT NULL
       AND item.balance > 0
"""


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def init(self):
        super().init()
        self.env["credit.counter"].init()
        count_table(self.env.cr, self._table, COUNTED)
