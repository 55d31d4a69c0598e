from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import root_id


class CreditOpenItem(models.Model):
    """What of an open item is expected to be lost, by the matrix in force for the customer's segment."""

    _inherit = "credit.open.item"

    loss_rate = fields.Float(
        string="Expected Loss Rate", digits=(16, 6), readonly=True, aggregator="avg", help="With the outlook."
    )
    expected_loss = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Lifetime expected loss of the open amount. Empty where no matrix is in force.",
    )

    @api.model
    def _get_columns(self):
        return {
            **super()._get_columns(),
            "loss_rate": SQL("expected.rate"),
            "expected_loss": SQL("expected.rate * GREATEST(line.amount_residual, 0)"),
        }

    @api.model
    def _get_source(self):
        # The customer's own segment comes first, then the newest matrix, then the latest band that the item reached.
        return SQL(
            """
            %s
              LEFT JOIN LATERAL (
                SELECT LEAST(rate.rate * matrix.forward_factor, 1) AS rate
                  FROM credit_loss_matrix matrix
                  JOIN credit_loss_rate rate ON rate.matrix_id = matrix.id AND rate.days_from <= GREATEST(late.days, 0)
                 WHERE matrix.company_id = %s AND matrix.active AND matrix.valid_from <= %s
                   AND (matrix.segment IS NULL OR matrix.segment = profile.segment)
                 ORDER BY matrix.segment IS NULL, matrix.valid_from DESC, rate.days_from DESC
                 LIMIT 1
              ) expected ON line.amount_residual > 0
            """,
            super()._get_source(),
            root_id("branch"),
            fields.Date.context_today(self),
        )
