from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import groupby

from ..exceptions import OrderHeld
from ..logic.content import content, growth, is_cheaper
from ..logic.findings import Checkpoint, Severity
from ..tools import modes
from ..tools.figures import decimal
from ..tools.refusals import PendingRefusals, Refusal

# All that a judgement may know of the client's context: the language of its messages.
KEPT_CONTEXT = ("lang",)
_PASSED = "order_gate.passed"


class Verdict(NamedTuple):
    """What a judgement says of one record: every finding, those that refuse it, and its holds so far.

    All that block refuse it, unless a release answers each of them: the next release is then for all of them.
    """

    findings: list
    refused: list
    holds: models.BaseModel


class OrderGateMixin(models.AbstractModel):
    """A document that is judged at a checkpoint.

    Entry points call ``_gate_enter`` and go on with what it returns; inner paths call ``_gate_require``. Addons add
    findings in ``_gate_findings``, nothing else.
    """

    _name = "order.gate.mixin"
    _description = "Document at the Gate"

    gate_hold_ids = fields.One2many("order.hold", "res_id", string="Holds", readonly=True, groups="base.group_user")
    gate_hold_state = fields.Selection(
        [("active", "Held"), ("ready", "Ready"), ("released", "Released"), ("rejected", "Rejected")],
        string="Gate",
        compute="_compute_gate_hold_state",
        search="_search_gate_hold_state",
        help="Held: somebody must release it. Ready: the cause is gone. Released: it may go on as it is.",
    )
    gate_notice = fields.Text(
        compute="_compute_gate_hold_state",
        groups="base.group_user",
        help="Why the document is held, and what comes next.",
    )

    @api.depends_context("lang")
    @api.depends("gate_hold_ids.state", "gate_hold_ids.passed_at", "gate_hold_ids.user_id")
    def _compute_gate_hold_state(self):
        # sudo: whoever sees the document learns that it is held and why, as does whoever tries the act.
        holds = self.env["order.hold"].sudo()._get_latest(self)
        for record in self:
            hold = holds.get(record._origin.id)
            record.gate_hold_state = hold and hold.state
            record.gate_notice = hold and hold._get_notice()

    @api.model
    def _search_gate_hold_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        labels = dict(self._fields["gate_hold_state"].selection)

        def with_holds(states):
            # any!: as in the compute method, whoever sees the document.
            return Domain("gate_hold_ids", "any!", [("state", "in", list(states)), ("passed_at", "=", False)])

        return with_holds(value) | ~with_holds(labels) if False in value else with_holds(value)

    def unlink(self):
        self._gate_void("deleted")
        return super().unlink()

    def action_check_gate(self):
        """Show the facts of this document and what the gate says of it now; changes nothing."""
        self.ensure_one()
        self.check_access("read")
        return self.env["order.gate.check"]._open(self)

    # The frame: not meant to be overridden

    def _gate_enter(self, checkpoint):
        """Judge these records before an act and return those that may go on with it.

        A single record that is held raises ``OrderHeld``. Of several, the held ones are left out: their holds are
        written in this transaction. So it is, too, where the caller must not raise (``_gate_is_quiet``).
        """
        # What is not before this act is left to the act itself, which refuses it in its own words.
        verdicts = self.filtered(lambda record: record.sudo()._gate_is_ahead(checkpoint))._gate_judge(checkpoint)
        held = self.filtered(lambda record: record in verdicts and verdicts[record].refused)
        if held:
            # Who has no right to the act learns nothing and holds nothing; the act itself checks those that pass.
            self.check_access("write")
        if held and len(self) == 1 and not self._gate_is_quiet():
            raise held._gate_refuse(checkpoint, verdicts)
        if held:
            self.env["order.hold"]._place(held._gate_prepare_refusals(checkpoint, verdicts))
        (self - held)._gate_pass(checkpoint, verdicts)
        return self - held

    def _gate_require(self, checkpoint, act="act"):
        """Raise ``OrderHeld`` unless these records pass the checkpoint, or passed it a moment ago in the same act."""
        passed = self.env.cr.precommit.data.get(_PASSED, ())
        waiting = self.filtered(lambda record: (record._name, record.id, checkpoint) not in passed or act != "act")
        verdicts = waiting._gate_judge(checkpoint)
        held = waiting.filtered(lambda record: record in verdicts and verdicts[record].refused)
        if held:
            raise held._gate_refuse(checkpoint, verdicts, act)
        waiting._gate_pass(checkpoint, verdicts)

    def _gate_leave(self, checkpoint):
        """Forget that these records passed: the act is done, and the next one is judged again."""
        passed = self.env.cr.precommit.data.get(_PASSED, set())
        passed.difference_update((record._name, record.id, checkpoint) for record in self)

    def _gate_judge(self, checkpoint):
        """Return ``{record: Verdict}`` for the records that are judged at ``checkpoint``; changes nothing."""
        judged = self.filtered(lambda record: record.sudo()._gate_is_judged(checkpoint))
        if not judged:
            return {}
        # sudo: whether a document was held or released does not depend on who asks.
        holds = self.env["order.hold"].sudo()._get_standing(judged, checkpoint)
        collected = judged._gate_collect(checkpoint)
        verdicts = {}
        for record in judged:
            # sudo: weighed by the settings of its company, whoever asks.
            findings = [record.sudo()._gate_weigh(checkpoint, finding) for finding in collected.get(record, ())]
            own = holds.get(record.id, self.env["order.hold"])
            refused = [finding for finding in findings if finding.blocks]
            if refused and own and not own._get_unanswered(record._gate_content(), refused):
                refused = []
            verdicts[record] = Verdict(findings, refused, own)
        return verdicts

    def _gate_collect(self, checkpoint):
        """Return ``{record: findings}``; judged company by company, in each with its own settings and rules."""
        found = {}
        for company, group in groupby(self, key=lambda record: record.sudo().company_id):
            records = self.browse([record.id for record in group])
            found.update(records._gate_as_judge(company)._gate_findings(checkpoint))
        return found

    def _gate_as_judge(self, company):
        """These records as the judge sees them: with all rights, in their own company, deaf to the client's context."""
        # Replaced, not extended. pylint: disable=context-overridden
        context = {key: value for key, value in self.env.context.items() if key in KEPT_CONTEXT}
        # sudo: the same judgement for everybody, whatever they may read.
        return self.with_context(context).sudo().with_company(company)

    def _gate_own_facts(self):
        """The facts of this record, as its judge sees them."""
        self.ensure_one()
        # sudo: read in its own company, whether the user has chosen that one or not.
        [facts] = self._gate_as_judge(self.sudo().company_id)._gate_facts().values()
        return facts

    def _gate_content(self):
        """What this record asks for, as a judgement is bound to it."""
        return content(self._gate_own_facts())

    def _gate_prepare_refusals(self, checkpoint, verdicts, act="act"):
        refusals = []
        for record in self:
            facts = record._gate_own_facts()
            found = tuple(verdicts[record].refused)
            refusals.append(Refusal(self.env.uid, self.env.lang, checkpoint, act, facts, content(facts), found))
        return refusals

    def _gate_refuse(self, checkpoint, verdicts, act="act"):
        """Return the error to raise for these held records; their holds are kept when the transaction has ended."""
        refusals = self._gate_prepare_refusals(checkpoint, verdicts, act)
        PendingRefusals.get(self.env).add(refusals)
        return OrderHeld("\n\n".join(self._gate_refusal_text(refusal) for refusal in refusals))

    def _gate_keep_refused(self):
        """Place the holds of refusals that the caller caught, in this transaction, because it goes on."""
        self.env["order.hold"]._place(PendingRefusals.get(self.env).take())

    def _gate_refusal_text(self, refusal):
        label = dict(self.env["order.hold"]._fields["checkpoint"]._description_selection(self.env))[refusal.checkpoint]
        return self.env._(
            "%(document)s is held (%(checkpoint)s):\n%(findings)s\nIt stays as it is and waits among the held"
            " documents, where a controller can release it.",
            document=refusal.facts.name,
            checkpoint=label,
            findings="\n".join(f"• {finding.message}" for finding in refusal.findings),
        )

    def _gate_pass(self, checkpoint, verdicts):
        """Note that these records pass: holds without a cause are cured, warnings stand in the chatter."""
        keys = [(record._name, record.id, checkpoint) for record in self]
        self.env.cr.precommit.data.setdefault(_PASSED, set()).update(keys)
        judged = self.filtered(lambda record: record in verdicts)
        # sudo: passing decides about holds that the acting person may not write.
        holds = self.env["order.hold"].sudo().union(*(verdicts[record].holds for record in judged))
        if holds:
            holds._pass()
        PendingRefusals.forget(self.env, keys)
        notes = {record: record._gate_prepare_note(verdicts[record].findings) for record in judged}
        noted = judged.filtered(lambda record: notes[record])
        if noted:
            noted._message_log_batch({record.id: notes[record] for record in noted})

    def _gate_prepare_note(self, findings):
        warnings = [finding.message for finding in findings if finding.severity == Severity.WARNING]
        text = " ".join(warnings)
        return text and self.env._("The gate let this pass with a warning: %(warnings)s", warnings=text)

    @contextmanager
    def _gate_watching(self, checkpoint):
        """Judge these records again at the end of the block if they then ask for more, or for a lower price, than at
        its beginning."""
        with modes.watching([(record._name, record.id) for record in self]) as keys:
            watched = self.browse(record_id for _model, record_id in keys)
            before = {record: record._gate_content() for record in watched}
            yield
        now = {record: record._gate_content() for record in watched.exists()}
        changed = [
            record for record in now if growth(before[record], now[record]) or is_cheaper(before[record], now[record])
        ]
        if changed:
            self.browse([record.id for record in changed])._gate_require(checkpoint, act="change")

    def _gate_touch(self):
        """Look at the holds of these records before the commit: they may be void now, or their cause gone."""
        if self.ids:
            data = self.env.cr.precommit.data.setdefault("order_gate.touched", {})
            if not data:
                self.env.cr.precommit.add(self.env["order.hold"]._follow_documents)
            data.setdefault(self._name, set()).update(self.ids)

    def _gate_void(self, cause):
        """Void what is open of the holds of these records."""
        if self.ids:
            # sudo: whoever may delete a document ends its holds.
            holds = self.env["order.hold"].sudo()._get_open({self._name: self.ids})
            if holds:
                holds._void(cause)

    def _gate_is_quiet(self):
        """Whether a refusal must not raise: the customer is acting, or a payment is being processed."""
        return modes.is_quiet() or not self.env.user._is_internal()

    def _gate_answer(self):
        """Return what a button answers about these records, which were left out."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Held, not done"),
                "message": self.env._(
                    "Held and left out: %(documents)s. Nothing else was held.",
                    documents=", ".join(self.mapped("display_name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # What the facts of all documents have in common

    def _get_gate_authors(self, lines):
        """Return who answers for this document, made it, or wrote one of its ``lines`` last. They must not release it
        where four eyes are asked for: whoever raises an order of another could pass his own change."""
        self.ensure_one()
        return self.user_id | self.create_uid | lines.create_uid | lines.write_uid

    def _gate_day(self, moment=None):
        """The business day of ``moment`` (now, if empty) where the company is."""
        self.ensure_one()
        # Never the acting user's: the day, and with it the rate, would depend on who asks.
        zone = self.company_id.partner_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone), moment or None)

    def _gate_business_day(self, own_day):
        """The day a judgement of this document is for: today, or its ``own_day`` where history is looked at."""
        return own_day if own_day and modes.is_looking_back() else self._gate_day()

    def _prepare_gate_amounts(self, currency, total, untaxed, day):
        """Return the amounts of ``Facts``, in the document's ``currency`` and in the company's."""
        self.ensure_one()
        company = self.company_id
        own = company.currency_id
        amounts = {"total": total, "untaxed": untaxed}
        facts = {name: decimal(amount, currency.decimal_places) for name, amount in amounts.items()}
        for name, amount in amounts.items():
            facts[f"company_{name}"] = decimal(currency._convert(amount, own, company, day), own.decimal_places)
        return {"currency_id": currency.id, **facts}

    # Hooks

    def _gate_facts(self):
        """Return ``{record: Facts}``; called with all rights, in the company of the records."""
        return {}

    def _gate_findings(self, checkpoint):
        """Return ``{record: [Finding]}`` for all of these records, which are of one company.

        Extend it with ``super()`` and batch queries. Called with all rights and a clean context; must not write.
        """
        rules = self.env["order.gate.rule"]._get_enforced(self.env.company, checkpoint)
        return rules._find(self)

    def _gate_weigh(self, checkpoint, finding):
        """Return ``finding`` as it counts at ``checkpoint`` in the company of this record."""
        return finding

    def _gate_is_judged(self, checkpoint):
        """Whether a record of this sort is judged at ``checkpoint``, in whatever state it is."""
        self.ensure_one()
        return False

    def _gate_is_ahead(self, checkpoint):
        """Whether this record has the act of ``checkpoint`` still before it."""
        self.ensure_one()
        return False

    def _gate_next_checkpoint(self):
        """Return the next checkpoint before this record, None where there is none."""
        self.ensure_one()
        return next((checkpoint for checkpoint in Checkpoint if self._gate_is_ahead(checkpoint)), None)

    def _gate_is_dead(self):
        """Whether nothing will come of this record any more: its holds are void then."""
        self.ensure_one()
        return False

    def _gate_resume(self, checkpoint):
        """Run the act of ``checkpoint`` as a user would; return what its button returns."""
        self.ensure_one()
        raise NotImplementedError
