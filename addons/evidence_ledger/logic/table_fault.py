"""Why a table is not read."""

from enum import StrEnum


class TableFault(StrEnum):
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    QUOTES = "quotes"
    TOO_LARGE = "too_large"
    TOO_LARGE_INSIDE = "too_large_inside"
    TOO_MANY_ROWS = "too_many_rows"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    ENTITIES = "entities"


class TableUnreadable(ValueError):
    """The file cannot be read: ``fault`` says why, ``value`` what the sentence quotes."""

    def __init__(self, fault: TableFault, value: str = ""):
        super().__init__(fault, value)
        self.fault, self.value = fault, value
