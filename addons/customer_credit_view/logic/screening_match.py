"""How alike two names are, and which parties of a list a customer may be.

The score runs from 0 to 100, the better of two views of the words that two names share (each pair of words at least
75 % alike by normalised insertions and deletions, or of the same consonants):

* **all words**: twice the letters in common over all letters (a soft Sørensen–Dice coefficient): 100 when every word
  has its like, in whatever order;
* **contained**: the shorter name's words are all in the longer one, at least two of them telling: 93 times their mean
  likeness, so that "Vladimir Testov" finds "Vladimir Ivanovich Testov". One telling word is enough, for 90 times, when
  what the longer name adds are words that many firms share: "Testneft" finds "Testneft Oil Company of Russia".

Names of different numbers of words are compared as a whole, too, since blanks and hyphens come and go. From the score,
points go off where the publisher calls the alias weak, and where the countries of both are known and none is shared:
that makes a match less likely, but never alone impossible.

>>> compare(name_of("Testov Vladimir"), name_of("Vladimir Ivanovich TESTOV")).score
93.0
>>> round(compare(name_of("Aeroflot Test"), name_of("Aero-Flot Test JSC")).score)
98
>>> compare(name_of("Bank of Asia"), name_of("Bank of Africa")).score < 85
True
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from .screening_name import GENERIC, Name, name_of, skeleton

_SAME_WORD = 75.0  # per cent alike from which two words may be one
_SAME_BONES = 92.0
_SAME_WHOLE = 98.0
_CONTAINED = 0.93
_CONTAINED_ALONE = 0.90
_LONG_WORD = 4  # letters
_LONG_WHOLE = 6  # letters


class How(StrEnum):
    """In which way two names are alike."""

    SAME = "same"
    SPELLING = "spelling"
    CONTAINED = "contained"
    NONE = "none"


class Place(StrEnum):
    """What the countries of both say."""

    SHARED = "shared"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Policy(NamedTuple):
    """From which score a match is shown, and how many points go off for another country and for a weak alias."""

    threshold: float = 85.0
    other_country: float = 8.0
    weak_alias: float = 5.0


class Likeness(NamedTuple):
    score: float
    how: How


class Candidate(NamedTuple):
    """A listed name: ``party`` and ``key`` name it for the caller, ``countries`` are ISO codes."""

    party: object
    key: object
    name: Name
    countries: frozenset[str] = frozenset()
    is_weak: bool = False


class Asked(NamedTuple):
    """Who is looked for: a name, and the ISO codes of the countries known for it."""

    name: Name
    countries: frozenset[str] = frozenset()


class Match(NamedTuple):
    """The best likeness of one listed party: with which of the names asked, and what was weighed."""

    party: object
    key: object
    asked: str
    listed: str
    score: float
    how: How
    place: Place
    is_weak: bool


def asked(text: str, countries: Iterable[str] = ()) -> Asked:
    return Asked(name_of(text), frozenset(country for country in countries if country))


def compare(one: Name, other: Name) -> Likeness:
    """Return how alike two names are."""
    if not (one.words and other.words):
        return Likeness(0.0, How.NONE)
    if one.words == other.words:
        return Likeness(100.0, How.SAME)
    if one.whole == other.whole:
        return Likeness(_SAME_WHOLE, How.SPELLING)
    pairs = _pairs(one.words, other.words)
    found = [Likeness(_shared_letters(pairs, one.words, other.words), How.SPELLING)]
    found.append(Likeness(_contained(pairs, *sorted((one.words, other.words), key=len)), How.CONTAINED))
    if len(one.words) != len(other.words) and min(len(one.whole), len(other.whole)) >= _LONG_WHOLE:
        found.append(Likeness(fuzz.ratio(one.whole, other.whole) * _SAME_WHOLE / 100, How.SPELLING))
    best = max(found)
    return Likeness(round(best.score, 1), best.how) if best.score else Likeness(0.0, How.NONE)


def _pairs(ones, others):
    """Return ``(likeness, one, other)`` of the words that are alike, the best first, each word once."""
    every = [
        (_word_likeness(one, other), index, position)
        for index, one in enumerate(ones)
        for position, other in enumerate(others)
    ]
    pairs, used_ones, used_others = [], set(), set()
    for likeness, index, position in sorted(every, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness < _SAME_WORD:
            break
        if index not in used_ones and position not in used_others:
            used_ones.add(index)
            used_others.add(position)
            pairs.append((likeness, ones[index], others[position]))
    return pairs


def _word_likeness(one, other):
    if one == other:
        return 100.0
    ratio = fuzz.ratio(one, other, score_cutoff=50)
    bones = skeleton(one)
    return max(ratio, _SAME_BONES) if ratio and len(bones) > 2 and bones == skeleton(other) else ratio


def _shared_letters(pairs, ones, others):
    shared = sum(likeness * (len(one) + len(other)) for likeness, one, other in pairs)
    return shared / (sum(map(len, ones)) + sum(map(len, others)))


def _contained(pairs, shorter, longer):
    telling = [one for _likeness, one, _other in pairs if one not in GENERIC and len(one) > 1]
    if len(pairs) < len(shorter) or not telling:
        return 0.0
    factor = _CONTAINED if len(telling) > 1 else _CONTAINED_ALONE
    if len(telling) == 1 and not _adds_nothing(telling[0], pairs, longer):
        return 0.0
    return factor * sum(likeness for likeness, _one, _other in pairs) / len(pairs)


def _adds_nothing(telling, pairs, longer):
    """Whether one telling word stands for the whole name, since ``longer`` adds only words that many firms share."""
    added = Counter(longer) - Counter(word for _likeness, *both in pairs for word in set(both))
    return len(telling) >= _LONG_WORD and all(word in GENERIC for word in added)


def best_matches(names: Iterable[Asked], candidates: Iterable[Candidate], policy: Policy) -> list[Match]:
    """Return the best ``Match`` of each listed party that reaches the threshold, the likeliest first.

    >>> listed = Candidate("EU.1", 1, name_of("Ivan Testov"), frozenset({"RU"}))
    >>> best_matches([asked("Testov, Ivan", ["FR"])], [listed], Policy())[0][3:7]
    ('Ivan Testov', 92.0, <How.SAME: 'same'>, <Place.DIFFERENT: 'different'>)
    """
    best = {}
    names = list(names)
    for candidate in candidates:
        for one in names:
            match = _match(one, candidate, policy)
            if match and (match.party not in best or match.score > best[match.party].score):
                best[match.party] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.listed))


def _match(one, candidate, policy):
    if not may_match(one.name, candidate.name):
        return None
    likeness = compare(one.name, candidate.name)
    place = _place(one.countries, candidate.countries)
    off = policy.other_country if place == Place.DIFFERENT else 0.0
    off += policy.weak_alias if candidate.is_weak else 0.0
    score = round(likeness.score - off, 1)
    if score < policy.threshold:
        return None
    return Match(
        candidate.party,
        candidate.key,
        one.name.text,
        candidate.name.text,
        score,
        likeness.how,
        place,
        candidate.is_weak,
    )


def _place(ones, others):
    if not (ones and others):
        return Place.UNKNOWN
    return Place.SHARED if ones & others else Place.DIFFERENT


def may_match(one: Name, other: Name) -> bool:
    """Whether it is worth comparing two names: they share keys of their wholes, or of two words, or of the only telling
    word that one of them has.

    >>> may_match(name_of("Ivan Testov"), name_of("Ivan Ivanov")), may_match(name_of("Testov"), name_of("Ivan Testov"))
    (False, True)
    """
    if not other.whole_keys.isdisjoint(one.whole_keys):
        return True
    needed = min(2, len(one.word_keys), len(other.word_keys))
    # A whole of several words may be one word of the other: "Test Air" and "Testair".
    others = other.keys
    shared = sum(not keys.isdisjoint(others) for keys in one.word_keys)
    return shared >= needed or any(not keys.isdisjoint(one.whole_keys) for keys in other.word_keys)


class NameIndex:
    """The names of a list by their keys, for screening many customers in one go."""

    def __init__(self, candidates: Iterable[Candidate]):
        self._candidates = list(candidates)
        self._by_key = defaultdict(list)
        for position, candidate in enumerate(self._candidates):
            for key in candidate.name.keys:
                self._by_key[key].append(position)

    def find(self, names: Iterable[Asked], policy: Policy) -> list[Match]:
        """The same as ``best_matches`` over all candidates.

        >>> index = NameIndex([Candidate("EU.1", 1, name_of("Ivan Testov")), Candidate("EU.2", 2, name_of("Other"))])
        >>> [match.party for match in index.find([asked("Iwan Testow")], Policy())]
        ['EU.1']
        """
        names = list(names)
        found = set().union(*(self._near(one.name) for one in names))
        return best_matches(names, [self._candidates[position] for position in sorted(found)], policy)

    def _near(self, name):
        """The positions of candidates that share what ``may_match`` asks for, or a little more."""
        whole = self._having(name.whole_keys)
        words = Counter(position for keys in name.word_keys for position in self._having(keys))
        few = len(name.word_keys) < 2
        return whole.union(
            position
            for position, shared in words.items()
            if few or shared > 1 or len(self._candidates[position].name.word_keys) < 2
        )

    def _having(self, keys):
        return set().union(*(self._by_key[key] for key in keys if key in self._by_key))
