import json

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

from ...logic.case_folder import Document, Folder, Screened, folder_hash, folder_text
from ..profile.credit_profile import READER

BATCH = 200


class CreditApplication(models.Model):
    """The case folder: what was known when it was decided, frozen with the decision and sealed by its hash."""

    _inherit = "credit.application"

    case_text = fields.Text(string="Case Folder", readonly=True, copy=False, groups=READER)
    case_hash = fields.Char(string="Hash of the Case Folder", readonly=True, copy=False, groups=READER)
    case_html = fields.Html(string="Case", compute="_compute_case_html", sanitize=False, groups=READER)

    @api.depends("case_text")
    def _compute_case_html(self):
        for application in self:
            case = json.loads(application.case_text) if application.case_text else None
            values = {"case": case, "labels": self._get_case_labels(), "digest": application.case_hash}
            application.case_html = case and self.env["ir.qweb"]._render(
                "customer_credit_view.credit_case_folder", values
            )

    def _freeze_case(self):
        text = folder_text(self._get_folder())
        self._act({"case_text": text, "case_hash": folder_hash(text)})

    def _get_folder(self):
        """Return the ``Folder`` of this case as it is now."""
        self.ensure_one()
        # sudo: the folder is complete whoever decides; who reads it must be a reader of credit.
        case = self.sudo()
        documents = [
            Document(one.type_id.name, one.file_hash, str(one.expiry_date or ""), one.state)
            for one in case.answer_ids.document_ids.sorted("id")
        ]
        answers = [
            {"row": row.name, "required": row.is_required, "status": row.status, "text": row.text or ""}
            for row in case.answer_ids
        ]
        return Folder(
            number=case.name,
            customer=case.partner_id.name,
            request=case._prepare_case_request(),
            documents=tuple(documents),
            answers=tuple(answers),
            persons=tuple(
                {"name": one.name, "role": one.role, "share": f"{one.share:g}", "country": one.country_id.code or ""}
                for one in case.person_ids
            ),
            screening=case._get_case_screening(),
            assessment=case._get_case_assessment(),
            recommendation=case._prepare_case_recommendation(),
            decision=case._prepare_case_decision(),
        )

    def _prepare_case_request(self):
        return {
            "amount": self._to_text(self.requested_amount),
            "yearly": self._to_text(self.yearly_amount),
            "currency": self.currency_id.name,
            "term": self.payment_term_id.name or "",
            "segment": self.segment or "",
            "purpose": self.purpose or "",
            "channel": self.channel,
            "submitted": fields.Datetime.to_string(self.submitted_at),
        }

    def _prepare_case_recommendation(self):
        return {
            "verdict": self.recommended,
            "amount": self._to_text(self.recommended_amount),
            "term": self.recommended_term_id.name or "",
            "reason": self.recommendation or "",
            "by": self.recommended_by_id.login,
            "at": fields.Datetime.to_string(self.recommended_at),
        }

    def _prepare_case_decision(self):
        return {
            "decision": self.state,
            "amount": self._to_text(self.decided_amount),
            "term": self.decided_term_id.name or "",
            "conditions": self.conditions or "",
            "refusal": self.refusal_reason_id.name or "",
            "reapply": str(self.reapply_date or ""),
            "by": self.decided_by_id.login,
            "at": fields.Datetime.to_string(self.decided_at),
            "note": self.decision_note or "",
        }

    def _get_case_screening(self):
        profile = self._get_profile().sudo()  # sudo: see _get_folder
        results = self.env["credit.screening.result"].search([("profile_id", "=", profile.id)])
        hits = profile.screening_hit_ids.grouped("list_id")
        return tuple(
            Screened(
                result.list_id.code,
                str(result.version_id.number),
                result.version_id.fingerprint,
                tuple(
                    {"hit": hit.name, "reference": hit.reference, "score": f"{hit.score:.1f}", "state": hit.state}
                    for hit in hits.get(result.list_id, ())
                ),
            )
            for result in results.sorted(lambda one: (one.list_id.code, one.version_id.number))
        )

    def _get_case_assessment(self):
        """Hook: what other parts of the credit view know of the customer, as texts, numbers, lists and mappings of
        them. Money is text (``_to_text``), no floats."""
        profile = self._get_profile().sudo()  # sudo: see _get_folder
        exposure = profile._get_exposure()[profile]
        parts = {name: str(value) for name, value in exposure._asdict().items() if value and name != "maturities"}
        return {
            "standing": profile.standing,
            "grade": profile.grade or "",
            "exposure": {**parts, "currency": profile.currency_id.name},
        }

    def _to_text(self, amount):
        return money(amount, self.currency_id.decimal_places)

    def _get_case_labels(self):
        """Return what the keys of the folder are called on the screen."""
        return {
            "amount": self.env._("Amount"),
            "yearly": self.env._("Purchases per year"),
            "currency": self.env._("Currency"),
            "term": self.env._("Terms"),
            "segment": self.env._("Segment"),
            "purpose": self.env._("What for"),
            "channel": self.env._("Came by"),
            "submitted": self.env._("Submitted on (UTC)"),
            "verdict": self.env._("Recommended"),
            "reason": self.env._("Why"),
            "by": self.env._("By"),
            "at": self.env._("On (UTC)"),
            "decision": self.env._("Decision"),
            "conditions": self.env._("Conditions"),
            "refusal": self.env._("Refused because"),
            "reapply": self.env._("May apply again from"),
            "note": self.env._("Why it was decided so"),
            "standing": self.env._("Standing"),
            "grade": self.env._("Grade"),
        }

    # Verification

    @api.model
    def _get_document_findings(self, company):
        """Yield a ``Finding`` for each decided application of ``company`` whose folder is not what was sealed."""
        # sudo: verification reads every case of the company, whoever may see it.
        entries = self.env["evidence.entry"].sudo()
        domain = [
            ("company_ref", "=", company.id),
            ("subject_model", "=", self._name),
            ("event", "=", "credit.application_decided"),
        ]
        for ids in split_every(BATCH, entries.search(domain, order="id").ids):
            some = entries.browse(ids)
            keys = [("company_id", "=", company.id), ("name", "in", some.mapped("subject_key"))]
            cases = {case.name: case for case in self.sudo().search(keys)}  # sudo: as above
            for entry in some:
                case, sealed = cases.get(entry.subject_key), json.loads(entry.payload)
                if not case or case._is_other_than(sealed):
                    ref = EntryRef(company.id, self._name, entry.subject_key, entry.sequence)
                    yield Finding(FindingCode.DOCUMENT_CHANGED, ref, {"row": self._description, "paths": ["/case"]})
            self.env.invalidate_all()

    def _is_other_than(self, sealed):
        is_folder = self.case_hash == sealed["case"] == folder_hash(self.case_text or "")
        amount = self._to_text(self.decided_amount)
        return not is_folder or (self.state, amount) != (sealed["decision"], sealed["amount"])
