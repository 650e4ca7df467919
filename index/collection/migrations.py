"""The schema, as an append-only list of named steps; a database knows which of them it has had.

Never change or reorder a step that was released: add one. The number of steps is the schema's version
(``PRAGMA user_version``).

What is visible: an article row belongs to the generation that ``added`` it. Work that is not published yet
stands in the rows of the generation to come, and readers leave those out, so that they always see one
generation. ``removed`` marks rows that the generation to come drops when it is published.

Offsets are half-open ``[start, end)``, in characters into ``articles.text``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.collection.failpoints import reach


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its name, and the statements that take it, run in one transaction."""

    name: str
    statements: tuple[str, ...]


#: what tells a collection from any other SQLite file: "OnRe"
APPLICATION = 0x4F6E5265

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "articles, passages, origins",
        (
            f"PRAGMA application_id = {APPLICATION:d}",
            "CREATE TABLE migrations (name TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE) STRICT",
            "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT",
            # a vector space together with a way of cutting: embeddings are comparable within one only
            """CREATE TABLE spaces (
                id INTEGER PRIMARY KEY, model TEXT NOT NULL, digest TEXT NOT NULL, dimension INTEGER NOT NULL,
                chunker TEXT NOT NULL, UNIQUE (digest, chunker)) STRICT""",
            # text stands last, so that a scan of the other columns does not read it
            """CREATE TABLE articles (
                key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
                title TEXT, date TEXT, outlet TEXT, byline TEXT, url TEXT, chars INTEGER NOT NULL,
                family INTEGER, added INTEGER NOT NULL, removed INTEGER, signature BLOB NOT NULL,
                quotations BLOB NOT NULL, text TEXT NOT NULL) STRICT""",
            "CREATE INDEX articles_family ON articles (family) WHERE family IS NOT NULL",
            "CREATE INDEX articles_pending ON articles (added)",
            "CREATE INDEX articles_removed ON articles (removed) WHERE removed IS NOT NULL",
            # a file as it was when all of its articles were committed
            """CREATE TABLE files (
                path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
                read_ns INTEGER NOT NULL) STRICT""",
            """CREATE TABLE origins (
                path TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                source TEXT NOT NULL, PRIMARY KEY (path, article)) STRICT, WITHOUT ROWID""",
            "CREATE INDEX origins_article ON origins (article)",
            # sentences: little-endian int32 triples (start, end, paragraph)
            """CREATE TABLE cuts (
                article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                space INTEGER NOT NULL REFERENCES spaces (id), sentences BLOB NOT NULL,
                PRIMARY KEY (article, space)) STRICT, WITHOUT ROWID""",
            # embedding: little-endian float16, of Euclidean length 1
            """CREATE TABLE passages (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                space INTEGER NOT NULL REFERENCES spaces (id),
                start INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding BLOB NOT NULL) STRICT""",
            "CREATE INDEX passages_article ON passages (article, space)",
        ),
    ),
    Migration(
        "readings, holders, statements",
        (
            # which reader (its digest) was the last to read an article for statements, and how many rows that gave
            """CREATE TABLE readings (
                article INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
                reader TEXT NOT NULL, holders INTEGER NOT NULL, statements INTEGER NOT NULL) STRICT""",
            # for what is packed in roles, mentions, content and reasons, see packing.py
            """CREATE TABLE holders (
                article INTEGER NOT NULL REFERENCES readings (article) ON DELETE CASCADE, number INTEGER NOT NULL,
                name TEXT NOT NULL, type TEXT NOT NULL, count INTEGER, roles TEXT NOT NULL, mentions TEXT NOT NULL,
                PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID""",
            # holder, reporter: numbers of holders of the same article
            """CREATE TABLE statements (
                article INTEGER NOT NULL REFERENCES readings (article) ON DELETE CASCADE, number INTEGER NOT NULL,
                holder INTEGER, mention_start INTEGER, mention_end INTEGER,
                cue_start INTEGER NOT NULL, cue_end INTEGER NOT NULL, content BLOB NOT NULL,
                act TEXT NOT NULL, stance TEXT NOT NULL, kind TEXT NOT NULL, reporter INTEGER,
                evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL,
                "when" TEXT, certainty REAL NOT NULL, reasons TEXT NOT NULL,
                PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID""",
        ),
    ),
)

#: the schema's version that this code writes
SCHEMA = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """How many steps the database has had."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: Sequence[Migration] = MIGRATIONS) -> list[str]:
    """Take the steps that are still missing, each in a transaction of its own; gives their names."""
    taken = []
    for number in range(version(connection), len(steps)):
        _take(connection, steps[number], number + 1)
        taken.append(steps[number].name)
    return taken


def _take(connection: sqlite3.Connection, step: Migration, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in step.statements:
            connection.execute(statement)
        connection.execute("INSERT INTO migrations (name, number) VALUES (?, ?)", (step.name, number))
        connection.execute(f"PRAGMA user_version = {number:d}")
        reach("migration before commit")
        connection.execute("COMMIT")
        reach("migration after commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
