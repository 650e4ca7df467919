"""What a collection hands out: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.types import Article, Sentence


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """An article without its text.

    Attributes:
        chars: length of the text, in characters.
        family: a number shared by articles that are copies or rewrites of each other; None for the others.
    """

    id: str
    source: str
    title: str | None
    date: date | None
    outlet: str | None
    byline: str | None
    url: str | None
    chars: int
    family: int | None


@dataclass(frozen=True, slots=True)
class StoredArticle(Article):
    """An article with its sentences, in order, and its family (see ``ArticleInfo``)."""

    sentences: tuple[Sentence, ...] = ()
    family: int | None = None


@dataclass(frozen=True, slots=True)
class PassageRef:
    """A place: half-open ``[start, end)``, in characters into the text of the article with this id."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found.

    Attributes:
        key: the passage's number in this collection; it lasts as long as its article is unchanged.
        start, end: half-open, in characters into the article's text; ``text`` is what stands there.
        score: the fused score that hits are ordered by; comparable within one search only.
        cosine: of the passage's embedding to the query's; None where the query had no vector.
        bm25: None where none of the words were found in it, or it was not among the best by words.
        duplicates: passages that say the same in nearly the same words, left out in favour of this one.
    """

    key: int
    article_id: str
    start: int
    end: int
    text: str
    score: float
    cosine: float | None
    bm25: float | None
    family: int | None
    duplicates: tuple[PassageRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """A collection in figures.

    Attributes:
        families: groups of two and more articles that are copies or rewrites of each other.
        pending: articles that are stored, but not searchable before their ingest is finished.
        statements, holders: in the articles that have been read for them; see ``index.statements``.
        reader: digest of the reader that read them; ``mixed`` where there are several, None where none has.
        unread: articles that no reader has read for statements; the next ingest does.
        vectors: ``exact`` or ``approximate``.
        recall: of the approximate index against exact search, over the first 10, when it was built.
        bytes: on disk, everything.
    """

    articles: int
    passages: int
    families: int
    outlets: int
    pending: int
    statements: int
    holders: int
    reader: str | None
    unread: int
    generation: int
    model_name: str
    model_digest: str
    dimension: int
    chunker: str
    schema: int
    created_by: str
    vectors: str
    recall: float | None
    bytes: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What reading articles for statements has given, in figures; ``readers`` are the digests of those who read."""

    statements: int = 0
    holders: int = 0
    readers: tuple[str, ...] = ()
    unread: int = 0

    def __add__(self, other: Readings) -> Readings:
        return Readings(
            self.statements + other.statements,
            self.holders + other.holders,
            self.readers + other.readers,
            self.unread + other.unread,
        )

    @property
    def reader(self) -> str | None:
        """The one digest, ``mixed``, or None."""
        return "mixed" if len(self.readers) > 1 else next(iter(self.readers), None)


@dataclass(frozen=True, slots=True)
class Space:
    """A vector space and a way of cutting: what two embeddings must share to be compared.

    Attributes:
        id: its number in this collection.
        model: the model's name; ``digest`` decides whether it is the same.
    """

    id: int
    model: str
    digest: str
    dimension: int
    chunker: str
