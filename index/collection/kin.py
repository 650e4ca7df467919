"""Families while articles come in: copies and rewrites share the number of the first of them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.reading.duplicates import Families, Signature

#: signatures read at once when the known articles are taken in, about 33 MB
_AT_ONCE = 65_536


class Kin:
    """Finds the family of an article that comes in, in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._families: Families | None = None

    def join(self, key: int, signature: Signature) -> None:
        """Put the article with this key, which is stored, into the family of those it is near to."""
        families = self._known(but=key)
        near = self._living([one.key for one in families.near(signature)])
        families.add(key, signature)
        if not near:
            return
        number = min(family or kin for kin, family in near)
        for family in {family for _, family in near} - {None, number}:
            self._connection.execute("UPDATE articles SET family = ? WHERE family = ?", (number, family))
        self._connection.executemany(
            "UPDATE articles SET family = ? WHERE key = ?", [(number, kin) for kin in (key, *dict(near))]
        )

    def _living(self, keys: list[int]) -> list[tuple[int, int | None]]:
        """Those that have not been removed, with their families."""
        asked = [
            self._connection.execute(
                "SELECT key, family FROM articles WHERE key = ? AND removed IS NULL", (key,)
            ).fetchone()
            for key in keys
        ]
        return [row for row in asked if row is not None]

    def _known(self, *, but: int) -> Families:
        """All stored articles, read when the first new one comes, and no earlier."""
        if self._families is None:
            # here, because readers must not load what reading needs
            from index.reading.duplicates import Families

            self._families = Families()
            rows = self._connection.execute("SELECT key, signature FROM articles WHERE key <> ?", (but,))
            while some := rows.fetchmany(_AT_ONCE):
                self._families.add_all(*_arrays(some))
        return self._families


def _arrays(rows: list[tuple[int, bytes]]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    signatures = [np.frombuffer(blob, dtype="<u8") for _, blob in rows]
    return np.array([key for key, _ in rows], dtype=np.int64), np.array(signatures, dtype=np.uint64)
