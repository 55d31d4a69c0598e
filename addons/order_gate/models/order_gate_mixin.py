from contextlib import contextmanager, nullcontext
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import groupby

from ..exceptions import OrderHeld
from ..logic.content import content, growth, is_cheaper
from ..logic.findings import Checkpoint
from ..tools import modes
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

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["order.hold"]._note_new(records)
        return records

    def unlink(self):
        self._gate_void("deleted")
        return super().unlink()

    # The frame: not meant to be overridden

    def _gate_enter(self, checkpoint):
        """Judge these records before an act and return those that may go on with it.

        A single record that is held raises ``OrderHeld``. Of several, the held ones are left out: their holds are
        written in this transaction. So it is, too, where the caller must not raise (``_gate_is_quiet``).
        """
        # What is not before this act is left to the act itself, which refuses it in its own words.
        ahead = self.filtered(lambda record: record.sudo()._gate_is_ahead(checkpoint))
        verdicts = ahead._gate_decide(checkpoint)
        verdicts.update(ahead._gate_judge_in_turn(checkpoint, verdicts))
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
        verdicts = waiting._gate_decide(checkpoint)
        held = waiting.filtered(lambda record: record in verdicts and verdicts[record].refused)
        if held:
            raise held._gate_refuse(checkpoint, verdicts, act)
        waiting._gate_pass(checkpoint, verdicts)

    def _gate_leave(self, checkpoint):
        """Forget that these records passed: the act is done, and the next one is judged again."""
        passed = self.env.cr.precommit.data.get(_PASSED, set())
        passed.difference_update((record._name, record.id, checkpoint) for record in self)

    def _gate_decide(self, checkpoint):
        """Judge these records for an act that follows at once: first of all, what they are compared with is claimed."""
        judged = self.filtered(lambda record: record.sudo()._gate_is_judged(checkpoint))
        # Company by company in the same order everywhere: two batches must not wait for each other. Branches share
        # totals, and claim together.
        by_company = judged.grouped(lambda record: record.sudo().company_id.root_id)
        for company in sorted(by_company, key=lambda company: company.id):
            claiming, branches = by_company[company], by_company[company].sudo().company_id
            claiming = claiming._gate_as_judge(branches if len(branches) == 1 else company)
            claiming._gate_read_ahead()
            claiming._gate_claim(checkpoint)
        return self._gate_judge(checkpoint)

    def _gate_judge_in_turn(self, checkpoint, verdicts):
        """Judge those that pass and share totals once more, each beside those that pass before it: together they may be
        too much. Return their verdicts."""
        passing = self.filtered(lambda record: record in verdicts and not verdicts[record].refused)
        judged = {}
        for record in passing._gate_get_sharing(checkpoint) if len(passing) > 1 else ():
            judged.update(record._gate_judge(checkpoint))
            if not judged[record].refused:
                self.env.cr.precommit.data.setdefault(_PASSED, set()).add((record._name, record.id, checkpoint))
        return judged

    def _gate_get_passed(self, checkpoint):
        """Return the records of this model that passed ``checkpoint`` in this transaction and have its act before
        them."""
        keys = self.env.cr.precommit.data.get(_PASSED, ())
        passed = self.browse(sorted(key[1] for key in keys if key[::2] == (self._name, checkpoint)))
        return passed.exists().filtered(lambda record: record._gate_is_ahead(checkpoint)) if passed else passed

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
        context = {key: value for key, value in self.env.context.items() if key in KEPT_CONTEXT}
        if company:
            context["allowed_company_ids"] = [company.id]
        # su: the same judgement for everybody, whatever they may read. The context is replaced, not extended.
        return self.with_env(self.env(context=context, su=True))

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
        texts = [
            record._gate_refusal_text(refusal, verdicts[record].holds)
            for record, refusal in zip(self, refusals, strict=True)
        ]
        return OrderHeld("\n\n".join(texts))

    def _gate_keep_refused(self):
        """Place the holds of refusals that the caller caught, in this transaction, because it goes on."""
        self.env["order.hold"]._place(PendingRefusals.get(self.env).take())

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

    def _gate_watching(self, checkpoint):
        """Judge these records again at the end of the block if they then ask for more, or for a lower price, than at
        its beginning."""
        return self._gate_compare(checkpoint) if self else nullcontext()

    @contextmanager
    def _gate_compare(self, checkpoint):
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

    # Hooks

    def _gate_facts(self):
        """Return ``{record: Facts}``; called with all rights, in the company of the records."""
        return {}

    def _gate_head_facts(self):
        """Return ``{record: Facts}`` for who needs no lines; they may be left out where that saves queries."""
        return self._gate_facts()

    def _gate_findings(self, checkpoint):
        """Return ``{record: [Finding]}`` for all of these records, which are of one company.

        Extend it with ``super()`` and batch queries. Called with all rights and a clean context; must not write.
        """
        rules = self.env["order.gate.rule"]._get_enforced(self.env.company, checkpoint)
        return rules._find(self)

    def _gate_read_ahead(self):
        """Read together what a judgement of these documents looks at one by one."""

    def _gate_claim(self, checkpoint):
        """Make transactions that compare with the same totals go one after the other; these are of one company and its
        branches.

        Called before an act is judged, not where somebody only looks. Update the rows that stand for the totals, in a
        fixed order: under REPEATABLE READ a lock alone would show the old ones to who waited for it.
        """

    def _gate_get_sharing(self, checkpoint):
        """Return those of these records that are compared with a total which others of them add to."""
        return self.browse()

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
