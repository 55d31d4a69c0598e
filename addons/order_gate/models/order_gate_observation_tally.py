from odoo import fields, models


class OrderGateObservationTally(models.Model):
    """What a rule would have held in one company, in figures; the rows are ``order.gate.observation``.

    One per company, so that whoever sees one company only reads the figures of that one.
    """

    _name = "order.gate.observation.tally"
    _description = "Observed Figures"
    _rec_name = "rule_id"

    rule_id = fields.Many2one("order.gate.rule", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    observed_at = fields.Datetime(required=True, readonly=True)
    days = fields.Integer(readonly=True, help="So many days back from then.")
    judged_count = fields.Integer(readonly=True, help="Documents that passed the checkpoint in those days.")
    observed_count = fields.Integer(readonly=True, help="Those in which the rule finds something.")
    held_count = fields.Integer(readonly=True, help="Those of them that would have been held, not only warned about.")
    amount = fields.Monetary(readonly=True, help="Their value, each converted at its day to the currency of the rule.")
    currency_id = fields.Many2one(related="rule_id.currency_id", string="Currency of the Rule")

    _one_per_company = models.UniqueIndex("(rule_id, company_id)", "A rule is observed once in each company.")
