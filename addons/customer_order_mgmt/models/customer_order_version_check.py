import json
from dataclasses import fields

from odoo import api, models
from odoo.addons.evidence_ledger.logic import canonical
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

from ..logic.contract import ROWS, OrderContent, deviations

BATCH = 500
# What was frozen by a counter-offer is sealed again, with the same hash, when it is accepted.
KINDS = {
    "customer_order.accepted": "acceptance",
    "customer_order.countered": "counter",
    "customer_order.amended": "amendment",
}
FREEZING_EVENTS = list(KINDS)


class CustomerOrderVersion(models.Model):
    """Whether the frozen rows still say what was sealed when they were accepted.

    Triggers refuse a change; whoever owns the tables can drop triggers. The sealed hash is out of reach.
    """

    _inherit = "customer.order.version"

    def _get_deviations(self, sealed_hash):
        """Return what this version says otherwise than the content whose hash was sealed, as JSON pointers; ``/`` where
        the kept payload itself is another."""
        self.ensure_one()
        if canonical.digest((self.payload or "").encode()) != sealed_hash or self.content_hash != sealed_hash:
            return ["/"]
        return deviations(json.loads(self.payload), self._get_columns())

    def _get_columns(self):
        columns = {field.name: self[field.name] for field in fields(OrderContent) if field.name not in ROWS}
        for name, (rows, kind) in ROWS.items():
            columns[name] = [{field.name: row[field.name] for field in fields(kind)} for row in self[rows]]
        return columns

    def _get_all_deviations(self, entry, payload):
        """Return what this version says otherwise than ``entry``, which sealed it first: content and act."""
        act = {
            "order_id": self.order_id.name == self.order_name,
            "kind": self.kind == KINDS[entry.event],
            "accepted_at": _second(self.accepted_at) == _second(entry.sealed_at),
            "accepted_by_res_id": f"user:{self.accepted_by_res_id}" == entry.author,
            "accepted_date": payload["accepted_date"] == str(self.accepted_date),
        }
        return self._get_deviations(payload["content"]) + [f"/{name}" for name, holds in act.items() if not holds]

    @api.model
    def _get_findings(self, company):
        """Yield a ``Finding`` per accepted version of ``company`` that was changed, removed or put in."""
        # sudo: verification reads every order of the company, whoever may see it.
        versions = self.sudo()
        known = set()
        for entries in self._get_acceptances(company):
            present = versions._get_by_place(company, entries.mapped("subject_key"))
            for entry in entries:
                payload = json.loads(entry.payload)
                place = entry.subject_key, payload["version"]
                if place in known:
                    continue
                known.add(place)
                found = present[place]._get_all_deviations(entry, payload) if place in present else ["/"]
                if found:
                    yield self._prepare_finding(company, place, entry.sequence, found)
            self.env.invalidate_all()
        for place in versions._get_by_place(company).keys() - known:
            yield self._prepare_finding(company, place, 0, ["/"])

    def _get_acceptances(self, company):
        """Yield the sealed acceptances of ``company``, some hundreds at a time."""
        # sudo: see _get_findings.
        entries = self.env["evidence.entry"].sudo()
        domain = [("subject_model", "=", "customer.order"), ("event", "in", FREEZING_EVENTS)]
        for ids in split_every(BATCH, entries.search([("company_ref", "=", company.id), *domain], order="id").ids):
            yield entries.browse(ids)

    def _get_by_place(self, company, order_names=None):
        """Return ``{(order name, version number): version}``."""
        domain = [("company_res_id", "=", company.id)]
        if order_names is not None:
            domain.append(("order_name", "in", order_names))
        return {(version.order_name, version.number): version for version in self.search(domain)}

    def _prepare_finding(self, company, place, sequence, paths):
        ref = EntryRef(company.id, "customer.order", place[0], sequence)
        return Finding(FindingCode.DOCUMENT_CHANGED, ref, {"version": place[1], "paths": paths})


def _second(moment):
    return moment.replace(microsecond=0)
