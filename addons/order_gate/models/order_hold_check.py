import json

from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import digest
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

BATCH = 500
STATE_AFTER = {
    "order_hold.placed": "active",
    "order_hold.reopened": "active",
    "order_hold.ready": "ready",
    "order_hold.released": "released",
    "order_hold.rejected": "rejected",
    "order_hold.cured": "cured",
    "order_hold.void": "void",
}


class OrderHold(models.Model):
    """Whether holds still say what was sealed about them. Triggers refuse a change of what was found; whoever owns the
    tables can drop triggers, and the state must stay writable."""

    _inherit = "order.hold"

    @api.model
    def _get_document_findings(self, company):
        """Yield a ``Finding`` per hold of ``company`` that was changed, removed or put in."""
        # sudo: verification reads every hold of the company, whoever may see it.
        holds, entries = self.sudo(), self.env["evidence.entry"].sudo()
        subject = [("company_ref", "=", company.id), ("subject_model", "=", self._name)]
        names = set(holds.search([("company_id", "=", company.id)]).mapped("name"))
        names.update(name for [name] in entries._read_group(subject, ["subject_key"]))
        for batch in split_every(BATCH, sorted(names)):
            present = {hold.name: hold for hold in holds.search([("name", "in", batch)])}
            sealed = entries.search([*subject, ("subject_key", "in", batch)], order="sequence").grouped("subject_key")
            for name in batch:
                paths = self._get_deviations(present.get(name), sealed.get(name))
                if paths:
                    ref = EntryRef(company.id, self._name, name, 1 if name in sealed else 0)
                    yield Finding(FindingCode.DOCUMENT_CHANGED, ref, {"paths": paths})
            self.env.invalidate_all()

    @api.model
    def _get_deviations(self, hold, entries):
        """Return in what ``hold`` is not as its ``entries`` say, as JSON pointers; ``/`` where either is missing."""
        if not (hold and entries and entries[0].event == "order_hold.placed"):
            return ["/"]
        said = {**hold._prepare_placed_payload(), "content": digest((hold.content or "").encode())}
        sealed = json.loads(entries[0].payload)
        paths = [f"/{name}" for name, value in said.items() if sealed.get(name) != value]
        states = [STATE_AFTER[entry.event] for entry in entries if entry.event in STATE_AFTER]
        return paths if hold.state == states[-1] else [*paths, "/state"]
