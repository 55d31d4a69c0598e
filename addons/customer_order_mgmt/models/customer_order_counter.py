from odoo import fields, models
from odoo.tools import SQL


class CustomerOrderCounter(models.Model):
    """The last number given to a customer order of a company.

    An own row instead of a ``no_gap`` sequence, whose NOWAIT makes every second concurrent user fail. The row is
    written as late as possible in the act of receipt, so others wait for milliseconds, not for the whole act.
    """

    _name = "customer.order.counter"
    _description = "Customer Order Counter"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    last_number = fields.Integer(required=True, default=0)

    _one_row_per_company = models.UniqueIndex("(company_id)")

    def _take_number(self, company):
        """Return the company's next number. Rolled back with the transaction, so no number is ever lost.

        A concurrent transaction that took a number first makes this one fail with a serialization error, which Odoo
        answers by running the act again.
        """
        [(number,)] = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_order_counter AS counter (company_id, last_number) VALUES (%s, 1)
                ON CONFLICT (company_id) DO UPDATE SET last_number = counter.last_number + 1
                RETURNING last_number
                """,
                company.id,
            )
        )
        return number
