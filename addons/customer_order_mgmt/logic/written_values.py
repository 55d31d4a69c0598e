"""Numbers and days as people write them, read only where they can mean one thing.

``1.234`` is a thousand and more to a German and little more than one to a Briton; ``03/04/2027`` is April or March. The
other values of the same column of the same file tell which; where they do not, nobody guesses.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,20})?", re.ASCII)
GROUPS = "\u00a0\u202f '’"
# Programs write the midnight of a day for the day.
ISO_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
WRITTEN_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)


class Doubtful(ValueError):
    """The text can mean two things."""


def decimal_mark(texts: Iterable[str]) -> str:
    """Return the decimal mark that the numbers of one file show, empty when none of them tells.

    >>> decimal_mark(["1.000,50", "3"]), decimal_mark(["2.5", "1,000"]), decimal_mark(["1,000"]), decimal_mark(["7"])
    (',', '.', '', '')
    """
    for text in texts:
        marks = [char for char in text if char in ".,"]
        last = marks[-1] if marks else ""
        if len(set(marks)) == 2:
            return last
        if len(marks) > 1:
            return "," if last == "." else "."
        if marks and not re.fullmatch(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}", text.strip()):
            return last
    return ""


def number(text: str, mark: str = "") -> Decimal:
    """Return the number that ``text`` says. Raises ValueError, and ``Doubtful`` when it could be two.

    >>> number("1.234,50", ","), number("-2"), number("12 %"), number("1'200.00", ".")
    (Decimal('1234.50'), Decimal('-2'), Decimal('12'), Decimal('1200.00'))
    >>> number("1,234")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    Doubtful: 1,234
    """
    plain = text.strip().removesuffix("%").strip().translate(str.maketrans("", "", GROUPS)).replace("\u2212", "-")
    if re.search("[.,]", plain):
        mark = mark or decimal_mark([plain])
        if not mark:
            raise Doubtful(text)
        whole, found, decimals = plain.rpartition(mark)
        if not found:
            whole, decimals = plain, ""
        other = "," if mark == "." else "."
        if other in whole and not re.fullmatch(rf"[+-]?[0-9]{{1,3}}(\{other}[0-9]{{3}})+", whole):
            raise ValueError(text)
        plain = f"{whole.replace(other, '')}.{decimals}" if found else whole.replace(other, "")
    if not NUMBER.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain)


def day_first(texts: Iterable[str]) -> bool | None:
    """Return whether the days of one file begin with the day or the month, None when none of them tells.

    >>> day_first(["03/04/2027", "25/04/2027"]), day_first(["03/14/2027"]), day_first(["03/04/2027"])
    (True, False, None)
    """
    for text in texts:
        found = WRITTEN_DAY.fullmatch(text.strip())
        if found and found[2] == ".":
            return True
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            return int(found[1]) > 12
    return None


def day(text: str, is_day_first: bool | None = None) -> date:
    """Return the day that ``text`` says. Raises ValueError, and ``Doubtful`` when it could be two.

    >>> day("2027-03-01 00:00:00"), day("1.3.2027"), day("03/01/2027", False)
    (datetime.date(2027, 3, 1), datetime.date(2027, 3, 1), datetime.date(2027, 3, 1))
    """
    text = text.strip()
    if found := ISO_DAY.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = WRITTEN_DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    if is_day_first is None:
        is_day_first = day_first([text])
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if is_day_first is None and first != second:
        raise Doubtful(text)
    return date(year, second, first) if is_day_first or first == second else date(year, first, second)
