"""Opening what a path names, and only if it is a plain file of a sensible size inside its folder."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from index.errors import EmptySource, HostileSource, SourceError, UnreadableSource

#: what cp1252 puts above ASCII and Western text really uses: curly quotes, dashes, currency, accented letters
_WESTERN = re.compile(rb"[\x80\x82-\x8c\x8e\x91-\x9c\x9e-\xff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"{\\rtf",
    b"SQLite format 3",
)
#: enough to tell an encoding by
_SAMPLE = 65_536


def name_of(path: Path, root: Path) -> str:
    """What an article from ``path`` is called: the path below ``root``, ``/`` between its parts."""
    try:
        name = path.relative_to(root).as_posix()
    except ValueError:
        name = path.name
    return printable(name)


def printable(name: str) -> str:
    """``name`` with every character that is not shown as itself spelled out, so that names stay apart."""
    if name.isprintable() and name.isascii():
        return name
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)


def read_plain_file(path: Path, *, root: Path, longest: int) -> bytes:
    """The bytes of a plain file of at most ``longest`` bytes inside ``root``. Never waits for a FIFO.

    Raises:
        UnreadableSource: not there, not a plain file, or not ours to read.
        HostileSource: outside ``root``, or too large.
        EmptySource: no bytes.
    """
    name = name_of(path, root)
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise HostileSource(name, "it is a link to a place outside its folder; give that place itself instead")
        # the flag keeps a FIFO from waiting for its other end, should the path have become one
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource(name, "it is not a plain file; copy its content into one")
            if status.st_size > longest:
                raise _too_large(name, longest)
            data = file.read(longest + 1)
    except (
        OSError,
        ValueError,
        RuntimeError,
    ) as error:  # ValueError: a NUL in the path; RuntimeError: links in a ring
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(
            name, f"it cannot be opened ({reason}); check that it is there and yours to read"
        ) from error
    if len(data) > longest:
        raise _too_large(name, longest)
    if not data:
        raise EmptySource(name, "the file is empty")
    return data


def decode(data: bytes, *, source: str) -> str:
    """The text of ``data``: by its byte order mark, as UTF-8, UTF-16, cp1252, or by charset-normalizer.

    Raises:
        UnreadableSource: it is no text.
    """
    if data.startswith(_BINARY):
        raise not_text(source)
    text = _decoded(data, source)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 20:
        raise not_text(source)
    return text


def not_text(source: str) -> SourceError:
    """The error for a file whose name says text and whose bytes do not."""
    return UnreadableSource(source, "its bytes are not text; give it the ending that its format has")


def _decoded(data: bytes, source: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return data.decode(unmarked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_by_evidence(data, source)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 in Latin script has a NUL in every other byte."""
    sample = data[:_SAMPLE]
    if sample.count(0) * 4 < len(sample):
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decoded_by_evidence(data: bytes, source: str) -> str:
    sample = data[:_SAMPLE]
    high, sequences = len(_HIGH.findall(sample)), b"".join(_UTF8_PAIR.findall(sample))
    if len(sequences) >= high * 0.8:
        return data.decode("utf-8", "replace")  # UTF-8, with a few bytes lost
    if high * 10 <= len(sample) and len(_WESTERN.findall(sample)) == high:
        return data.decode("cp1252", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise not_text(source)
    return data.decode(best.encoding, "replace")


def _too_large(name: str, longest: int) -> HostileSource:
    return HostileSource(name, f"it is larger than {longest / 1024 / 1024:,.0f} MB; split it into smaller files")
