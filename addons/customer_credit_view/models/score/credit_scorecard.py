from odoo import api, fields, models

STATES = [("draft", "Draft"), ("active", "In Force"), ("retired", "Retired")]


class CreditScorecard(models.Model):
    """How customers are scored: criteria with weights and bands, grades, knock-outs. One row is one version.

    A version that was in force never changes, so that every score can be explained by it.
    """

    _name = "credit.scorecard"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread", "evidence.mixin"]
    _description = "Scorecard"
    _order = "state, name, version desc"
    _check_company_auto = True
    _act_fields = frozenset({"code", "version", "state", "previous_id", "active_from", "active_to"})

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(string="Number", readonly=True, copy=False, index=True)
    version = fields.Integer(readonly=True, copy=False, default=1, aggregator=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id
    )
    segment = fields.Selection(
        lambda self: self.env["credit.profile"]._fields["segment"]._description_selection(self.env),
        help="For customers of this segment. Empty: for all that have no scorecard of their own.",
    )
    max_missing_percent = fields.Float(
        string="May Be Missing",
        digits=(16, 2),
        default=40.0,
        tracking=True,
        help="In percent of the weight. Where more is unknown there is no grade, because the score says too little.",
    )
    criterion_ids = fields.One2many("credit.scorecard.criterion", "scorecard_id", string="Criteria", copy=True)
    grade_ids = fields.One2many("credit.scorecard.grade", "scorecard_id", string="Grades", copy=True)
    knock_out_ids = fields.One2many("credit.scorecard.knock.out", "scorecard_id", string="Knock-Outs", copy=True)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default="draft", index=True, tracking=True
    )
    previous_id = fields.Many2one(
        "credit.scorecard", string="Previous Version", readonly=True, copy=False, ondelete="restrict"
    )
    active_from = fields.Datetime(string="In Force Since", readonly=True, copy=False)
    active_to = fields.Datetime(string="Until", readonly=True, copy=False)

    _share_of_a_whole = models.Constraint(
        "CHECK(max_missing_percent BETWEEN 0 AND 100)", "Between 0 and 100 percent of the weight may be missing."
    )
    _one_per_version = models.UniqueIndex(
        "(company_id, code, version) WHERE code IS NOT NULL", "This version of the scorecard exists already."
    )
    _one_in_force = models.UniqueIndex(
        "(company_id, COALESCE(segment, '')) WHERE state = 'active'",
        "Another scorecard is in force for these customers. Retire it first.",
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for card in self:
            card.display_name = self.env._("%(name)s, version %(version)s", name=card.name, version=card.version)

    @api.model
    def _find_for(self, profiles):
        """Return ``{profile: scorecard}``: that of its segment, else that of all; left out where none is in force."""
        # sudo: who is scored does not depend on who may read scorecards.
        domain = [("company_id", "in", profiles.company_id.ids), ("state", "=", "active")]
        cards = {(card.company_id, card.segment): card for card in self.sudo().search(domain)}
        found = {}
        for profile in profiles:
            company = profile.company_id.sudo()  # sudo: only compared
            card = cards.get((company, profile.segment)) or cards.get((company, False))
            if card:
                found[profile] = card
        return found
