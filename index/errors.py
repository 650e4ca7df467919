"""Everything that can go wrong, drawn first.

OnRecordError                 one sentence: what is at fault, and the way out
├── UsageError                bad arguments, bad input                         exit 2
├── SourceError               one source could not be read; ``.source`` is it  reported, the rest goes on
│   ├── UnsupportedSource     a kind of file (or a URL) that is not read
│   ├── UnreadableSource      broken, wrongly encoded, encrypted, not a plain file
│   ├── EmptySource           nothing in it that is an article
│   └── HostileSource         too large, too deep, a bomb, a path outside its folder
├── ModelError                a model is missing, altered, or fails            exit 2
├── LanguageModelError        a language model's server fails, or what it says  the plain answer is given
├── CollectionError           ``.folder`` is the collection at fault           exit 3
│   ├── CollectionMissing     nothing there
│   ├── CollectionDamaged     SQLite's own integrity check, or a lost file
│   ├── CollectionIncompatible  made by a newer schema, another model or another chunker
│   ├── CollectionLocked      another process is writing
│   └── CollectionFull        the disk took no more; the last committed state still answers
└── CitationError             a text that is not at its place: a bug, never shown to a reader
"""

from __future__ import annotations

from pathlib import Path


class OnRecordError(Exception):
    """The root. ``str(error)`` is one sentence that names the thing at fault and the way out."""

    exit_code = 2


class UsageError(OnRecordError):
    """Arguments or input that cannot be used as they are."""


class SourceError(OnRecordError):
    """One source that could not become articles.

    Attributes:
        source: the path (or row) at fault, as the user would name it.
        reason: why, without the source's name.
    """

    exit_code = 1

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class LanguageModelError(OnRecordError):
    """A language model that did not answer, or not in time, or with nothing that can be used."""


class UnsupportedSource(SourceError):
    """A kind of file, or a URL, that is not read."""


class UnreadableSource(SourceError):
    """Broken, wrongly encoded, encrypted, or not a plain file."""


class EmptySource(SourceError):
    """Nothing in it that is an article."""


class HostileSource(SourceError):
    """Too large, too deep, a decompression bomb, or outside its folder."""


class ModelError(OnRecordError):
    """A model that is missing, altered, or fails to run."""


class CollectionError(OnRecordError):
    """Something about the collection in ``folder``."""

    exit_code = 3

    def __init__(self, folder: Path, message: str) -> None:
        super().__init__(message)
        self.folder = folder


class CollectionMissing(CollectionError):
    """There is no collection in the folder."""


class CollectionDamaged(CollectionError):
    """The truth itself (SQLite) is damaged; derived files never raise this, they are rebuilt."""


class CollectionIncompatible(CollectionError):
    """Made by a newer version, another embedding model, or another way of cutting passages."""


class CollectionLocked(CollectionError):
    """Another process is writing to it."""


class CollectionFull(CollectionError):
    """The disk is full or refused a write; the last committed state still answers."""


class CitationError(OnRecordError):
    """A citation whose text is not exactly at its place. Always a bug in the caller."""
