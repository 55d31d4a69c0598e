"""What the native invoicing of sales orders is to invoice, told by whoever runs an invoicing plan.

Kept in the server's thread and not in the context, which any client can send.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

_current = ContextVar("customer_order_mgmt.invoicing_order", default=None)


@dataclass(frozen=True, kw_only=True)
class InvoicingOrder:
    """Invoice these quantities, ``{sales order line id: quantity}``, on one invoice of that date and journal.

    Without quantities it is a down payment, which names its own lines.
    """

    date: date
    journal_id: int | None = None
    quantities: Mapping[int, float] = field(default_factory=dict)


@contextmanager
def ordering(order: InvoicingOrder):
    """Within this block sales orders are invoiced as ``order`` says."""
    token = _current.set(order)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> InvoicingOrder | None:
    return _current.get()
