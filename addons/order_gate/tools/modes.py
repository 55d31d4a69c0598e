"""How the gate speaks in the current thread. Kept here and not in the context, which any client can send."""

from contextlib import contextmanager
from contextvars import ContextVar

_quiet = ContextVar("order_gate.quiet", default=False)
_looking_back = ContextVar("order_gate.looking_back", default=False)
_watched = ContextVar("order_gate.watched", default=frozenset())


@contextmanager
def quietly():
    """Within this block an entry point writes its holds and goes on without raising: what a customer has paid or
    signed must not be rolled back. It loosens nothing, since what is held stays held."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet():
    return _quiet.get()


@contextmanager
def looking_back():
    """Within this block documents are judged on their own day. Otherwise it is today: the day of a document is its
    writer's choice, and with it the rate."""
    token = _looking_back.set(True)
    try:
        yield
    finally:
        _looking_back.reset(token)


def is_looking_back():
    return _looking_back.get()


@contextmanager
def watching(keys):
    """Yield those of ``keys`` that no outer block watches already, and watch them within this one."""
    outer = _watched.get()
    token = _watched.set(outer | frozenset(keys))
    try:
        yield [key for key in keys if key not in outer]
    finally:
        _watched.reset(token)
