from odoo import api, fields, models
from odoo.addons.order_gate.models.order_hold import OPEN_STATES
from odoo.tools import SQL

from ...tools import root_id

HELD = """
    SELECT contact.commercial_partner_id AS partner_id, %s AS company_id, COUNT(*) AS holds
      FROM order_hold AS hold
      JOIN res_partner AS contact ON contact.id = hold.partner_id
      JOIN res_company AS branch ON branch.id = hold.company_id
     WHERE hold.state IN %s
     GROUP BY 1, 2
"""


class CreditExposure(models.Model):
    """How many documents of each customer are held, to search and to group by."""

    _inherit = "credit.exposure"

    held_count = fields.Integer(
        string="Held Documents", readonly=True, help="Orders, deliveries and invoices that the gate holds now."
    )

    _depends = {
        "order.hold": ["state", "partner_id", "company_id"],
        "res.partner": ["commercial_partner_id"],
    }

    @api.model
    def _get_select(self):
        return SQL("%s, COALESCE(held.holds, 0) AS held_count", super()._get_select())

    @api.model
    def _get_joins(self):
        return SQL(
            "%s LEFT JOIN (%s) AS held"
            " ON held.partner_id = profile.partner_id AND held.company_id = profile.company_id",
            super()._get_joins(),
            SQL(HELD, root_id("branch"), OPEN_STATES),
        )
