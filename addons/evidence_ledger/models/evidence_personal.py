from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.exceptions import UserError

from ..exceptions import EvidenceRetained, EvidenceUnderHold
from ..tools import guard_table
from ..tools.draft import Subject


class EvidencePersonal(models.Model):
    """The original of a personal value: its entry holds only SHA-256(salt ‖ value).

    It lies here so that it can be erased while the entry still stands. Salt and value go together: a short value could
    be guessed from its salt and hash.
    """

    _name = "evidence.personal"
    _description = "Personal Value in Evidence"
    _log_access = False
    _order = "entry_ref, id"
    _rec_name = "path"

    entry_ref = fields.Integer("Entry ID", required=True, index=True)
    company_ref = fields.Integer("Company ID", required=True)
    path = fields.Char(required=True, help="Where the value stands in the payload (JSON pointer), or: reason.")
    salt = fields.Char()
    value = fields.Text()
    erased_at = fields.Datetime("Erased on")

    def init(self):
        guard_table(self.env.cr, self._table, columns=["entry_ref", "company_ref", "path"])

    def _erase(self, reason):
        """Erase these values and their salts, and seal that it happened in the chains they came from.

        Refused as a whole while one of them is retained or under legal hold. The caller checks who may.
        """
        kept = self.filtered(lambda personal: not personal.erased_at)
        if not kept:
            raise UserError(self.env._("There is no personal value left to erase."))
        chains = kept._group_by_subject()
        for subject, values in chains.items():
            values._check_erasable(subject)
        drafts = [values._prepare_erasure_draft(subject, reason) for subject, values in chains.items()]
        kept.write({"salt": False, "value": False, "erased_at": fields.Datetime.now()})
        return self.env["evidence.entry"]._append(drafts)

    def _group_by_subject(self):
        companies = self.env["res.company"]
        return self.grouped(
            lambda personal: Subject(
                companies.browse(personal.company_ref),
                personal._get_entry().subject_model,
                personal._get_entry().subject_key,
            )
        )

    def _check_erasable(self, subject):
        if self.env["evidence.hold"]._is_held(*subject.place):
            raise EvidenceUnderHold(
                self.env._(
                    "%(document)s is under legal hold: nothing is erased until it is lifted.", document=subject.key
                )
            )
        years = subject.company.evidence_retention_years
        latest = max(personal._get_entry().sealed_at for personal in self)
        free_from = latest + relativedelta(years=years)
        if free_from > self.env.cr.now():
            raise EvidenceRetained(
                self.env._(
                    "Personal data of %(document)s is retained for %(years)s years, until %(date)s.",
                    document=subject.key,
                    years=years,
                    date=free_from.date(),
                )
            )

    def _prepare_erasure_draft(self, subject, reason):
        schema = self.env["evidence.mixin"]._get_evidence_events()["personal.erased"]
        values = [{"entry": personal._get_entry().sequence, "path": personal.path} for personal in self]
        return self.env["evidence.entry"]._prepare_draft(subject, "personal.erased", schema, {"values": values}, reason)

    def _get_entry(self):
        return self.env["evidence.entry"].browse(self.entry_ref)
