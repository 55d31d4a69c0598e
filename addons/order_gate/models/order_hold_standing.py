import json

from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import digest
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import groupby

from ..logic.content import growth
from .order_hold import OPEN_STATES


class OrderHold(models.Model):
    """What a hold is worth while its document and the world change, and what ends it without a decision."""

    _inherit = "order.hold"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "order_hold.ready": EventSchema(1, {}),
            "order_hold.reopened": EventSchema(1, {}),
            "order_hold.cured": EventSchema(1, {}),
            "order_hold.passed": EventSchema(1, {"content": "hash"}),
            "order_hold.void": EventSchema(1, {"cause": "text"}),
        }

    def _get_unanswered(self, content, findings):
        """Return those of ``findings`` that no release among these holds answers for this ``content``."""
        answers = self.env["order.hold.finding"]
        for hold in self.filtered(lambda hold: hold.state == "released"):
            if not growth(json.loads(hold.content), content) and hold._is_release_sealed():
                answers |= hold.finding_ids
        return [finding for finding in findings if not any(answer._answers(finding) for answer in answers)]

    def _is_release_sealed(self):
        """Whether the ledger knows of this release, for this content: what was written into the table alone opens
        nothing."""
        self.ensure_one()
        domain = [("company_ref", "=", self.company_id.id), ("subject_model", "=", self._name)]
        domain += [("subject_key", "=", self.name), ("event", "=", "order_hold.released")]
        entry = self.env["evidence.entry"].search(domain, limit=1)
        if not entry:
            return False
        sealed = json.loads(entry.payload)
        codes = sorted(self.finding_ids.mapped("code"))
        return sealed["content"] == digest(self.content.encode()) and sorted(sealed["codes"]) == codes

    def _pass(self):
        """Note that the documents go on: open holds have lost their cause, releases did their work, and what
        was rejected stands nowhere any more."""
        now = self.env.cr.now()
        done = self.filtered(lambda hold: hold.act == "act" or hold._is_made())
        cured = done.filtered(lambda hold: hold.state in OPEN_STATES)
        decided = done.filtered(lambda hold: hold.state in ("released", "rejected") and not hold.passed_at)
        if cured:
            cured._advance(state="cured", passed_at=now)
            cured._seal_batch("order_hold.cured", {hold: {} for hold in cured})
        if decided:
            decided._advance(passed_at=now)
            decided._seal_batch("order_hold.passed", {hold: {"content": hold.content_hash} for hold in decided})
        (cured | decided).activity_unlink(["mail.mail_activity_data_todo"])

    def _is_made(self):
        """Whether the change that was refused stands in the document now: another one, that passes, does not end it."""
        self.ensure_one()
        return not growth(self._get_document()._gate_content(), json.loads(self.content))

    def _void(self, cause):
        if self:
            self._advance(state="void", void_cause=cause)
            # The hold that takes their place is inserted at once, and may find them open (order_hold_one_open).
            self.flush_recordset(["state"])
            self._seal_batch("order_hold.void", {hold: {"cause": cause} for hold in self})
            self.activity_unlink(["mail.mail_activity_data_todo"])

    def _reopen(self):
        ready = self.filtered(lambda hold: hold.state == "ready")
        if ready:
            ready._advance(state="active")
            ready._seal_batch("order_hold.reopened", {hold: {} for hold in ready})

    def _make_ready(self):
        """The cause is gone; whoever waits for it is told."""
        active = self.filtered(lambda hold: hold.state == "active")
        if active:
            active._advance(state="ready")
            active._seal_batch("order_hold.ready", {hold: {} for hold in active})
            active._tell_ready()

    # Judging again

    def _rejudge(self):
        """Look at these open holds again: cause gone, cause back, document gone on, cancelled or deleted.

        What was refused as a change is not judged again: what was asked for stands nowhere any more.
        """
        for (model, checkpoint), group in groupby(self, key=lambda hold: (hold.res_model, hold.checkpoint)):
            holds = self.browse([hold.id for hold in group])
            # A model that is gone with its addon has no documents.
            documents = self.env[model].browse(holds.mapped("res_id")).exists() if model in self.env else self.browse()
            alive = set(documents.ids)
            holds.filtered(lambda hold, alive=alive: hold.res_id not in alive)._void("deleted")
            if documents:
                holds._rejudge_documents(documents, checkpoint)

    def _rejudge_documents(self, documents, checkpoint):
        by_document = self.filtered(lambda hold: hold.res_id in documents._ids).grouped("res_id")
        dead = documents.filtered(lambda document: document._gate_is_dead())
        waiting = (documents - dead).filtered(lambda document: document._gate_is_ahead(checkpoint))
        self.browse().union(*(by_document[document.id] for document in dead))._void("dead")
        acts = self.filtered(lambda hold: hold.act == "act" and hold.state in OPEN_STATES)
        acts.filtered(lambda hold: hold.res_id in (documents - dead - waiting)._ids)._pass()
        verdicts = waiting._gate_judge(checkpoint)
        for document in waiting:
            holds = by_document[document.id] & acts
            if document in verdicts and verdicts[document].refused:
                holds._reopen()
            else:
                holds._make_ready()

    @api.model
    def _follow_documents(self):
        """Before the commit: void what is bound to less than its document asks for now, judge the rest again."""
        touched = self.env.cr.precommit.data.pop("order_gate.touched", {})
        # sudo: whoever writes a document may not write its holds.
        for model, holds in self.sudo()._get_open(touched).grouped("res_model").items():
            holds._follow(self.env[model].sudo().browse(touched[model]).exists())
        # The flush before the commit is over (Cursor.flush).
        self.env.flush_all()

    @api.model
    def _follow_customers(self):
        """Before the commit: judge the open holds of customers that were changed again."""
        ids = self.env.cr.precommit.data.pop("order_gate.customers", ())
        # sudo: whoever keeps customers may not write holds.
        holds = self.sudo().search([("partner_id", "child_of", list(ids)), ("state", "in", OPEN_STATES)])
        holds |= holds.search([("partner_id", "parent_of", list(ids)), ("state", "in", OPEN_STATES)])
        holds._rejudge()
        self.env.flush_all()

    def _follow(self, documents):
        asked = {document.id: document._gate_content() for document in documents if not document._gate_is_dead()}
        grown = self.filtered(
            lambda hold: hold.res_id in asked and growth(json.loads(hold.content), asked[hold.res_id])
        )
        grown = grown.filtered(lambda hold: hold.state != "rejected")
        grown._void("grown")
        (self - grown)._rejudge()
        for checkpoint, holds in grown.filtered(lambda hold: hold.act == "act").grouped("checkpoint").items():
            # What waited in the queue goes on waiting, for what is asked now.
            waiting = documents.browse(holds.mapped("res_id")).filtered(
                lambda document, at=checkpoint: document._gate_is_ahead(at)
            )
            verdicts = waiting._gate_judge(checkpoint)
            held = waiting.filtered(lambda document, v=verdicts: document in v and v[document].refused)
            self._place(held._gate_prepare_refusals(checkpoint, verdicts))
