"""Whether a file has changed since its articles were committed, without parsing it."""

from __future__ import annotations

import hashlib
import stat
import time
from dataclasses import replace
from pathlib import Path

from index.collection.entries import FileSeen

#: a file changed this shortly before it was read may have changed again without its time telling
_CLOCK_NS = 2_000_000_000


def name_of(path: Path) -> str:
    """A file's absolute name as it is stored; bytes that are not UTF-8 are written out."""
    return path.absolute().as_posix().encode("utf-8", "backslashreplace").decode()


def seen(path: Path) -> FileSeen | None:
    """A plain file as it is now, its checksum left out; None for anything else."""
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileSeen(found.st_size, found.st_mtime_ns, "", time.time_ns())


def is_untouched(known: FileSeen, now: FileSeen) -> bool:
    """Whether size and time alone say that the file is as it was."""
    settled = known.read_ns - known.mtime_ns > _CLOCK_NS
    return settled and (known.size, known.mtime_ns) == (now.size, now.mtime_ns)


def with_checksum(path: Path, before: FileSeen) -> FileSeen:
    """``before`` with the file's sha256; to be read again if it changes meanwhile."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return before
    after = seen(path)
    same = after is not None and (after.size, after.mtime_ns) == (before.size, before.mtime_ns)
    return replace(before, sha256=digest) if same else replace(before, mtime_ns=-1)
