"""Why a whole file is no order, or no message about one."""

from enum import StrEnum


class FileFault(StrEnum):
    EMPTY = "empty"
    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    DAMAGED = "damaged"
    ENTITIES = "entities"
    NO_ORDER = "no_order"


class FileUnreadable(ValueError):
    """The file cannot be read: ``fault`` says why, ``value`` what the sentence quotes."""

    def __init__(self, fault: FileFault, value: str = ""):
        super().__init__(fault, value)
        self.fault, self.value = fault, value
