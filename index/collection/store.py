"""The truth: one SQLite file. Opened safely, checked, and asked for its few facts about itself."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index.collection import migrations
from index.collection.disk import damaged, guarded, sync_folder
from index.collection.records import Space
from index.errors import CollectionIncompatible, CollectionMissing

NAME = "collection.sqlite"
#: bytes up to which every opening runs SQLite's quick check (about 1 ms a megabyte); ``check`` always does
_CHECKED_ALWAYS = 32 * 1024 * 1024
_BUSY_SECONDS = 5.0


def exists(folder: Path) -> bool:
    """Whether there is a collection in ``folder``."""
    return (folder / NAME).is_file()


def missing(folder: Path) -> CollectionMissing:
    """The error for a folder without a collection."""
    return CollectionMissing(
        folder, f"there is no collection in {folder}: make one with `onrecord ingest SOURCE... -c {folder}`"
    )


def open_to_read(folder: Path, *, check: bool = True) -> sqlite3.Connection:
    """A connection that cannot write, for use by several threads under the caller's lock.

    Args:
        check: whether to run SQLite's quick check, where the file is small enough.

    Raises:
        CollectionMissing: no collection there.
        CollectionDamaged: not a database, or malformed.
        CollectionIncompatible: of a newer schema.
    """
    path = folder / NAME
    if not exists(folder):
        raise missing(folder)
    with _opening(folder, f"{path.absolute().as_uri()}?mode=ro{_unwritable(path)}") as connection:
        if migrations.version(connection) == 0:
            raise missing(folder)
        if check:
            _quick_check(folder, connection)
        return connection


def open_to_write(folder: Path) -> sqlite3.Connection:
    """A connection for the one writer, which holds the lock; makes and migrates the database where needed."""
    path = folder / NAME
    fresh = not path.exists()
    with _opening(folder, f"{path.absolute().as_uri()}?mode=rwc") as connection:
        _quick_check(folder, connection)
        # readers go on while this one writes; FULL: a commit is on the disk when it returns
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrations.migrate(connection)
        if get(connection, "collection") is None:
            _found(connection)
        if fresh:
            sync_folder(folder)
        return connection


@contextmanager
def _opening(folder: Path, uri: str) -> Iterator[sqlite3.Connection]:
    """A connection that is safe to use; closed again if anything goes wrong in the block."""
    with guarded(folder):
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
        )
        try:
            # views and triggers of a foreign file must not call functions: https://www.sqlite.org/security.html
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.create_function("fold", 1, fold, deterministic=True)
            _refuse_strange(folder, connection)
            yield connection
        except BaseException:
            with suppress(sqlite3.Error):
                connection.close()
            raise


def _unwritable(path: Path) -> str:
    """WAL needs files beside the database; where none may be made, and none is in use, do without."""
    wal = path.with_name(path.name + "-wal")
    try:
        in_use = wal.stat().st_size > 0
    except FileNotFoundError:  # also one that a writer removes at this moment, closing
        in_use = False
    return "" if in_use or os.access(path.parent, os.W_OK) else "&immutable=1"


def _quick_check(folder: Path, connection: sqlite3.Connection) -> None:
    if (folder / NAME).stat().st_size > _CHECKED_ALWAYS:
        return
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(folder, str(found))


def _refuse_strange(folder: Path, connection: sqlite3.Connection) -> None:
    found = migrations.version(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)").fetchone()[0]
    if application != migrations.APPLICATION and not empty:
        raise damaged(folder, f"{NAME} was not made by onrecord")
    if found > migrations.SCHEMA:
        raise CollectionIncompatible(
            folder,
            f"{folder} was made by a newer version of onrecord (schema {found}, this one knows "
            f"{migrations.SCHEMA}): update onrecord, or ingest into another folder",
        )


def _found(connection: sqlite3.Connection) -> None:
    facts: dict[str, str | int] = {
        "collection": os.urandom(16).hex(),
        "created_by": _own_version(),
        "generation": 0,
    }
    connection.execute("BEGIN IMMEDIATE")
    for name, value in facts.items():
        put(connection, name, value)
    connection.execute("COMMIT")


def _own_version() -> str:
    from importlib import metadata  # slow, and needed once in a collection's life

    try:
        return metadata.version("onrecord")
    except metadata.PackageNotFoundError:  # run from its source tree, without an installation
        return "not installed"


def get(connection: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """The fact ``name`` of the collection."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return default if row is None else row[0]


def put(connection: sqlite3.Connection, name: str, value: str | int) -> None:
    """Set the fact ``name``, in the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))


def space(connection: sqlite3.Connection, number: int | None = None) -> Space | None:
    """The space with this number, or the one that is searched; None before the first article."""
    number = get(connection, "space") if number is None else number
    row = connection.execute(
        "SELECT id, model, digest, dimension, chunker FROM spaces WHERE id = ?", (number,)
    ).fetchone()
    return None if row is None else Space(*row)


def fold(name: str | None) -> str | None:
    """An outlet's name as names are compared: without regard to case and to white space around it."""
    return None if name is None else " ".join(name.split()).casefold()
