from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest, money
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.fields import Command
from odoo.tools import groupby

from ..logic.findings import findings_hash
from .order_hold import OPEN_STATES

FINDING = {"code": "text", "message": "text", "measure?": "text", "figures": [{"name": "text", "value": "text"}]}


class OrderHold(models.Model):
    """Placing a hold."""

    _inherit = "order.hold"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "order_hold.placed": EventSchema(
                1,
                {
                    "document_type": "text",
                    "document": "text",
                    "checkpoint": "text",
                    "act": "text",
                    "content": "hash",
                    "total": "money",
                    "currency": "text",
                    "findings": [FINDING],
                },
            ),
        }

    # Placing

    @api.model
    def _place_after(self, refusals):
        """Place holds for refusals whose transaction has ended, of those documents that outlived it; return them."""
        alive = set()
        for model, group in groupby(refusals, key=lambda refusal: refusal.facts.model):
            ids = {refusal.facts.record_id for refusal in group}
            # sudo: a document that the refused person may not read is held all the same.
            alive |= {(model, record_id) for record_id in self.env[model].sudo().browse(ids).exists().ids}
        placed = self.browse()
        for (uid, lang), group in groupby(refusals, key=lambda refusal: (refusal.uid, refusal.lang)):
            refused = self.with_user(uid).with_context(lang=lang)
            placed |= refused._place([refusal for refusal in group if refusal.key[:2] in alive]).with_env(self.env)
        return placed

    @api.model
    def _place(self, refusals):
        """Hold what was refused, in the current transaction; return the holds.

        A document held for the same causes in the same content keeps its hold; other causes or another content make
        a new one, and void the open one and any release, which do not cover it.
        """
        # sudo: no role may create holds; being refused does.
        holds = self.sudo()
        placed, refused = holds.browse(), []
        for refusal, known in holds._match(refusals):
            same = known.filtered(lambda hold, refusal=refusal: hold._is_same(refusal))
            if same:
                same[-1:]._reopen()
                placed |= same[-1:]
            else:
                known.filtered(lambda hold: hold.state != "rejected")._void("superseded")
                refused.append(refusal)
        if refused:
            # Of the client's context the language alone: no default of a field. pylint: disable-next=context-overridden
            holds = holds.with_context({"lang": self.env.lang})
            new = holds._keep([holds._prepare_vals(refusal) for refusal in refused])
            new._seal_batch("order_hold.placed", {hold: hold._prepare_placed_payload() for hold in new})
            new._tell_placed()
            placed |= new
        return placed

    @api.model
    def _match(self, refusals):
        """Yield each refusal with the holds of its document at its checkpoint."""
        for model, group in groupby(refusals, key=lambda refusal: refusal.facts.model):
            known = self._get_open({model: [refusal.facts.record_id for refusal in group]})
            by_place = known.grouped(lambda hold: (hold.res_model, hold.res_id, hold.checkpoint))
            for refusal in group:
                yield refusal, by_place.get(refusal.key, self.browse())

    def _is_same(self, refusal):
        """Whether this hold is about the same causes in the same content. A release is not: it answered them."""
        codes = [finding.code for finding in refusal.findings]
        return (
            self.state in (*OPEN_STATES, "rejected")
            and self.act == refusal.act
            and self.findings_hash == findings_hash(codes)
            and self.content_hash == digest(canonical_bytes(refusal.content))
        )

    @api.model
    def _prepare_vals(self, refusal):
        facts, text = refusal.facts, canonical_bytes(refusal.content)
        # Whoever asks for a change is its author.
        authors = [self.env.uid, *facts.author_ids] if refusal.act == "change" else list(facts.author_ids)
        company = self.env["res.company"].browse(facts.company_id)
        return {
            "name": self.env["ir.sequence"].next_by_code("order.hold"),
            "company_id": facts.company_id,
            "res_model": facts.model,
            "res_id": facts.record_id,
            "document_name": facts.name,
            "checkpoint": refusal.checkpoint,
            "act": refusal.act,
            "state": "active",
            "partner_id": facts.customer_id,
            "author_id": authors[0] if authors else False,
            "author_ids": [Command.set(authors)],
            "requested_by_id": self.env.uid,
            "user_id": self._get_responsible(refusal, company).id,
            "reason": refusal.findings[0].message,
            "amount": float(facts.total),
            "currency_id": facts.currency_id,
            "company_amount": float(facts.company_total),
            "held_at": self.env.cr.now(),
            "content": text.decode(),
            "content_hash": digest(text),
            "findings_hash": findings_hash(finding.code for finding in refusal.findings),
            "finding_ids": [Command.create(self._prepare_finding_vals(finding)) for finding in refusal.findings],
        }

    @api.model
    def _prepare_finding_vals(self, finding):
        return {
            "rule_id": finding.rule_id,
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "figures": dict(finding.figures),
            "measure": finding.measure is not None and str(finding.measure),
        }

    def _prepare_placed_payload(self):
        return {
            "document_type": self.res_model,
            "document": self.document_name,
            "checkpoint": self.checkpoint,
            "act": self.act,
            "content": self.content_hash,
            "total": money(self.amount, self.currency_id.decimal_places),
            "currency": self.currency_id.name,
            "findings": [
                {
                    "code": finding.code,
                    "message": finding.message,
                    **({"measure": finding.measure} if finding.measure else {}),
                    "figures": [
                        {"name": name, "value": value} for name, value in sorted((finding.figures or {}).items())
                    ],
                }
                for finding in self.finding_ids
            ],
        }
