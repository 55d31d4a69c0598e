from odoo import fields, models
from odoo.tools import SQL


class CustomerOrderNumber(models.Model):
    """A customer's number that an acceptance went by: what two acceptances of the same number collide on."""

    _name = "customer.order.number"
    _description = "Customer's Order Number"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    number = fields.Char(required=True)

    _one_row_per_number = models.UniqueIndex("(company_id, partner_id, number)")

    def _claim_number(self, order):
        """Collide with whoever accepts an order of the same customer with the same number at the same time.

        The loser fails with a serialization error and runs again, on what the winner left: then it finds the duplicate.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_order_number (company_id, partner_id, number) VALUES (%s, %s, %s)
                ON CONFLICT (company_id, partner_id, number) DO UPDATE SET number = EXCLUDED.number
                """,
                order.company_id.id,
                order.commercial_partner_id.id,
                order.customer_reference_normalized,
            )
        )
