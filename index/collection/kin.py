"""Families while articles come in: copies and rewrites share the number of the first of them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.reading.duplicates import Families, Signature
    from index.reading.quotations import Quotations, Quoted

#: articles read at once when the known ones are taken in, about 60 MB
_AT_ONCE = 65_536


class Kin:
    """Finds the family of an article that comes in, in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._index: tuple[Families, Quoted] | None = None

    def join(self, key: int, signature: Signature, quotations: Quotations) -> None:
        """Put the article with this key, which is stored, into the family of those it is near to."""
        families, quoted = self._known(but=key)
        near = self._living([one.key for one in families.near(signature)])
        near = near or self._rewritten(signature, quotations, quoted.alike(quotations))
        families.add(key, signature)
        quoted.add(key, quotations)
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

    def _rewritten(self, signature: Signature, quotations: Quotations, keys: list[int]) -> list[tuple[int, int | None]]:
        """The one of the articles that a rewrite is of, or that is one of it, told by the quotations.

        One at most, and of no family that also quotes the same words: honest reports of one speech must not
        become a family because somebody has altered what they quote.
        """
        from index.reading.duplicates import similarity
        from index.reading.quotations import Told, told

        query = "SELECT key, family, signature, quotations FROM articles WHERE key = ? AND removed IS NULL"
        asked = [self._connection.execute(query, (key,)).fetchone() for key in keys]
        rows = [row for row in asked if row is not None]
        how = told(quotations, [np.frombuffer(blob, dtype="<u4") for *_, blob in rows])
        same = {row[1] for row, one in zip(rows, how, strict=True) if one is Told.SAME} - {None}
        altered = [row for row, one in zip(rows, how, strict=True) if one is Told.ALTERED and row[1] not in same]
        altered.sort(key=lambda row: -similarity(signature, np.frombuffer(row[2], dtype="<u8")))
        return [(key, family) for key, family, *_ in altered[:1]]

    def _known(self, *, but: int) -> tuple[Families, Quoted]:
        """All stored articles, read when the first new one comes, and no earlier."""
        if self._index is None:
            # here, because readers must not load what reading needs
            from index.reading.duplicates import Families
            from index.reading.quotations import Quoted

            families, quoted = self._index = Families(), Quoted()
            rows = self._connection.execute("SELECT key, signature, quotations FROM articles WHERE key <> ?", (but,))
            while some := rows.fetchmany(_AT_ONCE):
                keys = np.array([key for key, _, _ in some], dtype=np.int64)
                families.add_all(keys, np.array([np.frombuffer(blob, dtype="<u8") for _, blob, _ in some]))
                quoted.add_all(keys, [np.frombuffer(blob, dtype="<u4") for _, _, blob in some])
        return self._index
