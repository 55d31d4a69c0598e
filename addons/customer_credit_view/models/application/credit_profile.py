from collections import defaultdict

from odoo import api, fields, models

from ...logic.checklist import Applicant, applies, paper_fault
from ..profile.credit_profile import READER


class CreditProfile(models.Model):
    """The applications of a customer, and the documents that it must keep valid."""

    _inherit = "credit.profile"

    application_count = fields.Integer(compute="_compute_application_counts", groups=READER)
    document_count = fields.Integer(compute="_compute_application_counts", groups=READER)
    missing_documents = fields.Char(
        compute="_compute_missing_documents",
        groups=READER,
        help="Documents that the checklist wants to stay valid, and that are missing or have expired.",
    )

    def _compute_application_counts(self):
        partners = [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        counts = {}
        for model in ("credit.application", "credit.document"):
            rows = self.env[model]._read_group(partners, ["partner_id", "company_id"], ["__count"])
            counts[model] = {(partner, company): count for partner, company, count in rows}
        for profile in self:
            key = (profile.partner_id, profile.company_id)
            profile.application_count = counts["credit.application"].get(key, 0)
            profile.document_count = counts["credit.document"].get(key, 0)

    def _compute_missing_documents(self):
        missing = self._get_missing_documents(fields.Date.context_today(self))
        for profile in self:
            profile.missing_documents = ", ".join(kind.name for kind in missing[profile])

    def _get_missing_documents(self, day):
        """Return ``{profile: document types}`` that must stay valid and do not count on ``day``.

        What is asked depends on segment and country; amounts do not count here. Constant queries for each company.
        """
        missing = {}
        for company, profiles in self.grouped("company_id").items():
            items = self.env["credit.checklist.item"]._get_rows(company, is_kept=True, is_required=True)
            rows = [item._to_row()._replace(amount_from=0) for item in items]
            papers = profiles._get_papers(items.type_id) if items else {}
            for profile in profiles:
                applicant = Applicant(profile.segment or None, profile.partner_id.country_id.code or None, 0)
                kinds = items.browse([row.key.id for row in rows if applies(row, applicant)]).type_id
                faulty = [kind.id for kind in kinds if paper_fault(papers.get((profile.partner_id, kind), ()), day)]
                missing[profile] = kinds.browse(faulty)
        none = self.env["credit.document.type"]
        return {profile: missing.get(profile, none) for profile in self}

    @api.model
    def _get_credit_fact_missing_documents(self, gathering):
        profiles = self.union(*(subject.profile for subject in gathering.subjects))
        missing = profiles._get_missing_documents(gathering.today)
        return {
            subject: {
                "missing_documents": tuple(missing[subject.profile].mapped("name")),
                "missing_keys": tuple(missing[subject.profile].with_context(lang="en_US").mapped("name")),
            }
            for subject in gathering.subjects
            if subject.profile
        }

    def _get_papers(self, kinds):
        """Return ``{(customer, type): [Paper]}`` of these profiles, which are of one company."""
        # sudo: whether a document is missing does not depend on who asks.
        documents = (
            self.env["credit.document"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "=", self.company_id.id),
                    ("type_id", "in", kinds.ids),
                ]
            )
        )
        papers = defaultdict(list)
        for document in documents:
            papers[document.partner_id, document.type_id].append(document._to_paper())
        return papers

    def action_open_applications(self):
        self.ensure_one()
        return self._open_onboarding("credit.application", self.env._("Credit Applications"))

    def action_open_documents(self):
        self.ensure_one()
        return self._open_onboarding("credit.document", self.env._("Documents"))

    def _open_onboarding(self, model, name):
        own = {"partner_id": self.partner_id.id, "company_id": self.company_id.id}
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [(field, "=", value) for field, value in own.items()],
            "context": {f"default_{field}": value for field, value in own.items()},
        }
