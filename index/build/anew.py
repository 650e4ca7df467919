"""Stored articles read for statements anew, from their texts: nothing is embedded, no file is opened."""

from __future__ import annotations

from collections.abc import Sequence

from index.build.progress import Progress
from index.collection.entries import Reading
from index.collection.writer import Writer
from index.passages import split_sentences
from index.statements.records import Reader
from index.types import Article, Sentence

#: articles that are read and committed together
_BATCH_ARTICLES = 64


def read(writer: Writer, reader: Reader, keys: Sequence[int], progress: Progress) -> None:
    """Read the articles with these keys; what is committed replaces what was stored, article by article as a whole.

    Killed at any moment, it leaves each article as an earlier reading had it, or as this one has.

    Raises:
        ModelError: the reader fails.
        CollectionFull: the disk took no more; what was committed before is safe.
    """
    progress.total(len(keys))
    progress.describe("Reading for statements")
    for first in range(0, len(keys), _BATCH_ARTICLES):
        some = keys[first : first + _BATCH_ARTICLES]
        articles = [writer.article(key) for key in some]
        found = readings(reader, articles, [split_sentences(article.text) for article in articles])
        writer.reread(list(zip(some, found, strict=True)))
        progress.advance(len(some))


def readings(reader: Reader, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Reading]:
    """What ``reader`` finds in each article, to be stored; ``sentences`` as ``split_sentences`` gives them."""
    if not articles:
        return []
    found = reader.read(articles, sentences)
    return [Reading(reader.digest, ledger) for _, ledger in zip(articles, found, strict=True)]
