"""Words with their places: how questions and sentences are compared, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.collection import fold_spelling, terms

# letters and digits, joined by single inner marks: "2,000", "e-mails", "Queen’s", "by-election"
_WORD = re.compile(r"[^\W_]+(?:['’\-‑.,][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)

#: words that say nothing about what a sentence is about
STOPWORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each
    else ever few for from further had hadn't has hasn't have haven't having he her here hers herself him
    himself his how i if in into is isn't it its itself just let me more most much my myself no nor not now of
    off on once only or other ought our ours ourselves out over own per s same she should shouldn't so some such
    t than that the their theirs them themselves then there these they this those through to too under until up
    upon us very was wasn't we were weren't what when where which while who whom whose why will with won't would
    wouldn't you your yours yourself yourselves many please tell say says said according anyone anybody exactly
    actually mr mrs ms sir dame
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word at ``[start, end)`` of some text; ``keys`` are the stems that it may be compared by."""

    text: str
    start: int
    end: int
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_number(self) -> bool:
        return self.text[:1].isdigit()

    @property
    def is_stop(self) -> bool:
        return self.text.casefold().replace("’", "'") in STOPWORDS


def words(text: str) -> list[Word]:
    """The words of ``text`` in order, with half-open character offsets into it."""
    return [Word(m[0], m.start(), m.end(), keys(m[0])) for m in _WORD.finditer(text)]


@lru_cache(maxsize=100_000)
def keys(word: str) -> tuple[str, ...]:
    """Stems that ``word`` may be compared by: the whole first, then the parts of a compound.

    "e-mails" and "emails" share one, as do "Labour" and "Labor", "organise" and "organize".
    """
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", word))
    if "-" not in plain and "‑" not in plain:
        plain = plain.replace(".", "")  # "U.S" is one word, "14.5" one figure
    found = terms(plain)
    if len(found) > 1:  # a compound: the joined form, which comes last, before its parts
        found = [found[-1], *(term for term in found[:-1] if len(term) > 2 and term not in STOPWORDS)]
    return tuple(dict.fromkeys(found)) or (plain.casefold(),)


@lru_cache(maxsize=100_000)
def marks(word: str) -> frozenset[str]:
    """What a word of an article may be met by: its stems, and its ``name_marks``, since Streeting is no street."""
    return frozenset(keys(word)) | name_marks(word)


@lru_cache(maxsize=100_000)
def name_marks(word: str) -> frozenset[str]:
    """What a name is met by: the word itself, whatever its case, possessive, plural and spelling; and its parts."""
    parts = fold_spelling(_POSSESSIVE.sub("", unicodedata.normalize("NFKC", word))).split()
    return frozenset("=" + (part[:-1] if len(part) > 4 and part.endswith("s") else part) for part in parts)


def content(found: Iterable[Word]) -> list[Word]:
    """Those that carry meaning."""
    return [word for word in found if not word.is_stop]
