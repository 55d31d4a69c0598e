"""Keeping what was refused, though the refusal rolls its transaction back."""

import logging
from dataclasses import dataclass

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

KEY = "order_gate.refusals"
_TRIES = 5


@dataclass(frozen=True)
class Refusal:
    """One document refused at one checkpoint: plain values, since no record outlives the rollback.

    ``uid`` was refused and reads ``lang``; ``act`` is ``act`` for the act of the checkpoint and ``change`` for a change
    after it; ``facts`` are those of the moment, ``content`` the part of them that a release is bound to, ``findings``
    the findings that block.
    """

    uid: int
    lang: str | None
    checkpoint: str
    act: str
    facts: object
    content: dict
    findings: tuple

    @property
    def key(self):
        return self.facts.model, self.facts.record_id, self.checkpoint


class PendingRefusals:
    """The refusals of one transaction. They are written when it has ended, on a cursor of their own.

    After a rollback, which is the rule; and after a commit, when a caller caught the refusal and went on. Never
    before: a second cursor inside the act would wait for rows that the first has locked.
    """

    def __init__(self, env):
        self._registry = env.registry
        self._refusals = {}

    @classmethod
    def get(cls, env):
        """Return the refusals of the current transaction."""
        hooks = env.cr.postrollback
        pending = hooks.data.get(KEY)
        if pending is None:
            pending = hooks.data[KEY] = cls(env)
            hooks.add(pending.keep)
            env.cr.postcommit.add(pending.keep)
        return pending

    def add(self, refusals):
        self._refusals.update({refusal.key: refusal for refusal in refusals})

    @classmethod
    def forget(cls, env, keys):
        """Forget refusals of documents that passed after all in the same transaction."""
        pending = env.cr.postrollback.data.get(KEY)
        for key in keys if pending else ():
            pending._refusals.pop(key, None)

    def take(self):
        """Return what waits and forget it; tests, whose cursor never ends, place it themselves."""
        refusals, self._refusals = list(self._refusals.values()), {}
        return refusals

    def keep(self):
        refusals = self.take()
        if not refusals:
            return
        try:
            self._write_retrying(refusals)
        except Exception:
            # The refusal itself stands; raised here, this would hide it from the user.
            _logger.exception("No hold could be kept for %s", ", ".join(refusal.facts.name for refusal in refusals))

    def _write_retrying(self, refusals):
        # Somebody else may be held at the same document at the same moment.
        collisions = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
        for tries_left in reversed(range(_TRIES)):
            try:
                with self._registry.cursor() as cr:
                    # Placed as the person who was refused (order.hold._place_after).
                    api.Environment(cr, SUPERUSER_ID, {})["order.hold"]._place_after(refusals)
                return
            except collisions:
                if not tries_left:
                    raise
