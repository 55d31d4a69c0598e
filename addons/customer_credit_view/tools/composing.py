"""Documents whose rows only make sense together, such as both sides of a balance sheet.

A form saves head and rows as one change, but the ORM writes them one after another: each row alone would be refused.
So rows are checked one by one only when they are written alone. What is going on is kept with the cursor, out of reach
of a client's context.
"""

from collections import Counter
from contextlib import contextmanager

KEY = "customer_credit_view.composing"


@contextmanager
def composing(env, model):
    """Within, rows of documents of ``model`` are written as parts of one change; the caller checks afterwards."""
    depths = env.cr.precommit.data.setdefault(KEY, Counter())
    depths[model] += 1
    try:
        yield
    finally:
        depths[model] -= 1


def is_composing(env, model):
    return env.cr.precommit.data.get(KEY, Counter())[model] > 0
