"""What is put into a collection: articles cut and embedded, and the files they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.statements.records import Ledger
from index.types import Article, Passage, Sentence

if TYPE_CHECKING:
    from index.reading.duplicates import Signature
    from index.reading.quotations import Quotations


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """An article's sentences, its passages and their unit vectors. *Shape:* ``(passages, dimension)``."""

    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader with the digest ``reader`` found in an article: its holders and their statements."""

    reader: str
    ledger: Ledger


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article from the file at ``path``.

    Attributes:
        signature: of its text, see ``index.reading.duplicates``; like ``cut`` None where the article is held.
        quotations: of its text, see ``index.reading.quotations``; None as ``signature`` is.
        reading: of its text; None leaves what is stored, which for a new article is nothing.
    """

    path: str
    article: Article
    signature: Signature | None
    quotations: Quotations | None
    cut: Cut | None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file as it was at ``read_ns`` (nanoseconds since the epoch): it tells whether it has changed."""

    size: int
    mtime_ns: int
    sha256: str
    read_ns: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """The end of a file.

    Attributes:
        ids: of all its articles; others that came from it before are no longer in it. None: it is as it was.
    """

    path: str
    seen: FileSeen
    ids: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of articles. One that takes the place of another from the same source is ``changed``."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )
