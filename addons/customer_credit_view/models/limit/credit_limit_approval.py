from odoo import fields, models


class CreditLimitApproval(models.Model):
    """One person's agreement to a proposal. Written by the act alone."""

    _name = "credit.limit.approval"
    _description = "Approval of a Limit"
    _order = "id"
    _rec_name = "user_id"

    proposal_id = fields.Many2one(
        "credit.limit.proposal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    approved_at = fields.Datetime(string="On", required=True, readonly=True)
    is_manager = fields.Boolean(string="As Manager", readonly=True)
    note = fields.Char(readonly=True)

    _one_per_person = models.UniqueIndex("(proposal_id, user_id)", "You have agreed already: another person has to.")
