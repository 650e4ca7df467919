"""A collection, open for reading: one generation, whatever is written meanwhile."""

from __future__ import annotations

import math
import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.closing import Closing
from index.collection import disk, generations, migrations, packing, publish, search, store
from index.collection.catalogue import Catalogue, Found
from index.collection.generations import Derived
from index.collection.ledgers import Rows
from index.collection.lock import writing
from index.collection.nearby import nearby
from index.collection.quick import uncollected
from index.collection.records import ArticleInfo, Hit, Space, Status, StoredArticle
from index.collection.words import terms
from index.errors import CollectionDamaged, CollectionError, CollectionIncompatible, CollectionMissing
from index.statements.records import Ledger
from index.types import Filters, Span

#: digits of an article's id that are enough to name it, where they are unique
_SHORTEST_PREFIX = 6
#: articles whose ledgers are kept in memory, at about 12 KB each
_KEPT = 1_000
_HEX = re.compile(r"[0-9a-f]+")


class Collection(Closing):
    """One generation of a collection. Safe to share among threads; a context manager."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, space: Space, derived: Derived) -> None:
        self.folder = folder
        self.generation = int(store.get(connection, "generation"))
        self._connection = connection
        self._space = space
        self._derived = derived
        self._catalogue = Catalogue(connection, self.generation, space.id)
        self._ledgers: dict[str, Ledger] = {}
        # SQLite's connection is shared: one question to it at a time, most far below a millisecond
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, *, embedder_digest: str | None = None) -> Self:
        """Open the collection in ``folder``.

        Work that a killed ingest had committed is published first, and derived files that are missing or not
        what they should be are built again. Where that cannot be written (another process is writing, or the
        folder may not be written) the last generation answers: from its files, or else built in memory.

        Args:
            embedder_digest: of the model that will embed the queries, where there will be any.

        Raises:
            CollectionMissing: nothing there.
            CollectionDamaged: SQLite finds its file malformed.
            CollectionIncompatible: a newer schema, or embedded by another model.
        """
        _migrate(folder)
        connection, space, derived = _opened(folder, embedder_digest)
        wanting = derived is None or publish.is_pending(connection)
        if wanting and (_heal(folder) or derived is None):
            connection.close()
            connection, space, derived = _opened(folder, embedder_digest)
        if derived is None:
            with disk.guarded(folder):
                derived = publish.in_memory(connection, space)
        return cls(folder, connection, space, derived)

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._connection.close()

    @property
    def passage_count(self) -> int:
        """How many passages are searched."""
        return len(self._derived.rows)

    def newest_generation(self) -> int:
        """The generation that a collection opened now would have; this one stays on its own."""
        with disk.guarded(self.folder), closing(store.open_to_read(self.folder, check=False)) as connection:
            return int(store.get(connection, "generation"))

    def manifest(self) -> dict[str, Any]:
        """What the derived files were built from, and their sizes and checksums."""
        return dict(self._derived.manifest)

    def articles(self, filters: Filters = Filters()) -> list[ArticleInfo]:
        """All articles that pass, without their texts, the newest first, those without a date last."""
        with self._reading():
            return self._catalogue.articles(filters)

    def count_articles(self, filters: Filters = Filters()) -> int:
        """How many articles pass."""
        return self._derived.rows.articles_within(self._derived.rows.condition(filters))

    def resolve(self, prefix: str) -> str | None:
        """The id that begins with ``prefix`` (6 digits or more); None where there is not exactly one."""
        if len(prefix) < _SHORTEST_PREFIX or not _HEX.fullmatch(prefix):
            return None
        with self._reading():
            found = self._catalogue.ids(prefix)
        return found[0] if len(found) == 1 else None

    def article(self, article_id: str) -> StoredArticle | None:
        """One article by its id, or by the first digits of it as in ``resolve``."""
        with self._reading():
            found = self._catalogue.article(article_id)
        if found is None and (whole := self.resolve(article_id)) not in (None, article_id):
            return self.article(str(whole))
        return found

    def passages(self, article_id: str) -> list[Span]:
        """Where the passages of an article stand, in order; nothing for an article that is not there."""
        with self._reading():
            return [Span(start, end) for start, end in self._catalogue.places(article_id)]

    def statements(self, article_ids: Sequence[str]) -> dict[str, Ledger]:
        """Holders and statements of articles, by their whole ids; an article that has not been read is left out.

        Raises:
            CollectionDamaged: what is stored is not what a reader gave.
        """
        with uncollected():
            with self._reading():
                found = {wanted: self._ledgers[wanted] for wanted in article_ids if wanted in self._ledgers}
                keys, rows = self._catalogue.statements([wanted for wanted in article_ids if wanted not in found])
            fresh = {wanted: self._ledger(wanted, key, rows) for wanted, key in keys.items() if key in rows}
        self._keep(fresh)
        found |= fresh
        return {wanted: found[wanted] for wanted in article_ids if wanted in found}

    def count_statements(self) -> int:
        """How many statements all articles together have."""
        with self._reading():
            return self._catalogue.readings().statements

    def outlets(self) -> list[str]:
        """The names of all outlets, in order."""
        with self._reading():
            return self._catalogue.outlets()

    def search(
        self,
        words: str,
        vector: NDArray[np.float32] | None,
        *,
        limit: int = 10,
        filters: Filters = Filters(),
    ) -> list[Hit]:
        """Passages by words and by meaning, the two rankings fused, copies of one passage shown once.

        Args:
            words: looked for as they are; nothing in them is an operator.
            vector: of the query, by the model that embedded the collection; None searches by words alone.
                *Shape:* ``(dimension,)``; its length does not matter.
            filters: applied before anything is ranked.
        """
        if limit < 1:
            return []
        ranked = search.rank(self._derived, words, vector, limit=limit, filters=filters)
        keys = self._derived.rows.table["key"]
        return search.gather(ranked, keys, self._fetch, limit=limit, vector=vector)

    def articles_near(
        self,
        words: str,
        vector: NDArray[np.float32],
        *,
        cosine: float,
        share: float,
        filters: Filters = Filters(),
        depth: int = 2000,
    ) -> dict[str, float]:
        """Ids of the articles with a passage near enough by meaning or by words, the nearest first, with its cosine.

        Where all passages of an article are farther away than the ``depth`` nearest, its cosine is given as 0.

        Args:
            cosine: of a passage to ``vector``, at least.
            share: of the weight of ``words`` that a passage holds, at least; about 1 where it holds each once.
            depth: how many passages are looked at, the nearest by meaning and the best by words.
        """
        found = nearby(self._derived, words, vector, depth=depth, filters=filters)
        needed = share * self._weight(words)
        near = [one for one in found if (one.cosine or 0.0) >= cosine or 0 < needed <= one.bm25]
        with self._reading():
            ids = self._catalogue.ids_of([one.article for one in near])
        return {ids[one.article]: one.cosine or 0.0 for one in near if one.article in ids}

    def _weight(self, words: str) -> float:
        """The sum of the words' inverse document frequencies, as BM25 has them (Robertson and Zaragoza 2009)."""
        total = self.passage_count
        frequencies = self.document_frequency(list(dict.fromkeys(terms(words))))
        return sum(math.log(1 + (total - found + 0.5) / (found + 0.5)) for found in frequencies.values())

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many of the passages each term stands; terms as ``index.collection.terms`` gives them."""
        return self._derived.words.document_frequency(terms)

    def status(self) -> Status:
        """The collection in figures."""
        facts = self._derived.manifest["vectors"]
        with self._reading():
            families, pending = self._catalogue.families(), self._catalogue.pending()
            read = self._catalogue.readings()
            created_by = str(store.get(self._connection, "created_by"))
        return Status(
            articles=self.count_articles(),
            passages=self.passage_count,
            families=families,
            outlets=len(self._derived.rows.outlets),
            pending=pending,
            statements=read.statements,
            holders=read.holders,
            reader=read.reader,
            unread=read.unread,
            generation=self.generation,
            model_name=self._space.model,
            model_digest=self._space.digest,
            dimension=self._space.dimension,
            chunker=self._space.chunker,
            schema=migrations.version(self._connection),
            created_by=created_by,
            vectors=facts["kind"],
            recall=facts["recall"],
            bytes=disk.size_of(self.folder),
        )

    def _fetch(self, keys: Sequence[int]) -> dict[int, Found]:
        with self._reading():
            return self._catalogue.passages(keys)

    def _keep(self, ledgers: dict[str, Ledger]) -> None:
        """Keep ledgers for the next question, which is often about the same; the oldest give way."""
        with self._lock:
            self._ledgers |= ledgers
            for oldest in list(islice(self._ledgers, max(0, len(self._ledgers) - _KEPT))):
                del self._ledgers[oldest]

    def _ledger(self, article_id: str, key: int, rows: Rows) -> Ledger:
        try:
            return rows.ledger(key)
        except packing.DAMAGE as error:
            raise CollectionDamaged(
                self.folder,
                f"the statements of article {article_id} in {self.folder} are damaged: "
                "run `onrecord rebuild --statements`",
            ) from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, disk.guarded(self.folder):
            yield


def _opened(folder: Path, digest: str | None) -> tuple[sqlite3.Connection, Space, Derived | None]:
    """A connection that stays on the state it finds, with the generation's derived files if they are good."""
    connection = store.open_to_read(folder)
    try:
        with disk.guarded(folder):
            connection.execute("BEGIN")
            generation = int(store.get(connection, "generation", 0))
            space = store.space(connection)
            if space is None:
                raise CollectionMissing(
                    folder,
                    f"{folder} holds no articles yet: add some with `onrecord ingest SOURCE... -c {folder}`",
                )
            _refuse_other(folder, space, digest)
            manifest = str(store.get(connection, "manifest", ""))
            return connection, space, generations.load(generations.folder_of(folder, generation), manifest)
    except BaseException:
        connection.close()
        raise


def _refuse_other(folder: Path, space: Space, digest: str | None) -> None:
    if digest is not None and digest != space.digest:
        raise CollectionIncompatible(
            folder,
            f"{folder} was embedded by another model ({space.model}, {space.digest[:12]}): "
            "set ONRECORD_MODEL to it, or run `onrecord ingest` again to embed all articles anew",
        )


def _migrate(folder: Path) -> None:
    """Bring an older schema up to date, which only a writer can."""
    with closing(store.open_to_read(folder)) as connection:
        if migrations.version(connection) == migrations.SCHEMA:
            return
    try:
        with writing(folder):
            store.open_to_write(folder).close()
    except CollectionError as error:
        raise CollectionIncompatible(
            folder, f"{folder} has an older schema and could not be brought up to date: {error}"
        ) from error


def _heal(folder: Path) -> bool:
    """Publish what is committed, if this process may write and nobody else does; says whether it did."""
    try:
        with writing(folder, patience=0.0), closing(store.open_to_write(folder)) as connection:
            space = store.space(connection)
            # a change of model that was cut short is for ingest to finish: until then the old space answers
            if space is None or publish.uncut(connection, space.id):
                return False
            publish.publish(connection, folder, space)
            return True
    except CollectionError:
        return False
