import json

from odoo import api, models
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

BATCH = 500
# Version 1 of the event had no lines.
FIRST_VERSION = 2


class CustomerOrderAcknowledgement(models.Model):
    """Whether the kept rows still say what was sealed when the customer was told."""

    _inherit = "customer.order.acknowledgement"

    @api.model
    def _get_findings(self, company):
        """Yield a ``Finding`` per acknowledgement of ``company`` that says otherwise than its sealed entry."""
        # sudo: verification reads every order of the company, whoever may see it.
        entries = self.env["evidence.entry"].sudo()
        domain = [
            ("company_ref", "=", company.id),
            ("subject_model", "=", "customer.order"),
            ("event", "=", "customer_order.acknowledged"),
            ("event_version", ">=", FIRST_VERSION),
        ]
        for ids in split_every(BATCH, entries.search(domain, order="id").ids):
            yield from self._compare_with(company, entries.browse(ids))
            self.env.invalidate_all()

    def _compare_with(self, company, entries):
        sealed = {
            payload["number"]: (entry, payload) for entry, payload in ((e, json.loads(e.payload)) for e in entries)
        }
        # sudo: see _get_findings.
        rows = self.sudo().search([("company_id", "=", company.id), ("name", "in", list(sealed))])
        by_name = {row.name: row for row in rows}
        for name, (entry, payload) in sealed.items():
            row = by_name.get(name)
            paths = row._get_deviations(payload) + row._get_wrong_links(entry) if row else ["/"]
            if paths:
                ref = EntryRef(company.id, "customer.order", entry.subject_key, entry.sequence)
                yield Finding(FindingCode.DOCUMENT_CHANGED, ref, {"acknowledgement": name, "paths": paths})

    def _get_deviations(self, payload):
        """Return the JSON pointers of what these rows say otherwise than the sealed ``payload``."""
        self.ensure_one()
        now = json.loads(json.dumps(self._prepare_sealed_columns(), default=str))
        return [f"/{key}" for key, value in now.items() if (payload.get(key) or None) != (value or None)]

    def _get_wrong_links(self, entry):
        """Return the JSON pointers of links that lead elsewhere than ``entry`` says."""
        holds = {
            "order_id": self.order_id.name == entry.subject_key,
            "version_id": not self.version_id or self.version_id.order_id == self.order_id,
        }
        return [f"/{name}" for name, is_so in holds.items() if not is_so]

    def _prepare_sealed_columns(self):
        """What the row itself says of its entry: all but the recipient, who may be erased, and the file."""
        payload = self._prepare_evidence_payload()
        kept = {key: value for key, value in payload.items() if key not in ("recipient", "document")}
        lines = [{key: value for key, value in line.items() if value is not None} for line in payload["lines"]]
        return {**kept, "lines": lines}
