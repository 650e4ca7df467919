"""Words with their places: how questions and sentences are compared, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

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
    plain = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", word)).casefold()
    if plain[:1].isdigit():
        return (plain.replace(",", ""),)
    parts = [part for part in re.split(r"['’\-‑.,]", plain) if part]
    whole = "".join(parts)
    found = [_stem(whole)]
    if len(parts) > 1:
        found += [_stem(part) for part in parts if len(part) > 2 and part not in STOPWORDS]
    return tuple(dict.fromkeys(found))


def _stem(word: str) -> str:
    """Snowball's English stem, with British spellings folded into American ones."""
    if len(word) > 4:
        word = re.sub(r"our(s|ed|ing|ite|ites|able)?$", r"or\1", word)
        word = re.sub(r"is(e|es|ed|ing|ation|ations)$", r"iz\1", word)
    stems: list[str] = _stemmer().analyze(word)
    return stems[0] if stems else word


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # tantivy ships no types for its analyser
    """The stemmer of the lexical index itself, so that both agree."""
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()


def content(found: Iterable[Word]) -> list[Word]:
    """Those that carry meaning."""
    return [word for word in found if not word.is_stop]
