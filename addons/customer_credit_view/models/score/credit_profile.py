from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import AssessmentRefused
from ..statement.credit_statement import READER

RECEIVABLE = [("parent_state", "=", "posted"), ("account_id.account_type", "=", "asset_receivable")]


class CreditProfile(models.Model):
    """The customer's score: assessments, and what they read of its history with us."""

    _inherit = "credit.profile"

    assessment_ids = fields.One2many("credit.assessment", "profile_id", string="Assessments", groups=READER)
    assessment_count = fields.Integer(compute="_compute_assessment_count", groups=READER)
    bureau_report_ids = fields.One2many("credit.bureau.report", "profile_id", string="Bureau Reports", groups=READER)

    @api.depends("assessment_ids")
    def _compute_assessment_count(self):
        counts = dict(
            self.env["credit.assessment"]._read_group([("profile_id", "in", self.ids)], ["profile_id"], ["__count"])
        )
        for profile in self:
            profile.assessment_count = counts.get(profile, 0)

    def action_assess(self):
        """Score these customers and show the assessments; where a person has to answer something, as drafts."""
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may assess customers."))
        assessments = self.env["credit.assessment"]._assess(self)
        if not assessments:
            raise AssessmentRefused(
                self.env._("No scorecard is in force for these customers. A manager of credit can activate one.")
            )
        return assessments._get_records_action(name=self.env._("Assessments"))

    def action_view_assessments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_assessment_action")
        return {**action, "domain": [("profile_id", "=", self.id)], "context": {"default_profile_id": self.id}}

    def _get_first_invoice_dates(self):
        """Return ``{profile: date}`` of the first posted invoice of each customer."""
        return self._group_receivables([*RECEIVABLE, ("move_id.move_type", "=", "out_invoice")], "invoice_date:min")

    def _get_oldest_unpaid(self, date):
        """Return ``{profile: date}``: since when something that was due by ``date`` is unpaid, as the ledger is now."""
        unpaid = [*RECEIVABLE, ("reconciled", "=", False), ("balance", ">", 0), ("date_maturity", "<", date)]
        return self._group_receivables([*unpaid, ("amount_residual", ">", 0)], "date_maturity:min")

    def _group_receivables(self, domain, aggregate):
        """Return ``{profile: value}`` of the items on the accounts of these customers, child contacts included."""
        result = {}
        for company, profiles in self.grouped("company_id").items():
            by_customer = {profile.partner_id.id: profile for profile in profiles}
            # sudo: a customer's history counts for its score, whoever may read the ledger.
            items = self.env["account.move.line"].sudo()
            customers = [("partner_id.commercial_partner_id", "in", list(by_customer))]
            own = [("company_id", "child_of", company.id), *customers]
            groups = items._read_group([*own, *domain], ["partner_id.commercial_partner_id"], [aggregate])
            result |= {by_customer[partner.id]: value for partner, value in groups if value}
        return result

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"grade"}

    @api.model
    def _get_evidence_events(self):
        assessed = {
            "assessment": "text",
            "scorecard": "hash",
            "content": "hash",
            "grade?": "text",
            "score?": "quantity",
            "verdict": "text",
        }
        return {**super()._get_evidence_events(), "credit.assessed": EventSchema(1, assessed)}
