"""A database with our addons, for a moment as near to Odoo's own as one process comes: what benchmarks compare with."""

from contextlib import ExitStack, contextmanager, nullcontext
from unittest.mock import patch

from odoo.tools import OrderedSet

OURS = frozenset({"customer_credit_view", "order_gate"})
STATE = ("_field_triggers", "_field_trigger_trees", "_is_modifying_relations")


def without_gate(env):
    """The frame of the gate taken out of the documents."""
    stack = ExitStack()
    for model in ("sale.order", "stock.picking", "account.move"):
        document = env.registry[model]
        stack.enter_context(patch.object(document, "_gate_enter", lambda records, _checkpoint: records))
        stack.enter_context(patch.object(document, "_gate_require", lambda _records, _checkpoint, **_act: None))
        stack.enter_context(patch.object(document, "_gate_leave", lambda _records, _checkpoint: None))
        stack.enter_context(patch.object(document, "_gate_touch", lambda _records: None))
        stack.enter_context(patch.object(document, "_gate_watching", lambda _records, _checkpoint: nullcontext()))
    return stack


class PlainFields:
    """The fields of our addons taken out of what Odoo computes when something changes.

    What Odoo derives of it and keeps in memory is kept here for the next time: neither side pays for the exchange.
    """

    def __init__(self, registry):
        self.registry = registry
        self.plain = {name: {} for name in STATE}
        for field, paths in registry._field_triggers.items():
            left = {path: OrderedSet(t for t in targets if not _is_ours(t)) for path, targets in paths.items()}
            left = {path: targets for path, targets in left.items() if targets}
            if left:
                self.plain["_field_triggers"][field] = left

    @contextmanager
    def without(self):
        """Return a context in which changes reach none of our fields."""
        kept = {name: getattr(self.registry, name) for name in STATE}
        self.registry.__dict__.update(self.plain)
        try:
            yield
        finally:
            self.registry.__dict__.update(kept)


def _is_ours(field):
    return bool(field._modules) and OURS.issuperset(field._modules)
