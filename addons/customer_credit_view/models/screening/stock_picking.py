from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _get_screened_parties(self):
        parties = super()._get_screened_parties()
        return parties | self.sale_id._get_screened_parties() if self.sale_id else parties
