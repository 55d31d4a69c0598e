from odoo import api, fields, models

from ...exceptions import BureauRefused
from ...logic.bureau_file import RowFault

IDENTIFIERS = ("vat", "company_registry", "ref")


class CreditBureauReport(models.Model):
    """What a bureau said of a customer on a day. Stored as it was said."""

    _name = "credit.bureau.report"
    _description = "Report of a Credit Bureau"
    _order = "report_date desc, id desc"
    _rec_name = "report_number"

    bureau_id = fields.Many2one("credit.bureau", required=True, readonly=True, index=True, ondelete="restrict")
    profile_id = fields.Many2one(
        "credit.profile", string="Customer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    identifier = fields.Char(readonly=True, help="How the bureau names the customer.")
    report_date = fields.Date(string="Date", required=True, readonly=True)
    report_number = fields.Char(string="Number", readonly=True)
    has_score = fields.Boolean(readonly=True)
    score = fields.Float(digits=(16, 2), readonly=True, aggregator="avg")
    rating = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    has_limit = fields.Boolean(readonly=True)
    limit_amount = fields.Monetary(string="Recommended Limit", readonly=True)
    is_insolvent = fields.Boolean(string="Insolvent", readonly=True)

    _one_per_answer = models.UniqueIndex(
        "(bureau_id, profile_id, report_date, COALESCE(report_number, ''))", "This report is stored already."
    )

    @api.model
    def _get_latest(self, profiles, date, bureau=None):
        """Return ``{profile: report}``: the last one of ``bureau``, or of any, by ``date``."""
        domain = [("profile_id", "in", profiles.ids), ("report_date", "<=", date)]
        if bureau:
            domain.append(("bureau_id", "=", bureau.id))
        latest = {}
        # sudo: scores rest on all reports, whoever lets them be made.
        for report in self.sudo().search(domain):
            latest.setdefault(report.profile_id.id, report)
        return {profile: latest[profile.id] for profile in profiles if profile.id in latest}

    @api.model
    def _store(self, bureau, profiles, reading):
        """Store what is new of the answers about ``profiles``; note on ``bureau`` what could not be told."""
        by_identifier = self._get_identifiers(profiles)
        known = {report._get_key() for report in self.search([("bureau_id", "=", bureau.id)])}
        rows, problems = [], [self._get_sentence(problem) for problem in reading.problems]
        today, strangers = fields.Date.context_today(self), 0
        for answer in reading.answers:
            found = by_identifier.get(_plain(answer.identifier), profiles.browse())
            if len(found) != 1:
                strangers += not found
                problems += [self._get_identifier_sentence(answer, found)] if found else []
                continue
            if answer.report_date > today:
                problems.append(self._get_future_sentence(answer))
                continue
            currency = self._find_currency(answer.currency)
            if answer.limit is not None and not currency:
                problems.append(self.env._("%s: this currency is not in use here.", answer.currency))
                continue
            row = self._prepare_report(bureau, found, answer, currency)
            key = (row["profile_id"], answer.report_date, answer.report_number)
            if key not in known:
                known.add(key)
                rows.append(row)
        if strangers:
            problems.append(self.env._("Answers about nobody who has a credit profile here: %s.", strangers))
        bureau._act({"problems": "\n".join(problems)})
        return self.create(rows)

    def _prepare_report(self, bureau, profile, answer, currency):
        return {
            "bureau_id": bureau.id,
            "profile_id": profile.id,
            "identifier": answer.identifier,
            "report_date": answer.report_date,
            "report_number": answer.report_number,
            "has_score": answer.score is not None,
            "score": float(answer.score or 0),
            "rating": answer.rating,
            "currency_id": currency.id,
            "has_limit": answer.limit is not None,
            "limit_amount": float(answer.limit or 0),
            "is_insolvent": answer.insolvent,
        }

    @api.model
    def _get_identifiers(self, profiles):
        """Return ``{identifier: profiles}`` by all names under which a bureau may know customers."""
        found = {}
        for profile in profiles:
            names = {profile.name, *(profile.partner_id[field] for field in IDENTIFIERS)}
            for name in {_plain(name) for name in names if name}:
                found[name] = found.get(name, profiles.browse()) | profile
        return found

    @api.model
    def _find_currency(self, code):
        return self.env["res.currency"].search([("name", "=", code)], limit=1) if code else self.env["res.currency"]

    def _get_key(self):
        return self.profile_id.id, self.report_date, self.report_number or ""

    @api.model
    def _get_identifier_sentence(self, answer, found):
        customers = ", ".join(found.mapped("display_name"))
        return self.env._(
            "%(identifier)s may be several customers: %(customers)s.", identifier=answer.identifier, customers=customers
        )

    @api.model
    def _get_future_sentence(self, answer):
        """A report of tomorrow would keep the bureau from being asked, and no score could rest on it."""
        return self.env._(
            "%(identifier)s: the report is dated %(date)s, which is still to come.",
            identifier=answer.identifier,
            date=fields.Date.to_string(answer.report_date),
        )

    @api.model
    def _get_sentence(self, problem):
        values = {"row": problem.row, "value": problem.value}
        return {
            RowFault.IDENTIFIER: self.env._("Row %(row)s does not name a customer.", **values),
            RowFault.DATE: self.env._("Row %(row)s: “%(value)s” is no date. Write it like 2025-12-31.", **values),
            RowFault.NUMBER: self.env._("Row %(row)s: “%(value)s” is no number that can be read.", **values),
            RowFault.CURRENCY: self.env._("Row %(row)s: the limit %(value)s has no currency.", **values),
            RowFault.YES_NO: self.env._("Row %(row)s: “%(value)s” is neither yes nor no.", **values),
            RowFault.FORMULA: self.env._("Row %(row)s: “%(value)s” is a formula. Write its result.", **values),
            RowFault.COLUMN: self.env._("The file has no column “%(value)s”.", **values),
        }[problem.code]

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_said(self):
        raise BureauRefused(self.env._("What a bureau said stays, because scores may rest on it."))


def _plain(identifier):
    return "".join(letter for letter in identifier.upper() if letter.isalnum())
