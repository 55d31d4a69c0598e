import json
import re

from odoo import api, models
from odoo.addons.evidence_ledger.logic.findings import FindingCode

from .customer_order_version_check import FREEZING_EVENTS


class CustomerOrderVersion(models.Model):
    """Lets anyone who holds the document check it on a public page."""

    _inherit = "customer.order.version"

    def _get_verification_url(self):
        """The address of the public verification page, which the acknowledgement prints."""
        self.ensure_one()
        # sudo: the token opens a page without commercial content, and is on the document anyway.
        return f"{self.get_base_url()}/customer-order/verify/{self.sudo().verification_token}"

    @api.model
    def _find_by_verification_token(self, token):
        # What is no token at all (a NUL byte, say) need not reach the database.
        if not re.fullmatch(r"[\w-]{1,100}", token, re.ASCII):
            return self.browse()
        # An index lookup of a random token of 256 bits: its time tells nothing that helps to guess one.
        return self.search([("verification_token", "=", token)])

    def _get_public_proof(self):
        """What the verification page says. It holds no customer, no goods and no amount, and never should."""
        self.ensure_one()
        order = self.order_id
        subject = [
            ("company_ref", "=", order.company_id.id),
            ("subject_model", "=", order._name),
            ("subject_key", "=", order._get_evidence_key()),
        ]
        entries = self.env["evidence.entry"].search(subject, order="sequence")
        findings = entries._verify(subject)
        return {
            "company": order.company_id,
            "number": self.order_name,
            "version": self.number,
            "content_hash": self.content_hash,
            "links": self._get_public_links(entries),
            # An unsigned checkpoint is shown as such; it is no sign that anything was changed.
            "is_intact": all(finding.code == FindingCode.SIGNATURE_MISSING for finding in findings),
            "is_content_sealed": self._is_content_sealed(entries),
            "last_run": self.env["evidence.verification"]._get_last(order.company_id),
        }

    def _is_content_sealed(self, entries):
        """Whether this version still says what was sealed when it was frozen, in every column."""
        acceptances = entries.filtered(lambda entry: entry.event in FREEZING_EVENTS).mapped("payload")
        sealed = {payload["version"]: payload["content"] for payload in map(json.loads, acceptances)}
        return self.number in sealed and not self._get_deviations(sealed[self.number])

    def _get_public_links(self, entries):
        """The entries, each with the checkpoint that contains it."""
        leaves = self.env["evidence.checkpoint.leaf"].search([("entry_ref", "in", entries.ids)])
        numbers = {leaf.entry_ref: leaf.checkpoint_number for leaf in leaves}
        checkpoints = self.env["evidence.checkpoint"].search(
            [("company_ref", "=", self.order_id.company_id.id), ("number", "in", list(numbers.values()))]
        )
        by_number = {checkpoint.number: checkpoint for checkpoint in checkpoints}
        labels = self.order_id._get_public_event_labels()
        links = []
        for entry in entries:
            checkpoint = by_number.get(numbers.get(entry.id), checkpoints.browse())
            links.append(
                {
                    "sequence": entry.sequence,
                    "event": labels.get(entry.event, entry.event),
                    "sealed_at": entry.sealed_at,
                    "entry_hash": entry.entry_hash,
                    "checkpoint_number": checkpoint.number,
                    "checkpoint_hash": checkpoint.checkpoint_hash,
                    "is_signed": bool(checkpoint.signature),
                }
            )
        return links
