"""Writing so that it survives a crash, and failing in one sentence when the disk refuses."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import CollectionDamaged, CollectionError, CollectionFull, CollectionLocked

#: what a full or failing disk answers: no space, quota, file too large, input/output error, read-only
_REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM}
_WAY_OUT = "free some space or mend the disk, then run the same command again; what was committed still answers"


def sync_file(path: Path) -> None:
    """Force the contents of a file to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Force the names in a folder to the disk; on Windows, where none can be opened, do nothing."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def size_of(folder: Path) -> int:
    """Bytes of all files under ``folder``; one that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into the collection's own errors.

    Raises:
        CollectionFull: the disk took no more.
        CollectionLocked: another process holds the database.
        CollectionDamaged: SQLite finds its own file malformed.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not hasattr(error, "sqlite_errorcode"):  # misuse of the interface, not a fault of the file
            raise
        raise _from_sqlite(folder, error) from error
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        raise CollectionFull(folder, f"{folder} could not be written ({error.strerror}): {_WAY_OUT}") from error


def _from_sqlite(folder: Path, error: sqlite3.DatabaseError) -> CollectionError:
    # the primary result code is the lowest byte: https://www.sqlite.org/rescode.html
    code = error.sqlite_errorcode & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN and not os.access(folder, os.R_OK | os.X_OK):
        return CollectionDamaged(folder, f"{folder} may not be read by this user: change its permissions")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return CollectionFull(folder, f"{folder} could not be written ({error}): {_WAY_OUT}")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CollectionLocked(folder, f"{folder} is in use by another process: wait for it, then try again")
    return damaged(folder, str(error))


def damaged(folder: Path, what: str) -> CollectionDamaged:
    """The error for a truth that cannot be trusted any more."""
    return CollectionDamaged(
        folder,
        f"{folder} is damaged ({what}): put it back from a backup, or move it away and ingest again",
    )


def remove_folder(path: Path) -> None:
    """Remove a folder with all in it.

    tantivy makes and removes a lock file in a folder that it has just opened, from a thread of its own: a removal that
    meets one tries again.
    """
    for pause_s in (0.01, 0.05, 0.2, 0.5):
        try:
            shutil.rmtree(path)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.ENOENT):
                raise
            if not path.exists():
                return
            time.sleep(pause_s)
        else:
            return
    shutil.rmtree(path)
