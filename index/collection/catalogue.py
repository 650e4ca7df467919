"""What readers ask of SQLite: articles, their texts and their passages, as one generation has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.collection.ledgers import Rows
from index.collection.records import ArticleInfo, Readings, StoredArticle
from index.collection.store import fold
from index.types import Filters, Sentence

#: columns of ArticleInfo, in its order
_INFO = "id, source, title, date, outlet, byline, url, chars, family"
#: SQLite takes 32,766 parameters at most; this many keys are asked for at once
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as search needs it to compare and to show it."""

    key: int
    article_id: str
    start: int
    end: int
    text: str
    family: int | None
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The articles that ``generation`` holds, on a connection that stays on one state of the database."""

    connection: sqlite3.Connection
    generation: int
    space: int

    def articles(self, filters: Filters) -> list[ArticleInfo]:
        """All articles that pass, the newest first, those without a date last."""
        conditions, values = _conditions(filters)
        rows = self.connection.execute(
            f"SELECT {_INFO} FROM articles WHERE added <= ?{conditions} ORDER BY date DESC NULLS LAST, source, id",
            (self.generation, *values),
        )
        return [
            ArticleInfo(found, source, title, _day(day), outlet, byline, url, chars, family)
            for found, source, title, day, outlet, byline, url, chars, family in rows
        ]

    def article(self, article_id: str) -> StoredArticle | None:
        """One article by its whole id."""
        row = self.connection.execute(
            "SELECT source, text, title, date, outlet, byline, url, sentences, family FROM articles "
            "JOIN cuts ON cuts.article = articles.key AND cuts.space = ? WHERE id = ? AND added <= ?",
            (self.space, article_id, self.generation),
        ).fetchone()
        if row is None:
            return None
        source, text, title, day, outlet, byline, url, sentences, family = row
        return StoredArticle(source, text, title, _day(day), outlet, byline, url, sentences_of(sentences), family)

    def ids(self, prefix: str) -> list[str]:
        """The first two ids that begin with ``prefix``, which is made of hex digits."""
        rows = self.connection.execute(
            "SELECT id FROM articles WHERE id >= ? AND id < ? AND added <= ? ORDER BY id LIMIT 2",
            (prefix, prefix + "g", self.generation),
        )
        return [found for (found,) in rows]

    def ids_of(self, keys: Sequence[int]) -> dict[int, str]:
        """Ids of articles by their keys."""
        found: dict[int, str] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found.update(
                self.connection.execute(
                    f"SELECT key, id FROM articles WHERE key IN ({marks}) AND added <= ?", (*some, self.generation)
                )
            )
        return found

    def outlets(self) -> list[str]:
        """Their names; of spellings that differ in case, the most frequent one."""
        rows = self.connection.execute(
            "SELECT outlet, count(*) FROM articles WHERE outlet IS NOT NULL AND added <= ? GROUP BY outlet "
            "ORDER BY count(*) DESC, outlet",
            (self.generation,),
        )
        spelled: dict[str | None, str] = {}
        for name, _ in rows:
            spelled.setdefault(fold(name), name)
        return sorted(spelled.values(), key=str.casefold)

    def families(self) -> int:
        """How many groups of two and more articles are copies or rewrites of each other."""
        return _number(
            self.connection,
            "SELECT count(*) FROM (SELECT 1 FROM articles WHERE family IS NOT NULL AND added <= ? "
            "GROUP BY family HAVING count(*) > 1)",
            self.generation,
        )

    def pending(self) -> int:
        """How many stored articles wait for the generation to come."""
        return _number(self.connection, "SELECT count(*) FROM articles WHERE added > ?", self.generation)

    def statements(self, ids: Sequence[str]) -> tuple[dict[str, int], Rows]:
        """The keys of those articles that are there, and the rows of their statements."""
        keys: dict[str, int] = {}
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            keys.update(
                self.connection.execute(
                    f"SELECT id, key FROM articles WHERE id IN ({marks}) AND added <= ?", (*some, self.generation)
                )
            )
        return keys, Rows(self.connection, list(keys.values()))

    def readings(self) -> Readings:
        """What reading the articles for statements has given."""
        rows = self.connection.execute(
            "SELECT reader, count(*), sum(readings.holders), sum(readings.statements) FROM articles "
            "LEFT JOIN readings ON article = key WHERE added <= ? GROUP BY reader",
            (self.generation,),
        )
        found = Readings()
        for reader, articles, holders, statements in rows:
            found += Readings(unread=articles) if reader is None else Readings(statements, holders, (reader,))
        return found

    def passages(self, keys: Sequence[int]) -> dict[int, Found]:
        """Passages by their keys, with text and embedding."""
        found: dict[int, Found] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            # substr counts characters from 1
            rows = self.connection.execute(
                'SELECT p.key, a.id, p.start, p."end", substr(a.text, p.start + 1, p."end" - p.start), '
                "a.family, p.embedding FROM passages p JOIN articles a ON a.key = p.article "
                f"WHERE p.key IN ({', '.join('?' * len(some))})",
                some,
            )
            for key, article_id, start, end, text, family, half in rows:
                vector = np.frombuffer(half, dtype="<f2").astype(np.float32)
                found[key] = Found(key, article_id, start, end, text, family, vector)
        return found

    def places(self, article_id: str) -> list[tuple[int, int]]:
        """Where the passages of an article stand, in order: half-open, in characters."""
        rows = self.connection.execute(
            'SELECT p.start, p."end" FROM passages p JOIN articles a ON a.key = p.article '
            "WHERE a.id = ? AND p.space = ? AND a.added <= ? ORDER BY p.start",
            (article_id, self.space, self.generation),
        )
        return list(rows)


def _conditions(filters: Filters) -> tuple[str, list[str]]:
    parts: dict[str, str | None] = {
        " AND date >= ?": filters.date_from.isoformat() if filters.date_from else None,
        " AND date <= ?": filters.date_to.isoformat() if filters.date_to else None,
        " AND fold(outlet) = ?": fold(filters.outlet),
    }
    used = {sql: value for sql, value in parts.items() if value is not None}
    return "".join(used), list(used.values())


def _number(connection: sqlite3.Connection, query: str, *values: int) -> int:
    return int(connection.execute(query, values).fetchone()[0])


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)


def packed(sentences: Sequence[Sentence]) -> bytes:
    """Sentences as they are stored: little-endian int32 triples (start, end, paragraph)."""
    return np.array([(s.start, s.end, s.paragraph) for s in sentences], dtype="<i4").tobytes()


def sentences_of(blob: bytes) -> tuple[Sentence, ...]:
    """The sentences of a stored blob."""
    return tuple(Sentence(*triple) for triple in np.frombuffer(blob, dtype="<i4").reshape(-1, 3).tolist())
