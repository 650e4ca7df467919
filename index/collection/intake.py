"""The rows that change when articles come, change and go; all within the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from index.collection import ledgers, store
from index.collection.catalogue import packed
from index.collection.entries import Cut, Entry, FileRead, FileSeen, Reading, Tally
from index.collection.kin import Kin
from index.errors import ModelError
from index.types import Article


class Intake:
    """Works on the generation to come: the one after the generation that is searched."""

    def __init__(self, connection: sqlite3.Connection, space: int) -> None:
        self._connection = connection
        self._space = space
        self._kin = Kin(connection)
        # sources that are new from a file whose end has not been seen, and whether their article was new too
        self._fresh: dict[str, dict[str, bool]] = {}

    def known(self, path: str) -> FileSeen | None:
        row = self._row("SELECT size, mtime_ns, sha256, read_ns FROM files WHERE path = ?", path)
        return None if row is None else FileSeen(*row)

    def articles_of(self, path: str) -> int:
        return self._number("SELECT count(*) FROM origins WHERE path = ?", path)

    def known_under(self, folder: str) -> list[str]:
        # "0" follows "/": between the two is all that begins with the folder
        inside = folder.rstrip("/")
        rows = self._connection.execute(
            "SELECT path FROM files WHERE path > ? AND path < ?", (f"{inside}/", f"{inside}0")
        )
        return [path for (path,) in rows]

    def holds(self, article_id: str) -> bool:
        return (
            self._row(
                "SELECT 1 FROM articles JOIN cuts ON article = key AND space = ? WHERE id = ?",
                self._space,
                article_id,
            )
            is not None
        )

    def text(self, key: int) -> str:
        return str(self._connection.execute("SELECT text FROM articles WHERE key = ?", (key,)).fetchone()[0])

    def article(self, key: int) -> Article:
        row = self._connection.execute(
            "SELECT source, text, title, date, outlet, byline, url FROM articles WHERE key = ?", (key,)
        ).fetchone()
        source, text, title, day, outlet, byline, url = row
        return Article(source, text, title, day and date.fromisoformat(day), outlet, byline, url)

    def totals(self) -> tuple[int, int]:
        return (
            self._number("SELECT count(*) FROM articles WHERE removed IS NULL"),
            self._number(
                "SELECT count(*) FROM passages JOIN articles ON articles.key = article "
                "WHERE space = ? AND removed IS NULL",
                self._space,
            ),
        )

    def take(self, entries: Iterable[Entry | FileRead]) -> Tally:
        tally = Tally()
        for entry in entries:
            tally += self._take(entry) if isinstance(entry, Entry) else self._end(entry)
        return tally

    def _take(self, entry: Entry) -> Tally:
        row = self._row("SELECT key, removed FROM articles WHERE id = ?", entry.article.id)
        if row is None:
            key, new = self._insert(entry), True
        else:
            key, new = int(row[0]), row[1] is not None
            if new:  # it went with its old file, and comes back with this one
                self._connection.execute(
                    "UPDATE articles SET removed = NULL, source = ? WHERE key = ?",
                    (entry.article.source, key),
                )
            if entry.cut is not None and not self.holds(entry.article.id):
                self.put_cut(key, entry.cut)
        if entry.reading is not None:
            self.put_reading(key, entry.reading)
        linked = self._connection.execute(
            "INSERT OR IGNORE INTO origins (path, article, source) VALUES (?, ?, ?)",
            (entry.path, key, entry.article.source),
        )
        if linked.rowcount:
            self._fresh.setdefault(entry.path, {})[entry.article.source] = new
        return Tally(added=1) if new else Tally(unchanged=1)

    def _insert(self, entry: Entry) -> int:
        article = entry.article
        if entry.cut is None or entry.signature is None or entry.quotations is None:
            raise ValueError(f"article {article.id} of {entry.path} is not stored, and came without its passages")
        cursor = self._connection.execute(
            "INSERT INTO articles "
            "(id, source, title, date, outlet, byline, url, chars, added, signature, quotations, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                article.source,
                article.title,
                article.date and article.date.isoformat(),
                article.outlet,
                article.byline,
                article.url,
                len(article.text),
                self._coming(),
                entry.signature.astype("<u8").tobytes(),
                entry.quotations.astype("<u4").tobytes(),
                article.text,
            ),
        )
        key = int(cursor.lastrowid or 0)
        self.put_cut(key, entry.cut)
        self._kin.join(key, entry.signature, entry.quotations)
        return key

    def put_cut(self, key: int, cut: Cut) -> None:
        halves = cut.vectors.astype("<f2")
        if len(halves) != len(cut.passages) or not np.isfinite(halves).all():
            raise ModelError(f"the embedding model gave {halves.shape} values for {len(cut.passages)} passages")
        self._connection.execute(
            "INSERT INTO cuts (article, space, sentences) VALUES (?, ?, ?)",
            (key, self._space, packed(cut.sentences)),
        )
        self._connection.executemany(
            'INSERT INTO passages (article, space, start, "end", embedding) VALUES (?, ?, ?, ?, ?)',
            [
                (key, self._space, passage.start, passage.end, half.tobytes())
                for passage, half in zip(cut.passages, halves, strict=True)
            ],
        )

    def put_reading(self, key: int, reading: Reading) -> None:
        ledgers.put(self._connection, key, reading)

    def _end(self, file: FileRead) -> Tally:
        self._note(file)
        if file.ids is None:
            return Tally()
        fresh = self._fresh.pop(file.path, {})
        before = self._connection.execute(
            "SELECT article, origins.source, id FROM origins JOIN articles ON key = article WHERE path = ?",
            (file.path,),
        ).fetchall()
        tally = Tally()
        for key, source, article_id in before:
            if article_id not in file.ids:
                went = self._unlink(file.path, key)
                tally += _replaced(fresh[source]) if source in fresh else Tally(removed=int(went))
        return tally

    def _note(self, file: FileRead) -> None:
        seen = file.seen
        self._connection.execute(
            "INSERT OR REPLACE INTO files (path, size, mtime_ns, sha256, read_ns) VALUES (?, ?, ?, ?, ?)",
            (file.path, seen.size, seen.mtime_ns, seen.sha256, seen.read_ns),
        )

    def _unlink(self, path: str, key: int) -> bool:
        """Forget that an article came from ``path``; says whether it goes, as one without any origin does."""
        self._connection.execute("DELETE FROM origins WHERE path = ? AND article = ?", (path, key))
        left = self._row("SELECT source FROM origins WHERE article = ? ORDER BY path LIMIT 1", key)
        if left is None:
            self._connection.execute("UPDATE articles SET removed = ? WHERE key = ?", (self._coming(), key))
        else:
            self._connection.execute("UPDATE articles SET source = ? WHERE key = ?", (left[0], key))
        return left is None

    def remove(self, article_id: str) -> bool:
        row = self._row("SELECT key FROM articles WHERE id = ? AND removed IS NULL", article_id)
        if row is None:
            return False
        origins = "SELECT path FROM origins WHERE article = ?"
        self._connection.execute(f"DELETE FROM files WHERE path IN ({origins})", row)
        self._connection.execute("DELETE FROM origins WHERE article = ?", row)
        self._connection.execute("UPDATE articles SET removed = ? WHERE key = ?", (self._coming(), *row))
        return True

    def _coming(self) -> int:
        return int(store.get(self._connection, "generation")) + 1

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return found

    def _number(self, query: str, *values: object) -> int:
        return int(self._connection.execute(query, values).fetchone()[0])


def _replaced(new: bool) -> Tally:
    """One article gave way to another from the same source, which was counted as added if it was ``new``."""
    return Tally(changed=1, added=-1) if new else Tally(changed=1, unchanged=-1)
