"""Where the words of gold evidence stand in an article.

Quotes are compared after Unicode NFKC and folding of white space, since real articles are full of no-break
spaces; the places that come out are half-open ``[start, end)`` into the article's own text all the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from assistant.types import Citation
from index.types import Span


def fold(text: str) -> str:
    """``text`` after NFKC, with one space for each run of white space."""
    return _folded(unicodedata.normalize("NFC", text))[0].strip()


def find(quote: str, text: str) -> Iterator[Span]:
    """Every place of ``quote`` in ``text``."""
    wanted = fold(quote)
    folded, origins = _folded(text)
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        yield Span(origins[at], origins[at + len(wanted) - 1] + 1)
        at = folded.find(wanted, at + 1)


def overlaps(citation: Citation, quote: str, text: str) -> bool:
    """Whether the citation and some place of ``quote`` share a character of ``text``."""
    return any(place.start < citation.end and citation.start < place.end for place in find(quote, text))


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the position in ``text`` that it comes from."""
    characters: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text):
        for part in unicodedata.normalize("NFKC", character):
            if not part.isspace():
                characters.append(part)
            elif characters[-1:] != [" "]:
                characters.append(" ")
            else:
                continue
            origins.append(position)
    return "".join(characters), origins
