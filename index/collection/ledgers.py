"""The statements of articles in SQLite: those of one article are written, and go, together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from index.collection import packing
from index.collection.entries import Reading
from index.collection.failpoints import reach
from index.collection.packing import Row
from index.errors import ModelError
from index.statements.records import Ledger

#: SQLite takes 32,766 parameters at most; this many keys are asked for at once
_AT_ONCE = 1_000


def put(connection: sqlite3.Connection, key: int, reading: Reading) -> None:
    """Store what was read in the article with this key, in place of an earlier reading, within a transaction.

    Raises:
        ModelError: the reader gave what cannot be in that article.
    """
    article, text = connection.execute("SELECT id, text FROM articles WHERE key = ?", (key,)).fetchone()
    for fault in packing.faults(reading.ledger, text):
        raise ModelError(f"the reader of statements gave, for article {article}, {fault}: please report it")
    # each table by its name, and not by cascade alone: what a damage left without its reading goes as well
    for table in ("statements", "holders", "readings"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (key,))
    reach("old statements gone")
    holders, statements = reading.ledger.holders, reading.ledger.statements
    counts = (key, reading.reader, len(holders), len(statements))
    _insert(connection, "readings", "article, reader, holders, statements", [counts])
    _insert(connection, "holders", packing.HOLDERS, (packing.of_holder(key, *one) for one in enumerate(holders)))
    reach("half of the statements stored")
    made = (packing.of_statement(key, *one) for one in enumerate(statements))
    _insert(connection, "statements", packing.STATEMENTS, made)


def unread(connection: sqlite3.Connection, reader: str | None) -> list[int]:
    """Keys of the articles that the reader with this digest was not the last to read; None: of all articles."""
    rows = connection.execute(
        "SELECT key FROM articles LEFT JOIN readings ON article = key WHERE ?1 IS NULL OR reader IS NOT ?1 "
        "ORDER BY key",
        (reader,),
    )
    return [key for (key,) in rows]


class Rows:
    """The rows of some articles, fetched at once, so that ledgers can be made of them when the database is free."""

    def __init__(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        self._counts: dict[int, tuple[int, int]] = {}
        self._holders: dict[int, list[Row]] = {}
        self._statements: dict[int, list[Row]] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            within = f"WHERE article IN ({', '.join('?' * len(some))}) ORDER BY article"
            counts = connection.execute(f"SELECT article, holders, statements FROM readings {within}", some)
            self._counts.update((key, (holders, statements)) for key, holders, statements in counts)
            holders = connection.execute(f"SELECT {packing.HOLDERS} FROM holders {within}, number", some)
            self._holders.update(_grouped(holders))
            statements = connection.execute(f"SELECT {packing.STATEMENTS} FROM statements {within}, number", some)
            self._statements.update(_grouped(statements))

    def __contains__(self, key: int) -> bool:
        """Whether the article with this key is one of them and has been read."""
        return key in self._counts

    def ledger(self, key: int) -> Ledger:
        """The ledger of one of them.

        Raises:
            One of ``packing.DAMAGE``: it is not what was stored.
        """
        holders, statements = self._holders.get(key, []), self._statements.get(key, [])
        for rows, count in zip((holders, statements), self._counts[key], strict=True):
            if [row[1] for row in rows] != list(range(count)):
                raise ValueError(f"{len(rows)} rows where there were {count}")
        return Ledger(packing.holders(holders), packing.statements(statements))


def _grouped(rows: Iterable[Row]) -> Iterable[tuple[int, list[Row]]]:
    return ((key, list(group)) for key, group in groupby(rows, key=itemgetter(0)))


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(columns.split(",")))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
