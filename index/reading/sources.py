"""What the user named, as files to read: folders recursively, in a fixed order, each file once."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import HostileSource, SourceError, UnreadableSource, UnsupportedSource
from index.reading.files import name_of, printable

#: the endings that are read; anything else is reported
KINDS = (".txt", ".md", ".html", ".htm", ".jsonl", ".csv", ".pdf", ".docx")
#: folders deeper than this are a mistake or an attack
_DEEPEST = 64
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, and the folder that its name is relative to."""

    path: Path
    root: Path


def find_sources(arguments: Sequence[str]) -> Iterator[Found | SourceError]:
    """Each file that the arguments name, and an error for each thing that cannot be one; none is opened yet.

    Folders are walked in order of name; hidden files are passed over; links are followed only within their
    folder, and no file comes twice.
    """
    seen: set[Path] = set()
    for argument in arguments:
        for item in _expand(argument):
            if isinstance(item, SourceError):
                yield item
            elif (target := item.path.resolve()) not in seen:
                seen.add(target)
                yield item


def _expand(argument: str) -> Iterator[Found | SourceError]:
    if _URL.match(argument):
        yield UnsupportedSource(printable(argument), "web addresses are not read yet; save the page and give the file")
        return
    path = Path(argument)
    try:
        status = path.stat()
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield UnreadableSource(
            printable(argument), f"it cannot be opened ({reason}); check that it is there and yours to read"
        )
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _walk(path.resolve(), path.resolve(), 0)
    else:
        folder = Path(os.path.abspath(path)).parent  # noqa: PTH100 - resolve() would follow the link that is to be checked
        yield _checked(folder / path.name, folder)


def _walk(folder: Path, root: Path, depth: int) -> Iterator[Found | SourceError]:
    if depth > _DEEPEST:
        yield HostileSource(name_of(folder, root), f"folders are nested more than {_DEEPEST} deep")
        return
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield UnreadableSource(
            name_of(folder, root), f"the folder cannot be listed ({error.strerror}); check its permissions"
        )
        return
    for name in names:
        path = folder / name
        # unlike Path.is_dir these never raise
        is_folder, is_link = os.path.isdir(path), os.path.islink(path)  # noqa: PTH112, PTH114
        if is_folder and not is_link:
            yield from _walk(path, root, depth + 1)
        elif not (is_folder and path.resolve().is_relative_to(root)):
            # a link to a folder inside the root is not entered: that folder is walked by its own name
            yield _checked(path, root)


def _checked(path: Path, root: Path) -> Found | SourceError:
    """A file as it can be told from outside: what it is, where it leads, and its ending."""
    name = name_of(path, root)
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return UnreadableSource(name, f"it cannot be opened ({reason}); check that it is there and yours to read")
    if not target.is_relative_to(root.resolve()):
        return HostileSource(name, "it is a link to a place outside its folder; give that place itself instead")
    if not stat.S_ISREG(mode):
        return UnreadableSource(name, "it is not a plain file; copy its content into one")
    if path.suffix.lower() not in KINDS:
        return UnsupportedSource(
            name,
            f"files ending in {path.suffix or 'nothing'!r} are not read; convert it to {' '.join(KINDS)}",
        )
    return Found(target, root.resolve()) if path.is_symlink() else Found(path, root)
