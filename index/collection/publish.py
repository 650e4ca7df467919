"""From committed work to a generation that is searched: derived files first, then one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.collection import generations, store
from index.collection.disk import guarded
from index.collection.failpoints import reach
from index.collection.generations import Derived, SourceRow
from index.collection.records import Space


def is_pending(connection: sqlite3.Connection) -> bool:
    """Whether work was committed that is not published yet."""
    generation = store.get(connection, "generation")
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE added > ?) OR EXISTS "
            "(SELECT 1 FROM articles WHERE removed IS NOT NULL)",
            (generation,),
        ).fetchone()[0]
    )


def uncut(connection: sqlite3.Connection, space: int) -> list[int]:
    """Keys of the articles that the next generation would hold, but that have no passages in ``space``."""
    return [
        key
        for (key,) in connection.execute(
            "SELECT key FROM articles WHERE removed IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM cuts WHERE article = articles.key AND space = ?) ORDER BY key",
            (space,),
        )
    ]


def publish(connection: sqlite3.Connection, folder: Path, space: Space) -> int:
    """Make the next generation of what is committed, in ``space``; gives its number.

    The caller holds the lock.

    Raises:
        CollectionFull: the disk took no more; the generation before still answers.
    """
    generation = int(store.get(connection, "generation")) + 1
    with guarded(folder):
        (folder / generations.FOLDER).mkdir(exist_ok=True)
        place = generations.unfinished(folder, generation)
        manifest = _build(connection, place, generation, space, "removed IS NULL")
        generations.put_in_place(place, generations.folder_of(folder, generation))
        _switch(connection, generation, space, manifest)
        generations.sweep(folder, generation)
        # passive: a reader that stays on its generation must not hold up the writer;
        # what a full disk leaves in the log is read from there
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return generation


def in_memory(connection: sqlite3.Connection, space: Space) -> Derived:
    """The generation that counts, derived anew for this process alone; nothing is left on disk."""
    import tempfile  # seldom needed

    generation = int(store.get(connection, "generation"))
    with tempfile.TemporaryDirectory(prefix="onrecord-") as scratch:
        place = Path(scratch) / "derived"
        manifest = _build(connection, place, generation, space, f"added <= {generation:d}")
        derived = generations.load(place, manifest)
    if derived is None:
        raise RuntimeError(f"derived files that were just built in {scratch} do not load")
    return derived


def _build(connection: sqlite3.Connection, place: Path, generation: int, space: Space, which: str) -> str:
    count = connection.execute(
        f"SELECT count(*) FROM passages JOIN articles ON articles.key = article WHERE space = ? AND {which}",
        (space.id,),
    ).fetchone()[0]
    rows = _rows(connection, space.id, which)
    return generations.build(place, rows, count=count, generation=generation, space=space)


def _rows(connection: sqlite3.Connection, space: int, which: str) -> Iterator[SourceRow]:
    articles = connection.execute(f"SELECT key, date, outlet, title, text FROM articles WHERE {which} ORDER BY key")
    for article, date, outlet, title, text in articles:
        passages = connection.execute(
            'SELECT key, start, "end", embedding FROM passages WHERE article = ? AND space = ? ORDER BY key',
            (article, space),
        )
        for key, start, end, embedding in passages:
            yield SourceRow(key, article, date, outlet, title, text[start:end], embedding)


def _switch(connection: sqlite3.Connection, generation: int, space: Space, manifest: str) -> None:
    """The moment at which a generation counts: what it dropped goes, in the same transaction."""
    reach("before publishing")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("DELETE FROM articles WHERE removed IS NOT NULL")
        # what is left alone in its family is in none
        connection.execute(
            "UPDATE articles SET family = NULL WHERE family IN (SELECT family FROM articles "
            "WHERE family IS NOT NULL GROUP BY family HAVING count(*) = 1)"
        )
        connection.execute("DELETE FROM passages WHERE space <> ?", (space.id,))
        connection.execute("DELETE FROM cuts WHERE space <> ?", (space.id,))
        connection.execute("DELETE FROM spaces WHERE id <> ?", (space.id,))
        facts: dict[str, str | int] = {"generation": generation, "space": space.id, "manifest": manifest}
        for name, value in facts.items():
            store.put(connection, name, value)
        reach("publishing")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    reach("published")
