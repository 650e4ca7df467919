"""Everything about a collection that can be wrong, looked at; nothing is changed or repaired."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from index.collection import disk, generations, migrations, packing, publish, store
from index.collection.catalogue import sentences_of
from index.collection.ledgers import Rows
from index.collection.records import Space
from index.errors import CollectionError
from index.types import Article

#: how far an embedding's length may be from 1: float16 keeps 11 bits of each of its values
_LENGTH_TOLERANCE = 5e-3
_REBUILD = "run `onrecord rebuild`"
_READ = "run `onrecord rebuild --statements`"
_AGAIN = "put the collection back from a backup, or ingest into a new folder"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``problems`` are sentences, each with the way out, none where all is well."""

    folder: Path
    generation: int
    articles: int
    passages: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(folder: Path) -> CheckReport:
    """Check SQLite, every article, passage and embedding, and the derived files against their checksums.

    Raises:
        CollectionMissing, CollectionIncompatible: there is nothing to check, or it is of a newer version.
    """
    with closing(store.open_to_read(folder, check=False)) as connection:
        connection.execute("BEGIN")
        space = store.space(connection)
        looks: list[Callable[[], Iterator[str]]] = [lambda: _database(connection)]
        if space is not None:
            known = space
            looks += [
                lambda: _articles(connection),
                lambda: _sentences(connection),
                lambda: _passages(connection),
                lambda: _orphans(connection, known),
            ]
            # the next opening brings an older schema up to date, and makes what is derived from it anew
            if migrations.version(connection) == migrations.SCHEMA:
                looks += [lambda: _statements(connection), lambda: _derived(folder, connection, known)]
        problems = [problem for look in looks for problem in _sheltered(folder, look)]
        return CheckReport(
            folder,
            int(store.get(connection, "generation", 0)),
            _count(connection, "SELECT count(*) FROM articles WHERE removed IS NULL"),
            _count(connection, "SELECT count(*) FROM passages"),
            tuple(problems),
        )


def _sheltered(folder: Path, look: Callable[[], Iterator[str]]) -> list[str]:
    """What one look finds; that it cannot even look is a finding too."""
    try:
        with disk.guarded(folder):
            return list(look())
    except (CollectionError, ValueError) as error:
        return [f"{error}: {_AGAIN}"]


def _database(connection: sqlite3.Connection) -> Iterator[str]:
    for (found,) in connection.execute("PRAGMA integrity_check(20)"):
        if found != "ok":
            yield f"SQLite: {found}: {_AGAIN}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to nothing in {parent}: {_AGAIN}"


def _articles(connection: sqlite3.Connection) -> Iterator[str]:
    """An article's id is the hash of all that a reader sees: any change to it shows."""
    rows = connection.execute("SELECT id, chars, source, text, title, date, outlet, byline, url FROM articles")
    for known, chars, source, text, title, day, outlet, byline, url in rows:
        article = Article(source, text, title, day and date.fromisoformat(day), outlet, byline, url)
        if article.id != known or len(text) != chars:
            yield f"article {known} ({source}) is not what was stored: {_AGAIN}"


def _sentences(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("SELECT id, chars, sentences FROM cuts JOIN articles ON key = article")
    for known, chars, blob in rows:
        end = 0
        for sentence in sentences_of(blob):
            if not end <= sentence.start < sentence.end <= chars:
                yield f"a sentence of article {known} at {sentence.start} is not in its text: {_AGAIN}"
            end = sentence.end


def _passages(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute(
        'SELECT p.key, a.id, chars, start, "end", dimension, embedding FROM passages p '
        "JOIN articles a ON a.key = article JOIN spaces s ON s.id = space"
    )
    for key, article, chars, start, end, dimension, blob in rows:
        if not 0 <= start < end <= chars:
            yield f"passage {key} at [{start}, {end}) is not in article {article} ({chars} long): {_AGAIN}"
        if len(blob) != 2 * dimension:
            yield f"the embedding of passage {key} has {len(blob)} bytes instead of {2 * dimension}: {_AGAIN}"
            continue
        length = float(np.linalg.norm(np.frombuffer(blob, dtype="<f2").astype(np.float64)))
        if not abs(length - 1.0) <= _LENGTH_TOLERANCE:
            yield f"the embedding of passage {key} has length {length:.4f} instead of 1: {_AGAIN}"


def _statements(connection: sqlite3.Connection) -> Iterator[str]:
    for key, known, text in connection.execute("SELECT key, id, text FROM readings JOIN articles ON key = article"):
        try:
            found = list(packing.faults(Rows(connection, [key]).ledger(key), text))
        except packing.DAMAGE as error:
            found = [f"statements that are not what was stored ({error!r})"]
        for fault in found:
            yield f"article {known} has {fault}: {_READ}"


def _orphans(connection: sqlite3.Connection, space: Space) -> Iterator[str]:
    lost = _count(
        connection,
        "SELECT count(*) FROM articles WHERE removed IS NULL AND key NOT IN (SELECT article FROM origins)",
    )
    if lost:
        yield f"{lost} articles come from no file that is known: ingest their sources again"
    uncut = len(publish.uncut(connection, space.id))
    if uncut:
        yield f"{uncut} articles have no passages: ingest their sources again"


def _derived(folder: Path, connection: sqlite3.Connection, space: Space) -> Iterator[str]:
    generation = int(store.get(connection, "generation"))
    if generation == 0 or publish.is_pending(connection):
        yield f"an ingest was cut short; what it stored is not searched yet: {_REBUILD}, or ingest again"
    if generation == 0:
        return
    place = generations.folder_of(folder, generation)
    derived = generations.load(place, str(store.get(connection, "manifest", "")))
    if derived is None:
        yield f"the derived files in {place} are missing or altered: {_REBUILD}"
        return
    rows = derived.rows.table["key"].tolist()
    known = [
        key
        for (key,) in connection.execute(
            "SELECT p.key FROM passages p JOIN articles a ON a.key = article WHERE space = ? AND added <= ? "
            "ORDER BY a.key, p.key",
            (space.id, generation),
        )
    ]
    if rows != known or not len(rows) == derived.vectors.rows == derived.words.rows:
        yield (
            f"the derived files in {place} hold {len(rows)} passages ({derived.vectors.rows} vectors, "
            f"{derived.words.rows} texts), the collection has {len(known)}: {_REBUILD}"
        )


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
