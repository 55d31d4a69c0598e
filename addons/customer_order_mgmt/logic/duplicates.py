"""Whether two orders of a customer are one and the same, sent twice."""

import re
import unicodedata
from collections import Counter
from decimal import Decimal

# Words before a number, as customers write them. They go only where a digit follows: NORTH-12 keeps its letters.
_PREFIX = re.compile(
    r"^(?:purchase|customer|order|bestell(?:ungs?)?|best|nummer|auftrags?|commande|pedido|ordine|ref|number|num|nr|no|po)+"
    r"(?=\d)"
)
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
SAME_LINES = Decimal("0.8")


def normalized(reference: str) -> str:
    """Return the customer's number without case, spaces, punctuation, leading zeros and words such as *PO* or *No.*

    >>> [normalized(text) for text in ("PO-004711", "p.o. 4711", "№ ４７１１", "PO 2026-0815", "PO20260815")]
    ['4711', '4711', '4711', '20260815', '20260815']
    >>> [normalized(text) for text in ("Bestellungs-Nr. 4711", "Commande n° 4711", "٤٧١١")]
    ['4711', '4711', '4711']
    >>> [normalized(text) for text in ("North-12", "PO", "", "000", "B 0012")]
    ['north12', 'po', '', '0', 'b12']
    """
    # The degree sign stands for the small o of "No." on many keyboards.
    text = unicodedata.normalize("NFKC", (reference or "").replace("°", "o")).casefold()
    text = "".join(str(unicodedata.decimal(char, char)) for char in text if char.isalnum())
    return _LEADING_ZEROS.sub("", _PREFIX.sub("", text), count=1)


def similarity(lines: Counter, others: Counter) -> Decimal:
    """Return the share of lines that two orders have in common: multisets of ``(item, quantity)``.

    >>> similarity(Counter({("P1", 2): 1, ("V1", 1): 1}), Counter({("P1", 2): 1, ("V1", 5): 1}))
    Decimal('0.33')
    """
    everything = (lines | others).total()
    return (Decimal((lines & others).total()) / (everything or 1)).quantize(Decimal("0.01"))


def is_near(lines: Counter, others: Counter, total: Decimal, other_total: Decimal, tolerance: Decimal) -> bool:
    """Whether two orders are alike: totals within ``tolerance`` percent of the larger, most lines the same."""
    allowed = max(abs(total), abs(other_total)) * tolerance / 100
    return abs(total - other_total) <= allowed and similarity(lines, others) >= SAME_LINES
