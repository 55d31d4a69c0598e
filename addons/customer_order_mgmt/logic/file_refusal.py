"""Why a whole file is not read."""

from enum import StrEnum


class FileFault(StrEnum):
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    QUOTES = "quotes"
    EMPTY = "empty"
    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_LARGE_INSIDE = "too_large_inside"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    ENTITIES = "entities"
    NO_ORDER = "no_order"


class FileUnreadable(ValueError):
    """The file cannot be read: ``fault`` says why, ``value`` what the sentence quotes."""

    def __init__(self, fault: FileFault, value: str = ""):
        super().__init__(fault, value)
        self.fault, self.value = fault, value
