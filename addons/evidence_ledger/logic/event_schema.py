"""What an event may say: the catalogue's little language, and parsing a payload by it.

A schema names the keys of a payload and the kind of each value. A dict is an object, a list of one spec is a list of
such values, a key that ends in ``?`` may be absent (or None, which is the same):

>>> order = EventSchema(1, {"number": "text", "total": "money", "lines": [{"item": "text", "note?": "text"}]})
>>> payload, problems = order.parse({"number": "S1", "total": "9.50", "lines": [{"item": "Pump", "note": None}]})
>>> payload, problems
({'number': 'S1', 'total': '9.50', 'lines': [{'item': 'Pump'}]}, [])
>>> order.parse({"number": "S1", "total": 9.5, "lines": [], "secret": "x"})[1]
[Problem(path='/secret', code=<ProblemCode.UNKNOWN_KEY: 'unknown_key'>, expected=''), \
Problem(path='/total', code=<ProblemCode.WRONG_TYPE: 'wrong_type'>, expected='money')]

Paths are JSON pointers (RFC 6901).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from .canonical import utc


class ProblemCode(StrEnum):
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"


class Problem(NamedTuple):
    """Why a payload is refused: where, what, and which kind was expected."""

    path: str
    code: ProblemCode
    expected: str = ""


class EventSchema(NamedTuple):
    """Version and keys of an event's payload. Changing the keys of a released event means a new version."""

    version: int
    keys: Mapping[str, object]

    def parse(self, payload, replace: Mapping[str, Callable] | None = None):
        """The payload in its plain form, and the problems that speak against it.

        ``replace`` maps a kind to a function ``(path, value)`` that returns what stands for the value; it raises
        ValueError when the value is not of that kind.
        """
        parser = _Parser(replace or {})
        return parser.parse(self.keys, payload, ""), parser.problems


def _pattern(pattern, text):
    if not isinstance(text, str) or not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError
    return text


def _text(_path, value):
    # Nobody may write what would be taken for the stand-in of a personal value.
    return _pattern(r"(?s)(?!sha256:[0-9a-f]{64}\Z).*", value)


def _integer(_path, value):
    if type(value) is not int:
        raise ValueError
    return value


def _boolean(_path, value):
    if type(value) is not bool:
        raise ValueError
    return value


def _decimal(_path, value):
    return _pattern(r"-?(0|[1-9]\d*)(\.\d+)?", value)


def _date(_path, value):
    if type(value) is not date:
        value = date.fromisoformat(_pattern(r"\d{4}-\d\d-\d\d", value))
    return value.isoformat()


def _datetime(_path, value):
    return utc(value) if isinstance(value, datetime) else _pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", value)


def _hash(_path, value):
    return _pattern(r"[0-9a-f]{64}", value)


KINDS = {
    "text": _text,
    "integer": _integer,
    "boolean": _boolean,
    "money": _decimal,
    "quantity": _decimal,
    "date": _date,
    "datetime": _datetime,
    "hash": _hash,
    # Kept outside of the entry, so that they can be erased: the model replaces them by a salted hash.
    "personal": _text,
    # An attachment: the model replaces it by its hash, size and type, and guards it from then on.
    "file": _text,
}


class _Parser:
    def __init__(self, replace):
        self.kinds = {**KINDS, **replace}
        self.problems = []

    def parse(self, spec, value, path):
        if isinstance(spec, Mapping):
            return self._parse_object(spec, value, path)
        if isinstance(spec, list):
            return self._parse_list(spec[0], value, path)
        try:
            return self.kinds[spec](path, value)
        except ValueError:
            return self._refuse(path, spec)

    def _parse_object(self, spec, value, path):
        if not isinstance(value, Mapping):
            return self._refuse(path, "object")
        names = {name.removesuffix("?"): name for name in spec}
        for key in value.keys() - names.keys():
            self.problems.append(Problem(f"{path}/{_escaped(key)}", ProblemCode.UNKNOWN_KEY))
        result = {}
        for key, name in names.items():
            place, optional = f"{path}/{_escaped(key)}", name.endswith("?")
            if value.get(key) is not None:
                result[key] = self.parse(spec[name], value[key], place)
            elif not optional:
                self.problems.append(Problem(place, ProblemCode.MISSING_KEY))
        return result

    def _parse_list(self, spec, value, path):
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            return self._refuse(path, "list")
        return [self.parse(spec, item, f"{path}/{index}") for index, item in enumerate(value)]

    def _refuse(self, path, kind):
        self.problems.append(Problem(path, ProblemCode.WRONG_TYPE, kind))


def _escaped(key):
    return str(key).replace("~", "~0").replace("/", "~1")
