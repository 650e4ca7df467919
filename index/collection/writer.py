"""The one writer of a collection: articles in, in batches that are on the disk when ``commit`` returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Self

from index.closing import Closing
from index.collection import ledgers, publish, store
from index.collection.disk import guarded
from index.collection.entries import Cut, Entry, FileRead, FileSeen, Reading, Tally
from index.collection.failpoints import reach
from index.collection.intake import Intake
from index.collection.lock import writing
from index.collection.records import Space
from index.errors import CollectionMissing, UsageError
from index.models.embedder import Embedder
from index.types import Article


class Writer(Closing):
    """Holds the lock from ``open`` to ``close``. What it commits is searched once it has been published."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, space: Space, held: ExitStack) -> None:
        self.folder = folder
        self.space = space
        self._connection = connection
        self._held = held
        self._intake = Intake(connection, space.id)

    @classmethod
    def open(cls, folder: Path, *, embedder: Embedder, chunker: str) -> Self:
        """Open the collection in ``folder`` to put articles into it; makes it where there is none.

        Where it was made by another model or another way of cutting, the articles that ``uncut`` gives must
        be put in again with ``recut`` before anything is published; until then the old passages are searched.

        Raises:
            CollectionLocked: another process is writing.
            CollectionFull, CollectionDamaged, CollectionIncompatible: as they say.
        """
        _make(folder)
        with _locked(folder) as (connection, held):
            wanted = (embedder.name, embedder.digest, embedder.dimension, chunker)
            with guarded(folder), _transaction(connection):
                space = _space(connection, *wanted)
                if store.space(connection) is None:
                    store.put(connection, "space", space.id)
            return cls(folder, connection, space, held)

    @classmethod
    def maintain(cls, folder: Path) -> Self:
        """Open a collection that exists, to remove or rebuild; its model is not needed.

        Raises:
            CollectionMissing: nothing there; and what ``open`` raises.
        """
        store.open_to_read(folder).close()
        with _locked(folder) as (connection, held):
            space = store.space(connection)
            if space is None:
                raise CollectionMissing(folder, f"{folder} holds no articles yet: ingest some first")
            return cls(folder, connection, space, held)

    def close(self) -> None:
        """Close the database and give the lock back."""
        self._held.close()

    def known(self, path: str) -> FileSeen | None:
        """The file at ``path`` as it was when its articles were committed; None for one not read so far."""
        return self._intake.known(path)

    def articles_of(self, path: str) -> int:
        """How many articles come from the file at ``path``."""
        return self._intake.articles_of(path)

    def known_under(self, folder: str) -> list[str]:
        """Paths of the files read before that lie under ``folder``."""
        return self._intake.known_under(folder)

    def holds(self, article_id: str) -> bool:
        """Whether the article's text and passages are stored already, so that it need not be embedded."""
        return self._intake.holds(article_id)

    def commit(self, entries: Sequence[Entry | FileRead]) -> Tally:
        """Store articles, and files of which all articles have been stored, in one transaction.

        Raises:
            CollectionFull: the disk took no more; what was committed before is safe.
        """
        with guarded(self.folder), _transaction(self._connection):
            return self._intake.take(entries)

    def uncut(self) -> list[int]:
        """Keys of the articles without passages in this writer's space: all, after a change of model."""
        return publish.uncut(self._connection, self.space.id)

    def text(self, key: int) -> str:
        """The text of the article with this key."""
        return self._intake.text(key)

    def recut(self, cuts: Sequence[tuple[int, Cut]]) -> None:
        """Store the passages of articles, by their keys, in this writer's space, in one transaction."""
        with guarded(self.folder), _transaction(self._connection):
            for key, cut in cuts:
                self._intake.put_cut(key, cut)

    def unread(self, reader: str | None = None) -> list[int]:
        """Keys of the articles that the reader with this digest has not read, or another has since; None: of all."""
        return ledgers.unread(self._connection, reader)

    def article(self, key: int) -> Article:
        """The article with this key."""
        return self._intake.article(key)

    def reread(self, readings: Sequence[tuple[int, Reading]]) -> None:
        """Store what was read in articles, by their keys, in place of earlier readings, in one transaction.

        Raises:
            CollectionFull: the disk took no more; what was committed before is safe.
        """
        with guarded(self.folder), _transaction(self._connection):
            for key, reading in readings:
                self._intake.put_reading(key, reading)

    def remove(self, article_id: str) -> bool:
        """Mark an article for removal at the next publishing, and forget the files that it came from."""
        with guarded(self.folder), _transaction(self._connection):
            return self._intake.remove(article_id)

    def is_pending(self) -> bool:
        """Whether anything is committed that is not searched yet, or nothing was ever published."""
        return (
            store.get(self._connection, "generation") == 0
            or publish.is_pending(self._connection)
            or self.space != store.space(self._connection)
        )

    def publish(self) -> int:
        """Make what is committed searchable, as a new generation; gives its number.

        Raises:
            CollectionFull: the disk took no more; the generation before still answers.
        """
        return publish.publish(self._connection, self.folder, self.space)

    def totals(self) -> tuple[int, int]:
        """Articles and passages, as the next generation has them."""
        return self._intake.totals()


def _make(folder: Path) -> None:
    try:
        with guarded(folder):
            folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{folder} is not a folder: name one that is, or a new one, with -c") from error


@contextmanager
def _locked(folder: Path) -> Iterator[tuple[sqlite3.Connection, ExitStack]]:
    """The lock and the database; both are kept open when the block ends well."""
    with ExitStack() as stack:
        stack.enter_context(writing(folder))
        connection = stack.enter_context(closing(store.open_to_write(folder)))
        reach("opened to write")
        held = ExitStack()
        yield connection, held
        held.push(stack.pop_all())


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        reach("before commit")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    reach("after commit")


def _space(connection: sqlite3.Connection, model: str, digest: str, dimension: int, chunker: str) -> Space:
    connection.execute(
        "INSERT OR IGNORE INTO spaces (model, digest, dimension, chunker) VALUES (?, ?, ?, ?)",
        (model, digest, dimension, chunker),
    )
    row = connection.execute("SELECT id FROM spaces WHERE digest = ? AND chunker = ?", (digest, chunker)).fetchone()
    return Space(int(row[0]), model, digest, dimension, chunker)
