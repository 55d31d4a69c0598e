import json
from dataclasses import fields

from odoo import api, models
from odoo.addons.evidence_ledger.logic import canonical
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode

from ...logic.contract import deviations
from ...logic.register import RegisterContent, RegisterRow, RegisterTotal

ROWS = {"lines": ("line_ids", RegisterRow), "totals": ("total_ids", RegisterTotal)}


class CustomerOrderRegisterClosing(models.Model):
    """Whether closed months still say what was sealed when they were closed.

    Triggers refuse a change; whoever owns the tables can drop triggers. The sealed hash is out of reach.
    """

    _inherit = "customer.order.register.closing"

    def _get_deviations(self, sealed_hash):
        """Return what this closing says otherwise than what was sealed, as JSON pointers; ``/`` where the kept payload
        itself is another."""
        self.ensure_one()
        if canonical.digest((self.payload or "").encode()) != sealed_hash or self.content_hash != sealed_hash:
            return ["/"]
        columns = {field.name: self[field.name] for field in fields(RegisterContent) if field.name not in ROWS}
        for name, (rows, kind) in ROWS.items():
            columns[name] = [
                {field.name: row[field.name] for field in fields(kind)} for row in self[rows].sorted("position")
            ]
        return deviations(json.loads(self.payload), columns, RegisterContent)

    @api.model
    def _get_findings(self, company):
        """Yield a ``Finding`` per closed month of ``company`` that was changed, removed or put in."""
        # sudo: verification reads every month of the company, whoever may see it.
        closings = self.sudo().search([("company_id", "=", company.id)])
        present = {closing.name: closing for closing in closings}
        # sudo: as above.
        entries = self.env["evidence.entry"].sudo()
        domain = [("subject_model", "=", self._name), ("event", "=", "customer_order_register.closed")]
        sealed = entries.search([("company_ref", "=", company.id), *domain], order="id")
        for entry in sealed:
            closing = present.get(entry.subject_key)
            found = closing._get_deviations(json.loads(entry.payload)["content"]) if closing else ["/"]
            if found:
                yield self._prepare_finding(company, entry.subject_key, entry.sequence, found)
        for name in present.keys() - set(sealed.mapped("subject_key")):
            yield self._prepare_finding(company, name, 0, ["/"])

    def _prepare_finding(self, company, name, sequence, paths):
        ref = EntryRef(company.id, self._name, name, sequence)
        return Finding(FindingCode.DOCUMENT_CHANGED, ref, {"paths": paths})
