"""Words where they stand, and the lines and cells they form. Positions count from the top left, in points.

>>> doc = text_document("Order no.   PO 4711\\nDate        12.03.2027")
>>> [[cell.text for cell in line.cells] for line in doc.lines]
[['Order no.', 'PO 4711'], ['Date', '12.03.2027']]
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# A letter of plain text takes this room, so that columns made with spaces line up like those of a page.
LETTER, LEADING = 6.0, 12.0
# Words further apart than this many heights of a line stand in different cells.
CELL_GAP = 0.9


class Word(NamedTuple):
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


class Cell(NamedTuple):
    """Words that belong together, side by side."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    def overlaps(self, left: float, right: float) -> bool:
        return self.left < right and left < self.right


@dataclass(frozen=True)
class Line:
    """Words on one height of one page, from left to right."""

    words: tuple[Word, ...]

    @property
    def page(self) -> int:
        return self.words[0].page

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def height(self) -> float:
        return max(1.0, *(word.bottom - word.top for word in self.words))

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        cells, current = [], [self.words[0]]
        for word in self.words[1:]:
            if word.left - current[-1].right > CELL_GAP * self.height:
                cells.append(Cell(tuple(current)))
                current = []
            current.append(word)
        return (*cells, Cell(tuple(current)))


@dataclass(frozen=True)
class Document:
    """The text of a file or a message; ``is_cut`` when there is more of it than was read."""

    words: tuple[Word, ...]
    page_count: int = 1
    is_cut: bool = False

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(_form_lines(self.words))


def text_document(text: str) -> Document:
    """Return plain text as a document: columns that are made with spaces or tabs stay columns."""
    words = []
    for number, line in enumerate(text.expandtabs(8).splitlines()):
        words += _place(line, number, 0.0)
    return Document(tuple(words))


def rows_document(rows: Iterable[Iterable[str]]) -> Document:
    """Return rows of cells, as an HTML table has them, as a document.

    >>> [cell.text for cell in rows_document([["Item", "Quantity"], ["P1", "2"]]).lines[1].cells]
    ['P1', '2']
    """
    words = []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            words += _place(" ".join(cell.split()), number, column * 10_000.0)
    return Document(tuple(words))


def _place(text, number, offset) -> Iterator[Word]:
    top = number * LEADING
    for found in re.finditer(r"\S+", text):
        left, right = (offset + LETTER * place for place in found.span())
        yield Word(1, left, top, right, top + LEADING - 2, found[0])


def _form_lines(words):
    current = []
    for word in sorted(words, key=lambda word: (word.page, word.top + word.bottom, word.left)):
        if current and not _is_beside(word, current[0]):
            yield Line(tuple(sorted(current, key=lambda word: word.left)))
            current = []
        current.append(word)
    if current:
        yield Line(tuple(sorted(current, key=lambda word: word.left)))


def _is_beside(word, first):
    middle = (word.top + word.bottom) / 2
    return word.page == first.page and first.top <= middle <= first.bottom
