import json

from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

from ..logic.sealed_rows import compare, public_keys

BATCH = 500


class CustomerOrderSealedRow(models.AbstractModel):
    """Rows about an order, each sealed with it: the verification compares the rows with what was sealed.

    A model names the event in ``_sealing_event`` and the column with its author's number in ``_author_column``,
    and answers ``_prepare_evidence_payload`` per row.
    """

    _name = "customer.order.sealed.row"
    _inherit = ["customer.order.contract"]
    _description = "Row That Was Sealed with Its Order"

    _sealing_event = ""
    _author_column = ""
    # Whether every row was sealed, so that one without an entry was put in.
    _is_always_sealed = True

    @api.model
    def _get_findings(self, company):
        """Yield a ``Finding`` for each row of ``company`` that was changed, removed or put in."""
        # sudo: verification reads every order of the company, whoever may see it.
        rows, entries = self.sudo(), self.env["evidence.entry"].sudo()
        sealed = entries._read_group(self._get_entry_domain(company), ["subject_key"])
        names = {name for [name] in sealed} | set(rows.search(self._get_row_domain(company)).order_id.mapped("name"))
        for some in split_every(BATCH, sorted(names)):
            yield from rows._compare_orders(
                company,
                entries.search([*self._get_entry_domain(company), ("subject_key", "in", some)], order="id"),
                rows.search([*self._get_row_domain(company), ("order_id.name", "in", some)]),
            )
            self.env.invalidate_all()

    def _compare_orders(self, company, entries, rows):
        sealed, kept = {}, {}
        for entry in entries:
            facts = self._get_sealed_facts(entry)
            sealed.setdefault(entry.subject_key, []).extend((entry.sequence, fact) for fact in facts)
        for row in rows:
            kept.setdefault(row.order_id.name, []).append((0, row._prepare_sealed_facts()))
        for name in sorted(sealed.keys() | kept.keys()):
            difference = compare(sealed.get(name, []), kept.get(name, []))
            # A changed row is both: its entry, which can be looked up, stands for it.
            surplus = difference.surplus if self._is_always_sealed else ()
            for sequence in difference.missing or surplus:
                ref = EntryRef(company.id, "customer.order", name, sequence)
                yield Finding(FindingCode.DOCUMENT_CHANGED, ref, {"row": self._description, "paths": ["/"]})

    def _get_entry_domain(self, company):
        return [
            ("company_ref", "=", company.id),
            ("subject_model", "=", "customer.order"),
            ("event", "=", self._sealing_event),
        ]

    def _get_plain(self, payload):
        schema = self.env["customer.order"]._get_evidence_events()[self._sealing_event]
        # Concealed values are no keys of this schema, so they are left out.
        return EventSchema(schema.version, public_keys(schema.keys)).parse(payload)[0]

    # Hooks

    def _get_row_domain(self, company):
        """The rows that must have been sealed."""
        return [("company_id", "=", company.id)]

    def _get_sealed_facts(self, entry):
        """What ``entry`` says of rows: a list, one value for each."""
        return [{**self._get_plain(json.loads(entry.payload)), "author": entry.author}]

    def _prepare_sealed_facts(self):
        """What this row says, in the form of ``_get_sealed_facts``."""
        self.ensure_one()
        return {**self._get_plain(self._prepare_evidence_payload()), "author": f"user:{self[self._author_column]}"}
