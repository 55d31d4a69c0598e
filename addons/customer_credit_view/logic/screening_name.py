"""Names of different alphabets, spellings, word orders and legal forms, made comparable.

A name becomes its words: written in Latin letters, without accents, legal forms, titles and articles, with the
spellings that transliteration varies (ou/u, y/i/j, kh/h, w/v, doubled letters …) folded to one. Words are compared as
a set, so that their order does not matter. ``keys`` are what two names that may be the same have in common:
candidates are looked for by them, before anything is compared. A key is the consonants of a word, and those with one
left out, so that one wrong letter still finds it; words that many firms share have none, unless there are no others.

>>> name_of("OOO «Тестнефть Трейд»").words, name_of("Trade Testneft LLC").words
(('testneft', 'trading'), ('testneft', 'trading'))
>>> name_of("Müller & Söhne GmbH").words == name_of("Soehne und Mueller G.m.b.H.").words
True
>>> bool(name_of("Mohammed").keys & name_of("Mouhamad").keys)
True
"""

import re
import unicodedata
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from anyascii import anyascii

# What says nothing about who somebody is: legal forms of the world, and their words.
_LEGAL_FORMS = """
ab aktiebolag aktiengesellschaft ad ag anonim anonyme aps as asa at bhd bt bv bvba cjsc co comp company corp
corporation cv dac dba doo ead eeig ehf eirl eood epe etc fze fzco fzc fzllc gie gmbh gesellschaft hf hk
haftung incorporated inc jsc jsco kd kdd kft kg kgaa kk komm kommanditgesellschaft ks ksc lda liability limitada
limited liab llc llp lp ltd ltda mbh mit beschrankter nv nyrt oao obshchestvo odo oddo oe ohg ojsc oo ood ooo oy
oyj pao partnership pjsc plc pllc private pt pte pty public pvt qsc rl rt sa sab sae sagl sal saoc sapi saq sarl sas
sasu sc sca scop scrl sdn se sia sicav sirketi sl slu snc sociedad societe sp spa spk spzoo sro srl stock joint
tas tbk ticaret tov uab ug vof wll zao zoo zrt akcionerno aktsionernoe otvetstvennostyu
ogranichennoy publichnoe zakrytoe otkrytoe
"""
# Titles, articles and links between names.
_NOISE = """
dr mr mrs ms prof sir sheikh shaikh sheik sayyid sayed haji hajji hajj mullah maulana general gen col colonel
al el ul il the of de del della der des di da das do dos du la le les los las and und et y e i for van von zu
a an at in on s z
"""
# One word for words that clerks exchange.
_SYNONYMS = {
    "centre": "center",
    "intl": "international",
    "organisation": "organization",
    "trade": "trading",
    "treyd": "trading",
    **dict.fromkeys(("airline", "airlines", "airways", "aviation"), "air"),
}
# Words that many firms share: two of them in common prove nothing.
_SHARED = """
bank trade trading import export group holding holdings international industries industry industrial enterprise
enterprises services service shipping marine transport logistics general commercial investment investments
finance financial company oil gas petroleum energy foundation organization national central first global
construction development engineering technology technologies products centre center institute bin ibn ben abu
air line lines
"""
# Where a firm is from says little about which firm it is. Names that people bear, too, are left out.
_PLACES = """
afghanistan america arab arabia asia belarus china chinese crimea dprk emirates europe iran iranian iraq iraqi islamic
korea lebanon libya moscow myanmar nicaragua north pakistan republic russia russian sudan syria syrian tehran turkey
ukraine venezuela yemen zimbabwe
"""
# Spellings that romanisation varies, in the order in which they are folded.
_SPELLINGS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"t?sch|tch", "ch"),
        (r"shch", "sh"),
        (r"dzh|dj|zh", "j"),
        (r"ph", "f"),
        (r"dh", "d"),
        (r"ts|tz", "z"),
        (r"[kgc]h(?=[aeiouy]|$)|kh|gh", "h"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ff$|v$", "f"),
        (r"ou|oo|ue", "u"),
        (r"oe", "o"),
        (r"ae", "a"),
        (r"ee|ie|iy|ij|yi|y|j", "i"),
        (r"(.)\1+", r"\1"),
    )
]
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
NOISE = frozenset(_NOISE.split())
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_JOINED = re.compile(r"['`.’ʼʹʺ]")
_SHORTEST_KEY = 2
_FULL_KEY = 5  # consonants from which one may be wrong


def fold(word: str) -> str:
    """Return ``word`` (lower-case Latin letters) in the one spelling that its variants share.

    >>> [fold(word) for word in ("khaled", "haled", "youssef", "yusuf", "schwarz", "ivanoff", "ivanov", "mueller")]
    ['haled', 'haled', 'iusef', 'iusuf', 'chvarz', 'ivanof', 'ivanof', 'muler']
    """
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


GENERIC = frozenset(map(fold, _SHARED.split() + _PLACES.split()))


class Name(NamedTuple):
    """A name, ready to be compared: sorted ``words``, the name ``whole`` without blanks, the keys of each telling word
    (``word_keys``) and of the whole."""

    text: str
    words: tuple[str, ...]
    whole: str
    word_keys: tuple[frozenset[str], ...]
    whole_keys: frozenset[str]

    @property
    def keys(self):
        return self.whole_keys.union(*self.word_keys)


@lru_cache(maxsize=4096)
def name_of(text: str) -> Name:
    """Return ``text`` ready to be compared; a name of nothing but legal forms and articles keeps them."""
    raw = _SEPARATORS.split(_JOINED.sub("", _latin(text)))
    words = [word for word in _join_initials(raw) if word]
    telling = [word for word in words if word not in LEGAL_FORMS and word not in NOISE] or words
    folded = [fold(_SYNONYMS.get(word, word)) for word in telling]
    words = tuple(sorted(folded))
    whole = "".join(folded)
    own = [word for word in words if word not in GENERIC] or words
    # Of one word, the whole is the word.
    wholes = _keys(whole) | _keys("".join(words)) if len(words) > 1 else frozenset()
    return Name(text, words, whole, tuple(_keys(word) for word in own), wholes)


def _latin(text):
    # Half-width letters and ligatures first, so that they are transliterated as what they stand for.
    return anyascii(unicodedata.normalize("NFKC", text).casefold()).lower()


def _join_initials(words):
    """Join single letters that stand together: "s a" and "g m b h" are one word."""
    joined, letters = [], ""
    for word in [*words, ""]:
        if len(word) == 1:
            letters += word
        else:
            joined += [letters, word]
            letters = ""
    return [word for word in joined if word]


def skeleton(word: str) -> str:
    """Return the consonants of a folded word, after its first letter when that is a vowel.

    >>> skeleton("muhamad"), skeleton("mohamed"), skeleton("usama")
    ('mhmd', 'mhmd', 'asm')
    """
    consonants = re.sub(r"[aeiou]", "", word)
    # "Usama" and "Osama" begin alike.
    return f"a{consonants}" if word[:1] in "aeiou" else consonants


def _keys(word):
    bones = skeleton(word)
    if len(bones) < _SHORTEST_KEY:
        return frozenset({word})
    if len(bones) < _FULL_KEY:
        return frozenset({bones})
    return frozenset({bones, *("".join(left) for left in combinations(bones, len(bones) - 1))})
