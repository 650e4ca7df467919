"""One writer at a time: a lock on a file that the operating system drops when its process dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.collection.disk import guarded
from index.errors import CollectionLocked

#: seconds that a second writer waits before it gives up
PATIENCE = 2.0
_NAME = "writer.lock"


@contextmanager
def writing(folder: Path, *, patience: float | None = None) -> Iterator[None]:
    """Hold the only right to write to ``folder``, waiting ``patience`` seconds at most (``PATIENCE``).

    A lock left by a process that was killed does not count: the system has already released it.

    Raises:
        CollectionLocked: another process (or another part of this one) holds it.
        CollectionFull: the folder takes no lock file.
    """
    from filelock import FileLock, Timeout  # slow, and readers seldom need it

    lock = FileLock(folder / _NAME, timeout=PATIENCE if patience is None else patience, thread_local=False)
    try:
        with guarded(folder):
            lock.acquire()
    except Timeout as error:
        raise CollectionLocked(
            folder, f"{folder} is being written by another process: wait until it is done, then try again"
        ) from error
    try:
        yield
    finally:
        lock.release()
