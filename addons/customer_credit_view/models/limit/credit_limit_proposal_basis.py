from odoo import fields, models


class CreditLimitProposalBasis(models.Model):
    """One amount that a formula compared, as it was when the proposal was made. Written by the program alone."""

    _name = "credit.limit.proposal.basis"
    _description = "Basis of a Proposal"
    _order = "proposal_id, sequence, id"
    _rec_name = "basis"

    proposal_id = fields.Many2one("credit.limit.proposal", required=True, readonly=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    basis = fields.Char(string="Rests On", required=True, readonly=True)
    currency_id = fields.Many2one(related="proposal_id.company_currency_id")
    is_known = fields.Boolean(string="Known", readonly=True)
    amount = fields.Monetary(readonly=True)
    is_deciding = fields.Boolean(string="Decides", readonly=True)
