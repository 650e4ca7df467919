"""The nouns of a collection: small, frozen, and the same everywhere.

All offsets are half-open ``[start, end)``, in characters (code points) into ``Article.text``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open run ``[start, end)`` of characters into some article's ``text``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of this span in ``text``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """One sentence; ``paragraph`` counts the paragraphs of the article from 0."""

    paragraph: int


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A run of whole sentences: what is embedded and retrieved."""


@dataclass(frozen=True, slots=True)
class Article:
    """One news item: canonical text plus what is known about it.

    Attributes:
        source: the path as ingested, relative to the folder it came from (``/`` between the parts);
            for rows of JSONL and CSV the row's ``id``.
        text: canonical: NFC, no control characters, white space folded, ``\\n\\n`` between paragraphs.
        date: of publication; None where neither markup nor text states one.
    """

    source: str
    text: str
    title: str | None = None
    date: date | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None

    @property
    def id(self) -> str:
        """16 hex digits of the sha256 of everything a reader sees: the same article has the same id."""
        seen = [self.text, self.title, str(self.date or ""), self.outlet, self.byline, self.url]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is restricted to before anything is ranked. An article without a date matches no date filter.

    Attributes:
        date_from: first day, included.
        date_to: last day, included.
        outlet: name of an outlet; compared without regard to case.
    """

    date_from: date | None = None
    date_to: date | None = None
    outlet: str | None = None

    def __bool__(self) -> bool:
        return not (self.date_from is None and self.date_to is None and self.outlet is None)
