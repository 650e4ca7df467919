"""The only place that builds a citation, and it refuses a text that is not exactly at its place."""

from __future__ import annotations

import hashlib

from assistant.types import Citation
from index.errors import CitationError
from index.types import Article


def cite(article: Article, start: int, end: int, text: str, *, n: int, attribution: str | None = None) -> Citation:
    """A citation of ``text``, which must be ``article.text[start:end]``, character by character.

    Args:
        start, end: half-open characters into ``article.text``.
        n: the citation's number in its answer, from 1.
        attribution: how the words are given (direct, mixed, indirect, narrated); None for a plain passage.

    Raises:
        CitationError: the text is not there, or is empty.
    """
    found = article.text[start:end] if 0 <= start < end <= len(article.text) else ""
    if not text or found != text:
        raise CitationError(f"{article.source}: expected {text!r} at [{start}, {end}), found {found!r}")
    return Citation(
        n=n,
        article=article.id,
        source=article.source,
        title=article.title,
        outlet=article.outlet,
        date=article.date.isoformat() if article.date else None,
        url=article.url,
        start=start,
        end=end,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        attribution=attribution,
    )
