"""What reading an article for positions gives: its holders, and the statements that they make.

All spans are half-open ``[start, end)``, in characters into the article's text. Holders are numbered by their
place in ``Ledger.holders``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from index.statements.labels import Act, HolderType, Stance
from index.types import Article, Sentence, Span


class Kind(StrEnum):
    """How the holder's words are given: all in quotation marks, in part, in other words, or told as a deed."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    NARRATED = "narrated"


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """Words that name a possible holder, as the tagger found them."""

    type: HolderType


@dataclass(frozen=True, slots=True)
class Named(Span):
    """A mention of a holder, and the rule by which it is that holder: "name", "surname", "pronoun" …

    ``shown_by`` is the span that proves it (an apposition, the antecedent); None where the words speak for themselves.
    """

    rule: str
    shown_by: Span | None = None


@dataclass(frozen=True, slots=True)
class Role(Span):
    """What an article says a holder is, in its own words; ``text`` is what stands there."""

    text: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who may hold positions, within one article.

    Attributes:
        name: the fullest the article gives: "Ann Lee", "Barford Council", "more than 150 Labour councillors".
        count: lower bound of a counted group, else None.
        mentions: in order; never empty.
    """

    name: str
    type: HolderType
    count: int | None
    roles: tuple[Role, ...]
    mentions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One resolved attribution.

    Attributes:
        holder: number of the holder; None for a call that nobody is said to make ("amid calls for").
        mention: the words that name the holder nearest to the cue; None without holder, or for a first-person author.
        content: one or more pieces, in order; may be empty ("voted against").
        stance: toward the content as it is worded.
        reporter: number of the holder who says so, where it is somebody else ("X says that Y backs it"): second-hand.
        evidence: whole sentences that show it, the run from the first to the last that is needed.
        when: day of the act, where the text near it gives one.
        certainty: how sure the linker is of holder, content, act and stance together, from 0 to 1.
        reasons: sentences and rules that decided, for a reader who asks why: "cue 'has refused to back'" …
    """

    holder: int | None
    mention: Span | None
    cue: Span
    content: tuple[Span, ...]
    act: Act
    stance: Stance
    kind: Kind
    reporter: int | None
    evidence: Span
    when: date | None
    certainty: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All holders and statements of one article."""

    holders: tuple[Holder, ...]
    statements: tuple[Statement, ...]


class Reader(Protocol):
    """What reads articles for statements."""

    @property
    def digest(self) -> str:
        """Changes whenever the same article might be read differently: weights, and version of the rules."""

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        """The ledger of each article, in order; ``sentences`` as ``split_sentences`` gives them."""


class NoReader:
    """Reads nothing: for tests, and for collections without statements."""

    digest = "none"

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        """An empty ledger for each."""
        return [Ledger((), ()) for _, _ in zip(articles, sentences, strict=True)]
