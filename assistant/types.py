"""An answer and its parts. ``Answer.to_json`` is the contract that other programs rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """What was asked for; ``NONE`` where nothing could be answered."""

    LIST = "list"
    POSITION = "position"
    QUOTE = "quote"
    COUNT = "count"
    WHEN = "when"
    WHY = "why"
    COMPARE = "compare"
    PASSAGE = "passage"
    NONE = "none"


#: kinds whose answer stands in a sentence, and "none"
PLAIN = frozenset({Kind.COUNT, Kind.WHEN, Kind.WHY, Kind.PASSAGE, Kind.NONE})


class Stance(StrEnum):
    """A holder's stance on a topic; ``PARTIAL`` asks for less (a pause where a ceasefire was the topic)."""

    FOR = "for"
    AGAINST = "against"
    PARTIAL = "partial"
    OTHER = "other"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an article. Only ``assistant.cite`` makes one, and only of a text that is there.

    Attributes:
        n: the number in the answer's text, from 1.
        article: id of the article.
        start, end: half-open characters into the article's text.
        text: exactly ``article.text[start:end]``.
        sha256: of ``text`` in UTF-8, in hex.
        attribution: direct, mixed, indirect or narrated; None for a plain passage.
    """

    n: int
    article: str
    source: str
    title: str | None
    outlet: str | None
    date: str | None
    url: str | None
    start: int
    end: int
    text: str
    sha256: str
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """One row of a list: who, and the citations (their numbers) that prove it."""

    name: str
    type: str  # person, organisation or group
    role: str | None
    count: int | None  # lower bound of a counted group
    stance: Stance
    date: str | None
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Articles that disagree: about what, and the citations that do."""

    about: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked through: articles in reach of the filters, screened, candidates and those set aside."""

    articles: int
    screened: int
    candidates: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Generated:
    """What a language model has to do with an answer.

    Attributes:
        prompts: sha256 of the templates, by name.
        sentences: those that passed the check, as they stand in the answer's text.
        support: of each, the share of its words that stand in what it cites; ``verbatim``: how many quotations.
        dropped: why the others may not be shown.
        note: why there are none, or what else a reader should know.
    """

    model: str
    prompts: dict[str, str]
    sentences: tuple[str, ...]
    support: tuple[float, ...]
    verbatim: tuple[int, ...]
    dropped: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: cited when ``answered``; otherwise ``reason`` says why there is none.

    Attributes:
        confidence: how probable what it rests on is held to be, for answers of one kind to be ordered by; None where
            nothing tells.
    """

    question: str
    kind: Kind
    answered: bool
    text: str
    coverage: Coverage
    verdict: str | None = None
    short: str | None = None
    reason: str | None = None
    holders: tuple[Holder, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    confidence: float | None = None
    generated: Generated | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    def timed(self, **timings_ms: float) -> Answer:
        """The same answer with how long it took, in milliseconds by name."""
        return replace(self, timings_ms={name: round(value, 1) for name, value in timings_ms.items()})

    def to_json(self) -> dict[str, Any]:
        """The answer as the contract has it: plain dicts, lists, strings and numbers."""
        return {
            "question": self.question,
            "kind": self.kind.value,
            "answered": self.answered,
            "text": self.text,
            "verdict": self.verdict,
            "short": self.short,
            "reason": self.reason,
            "holders": [_plain(holder) for holder in self.holders],
            "citations": [_plain(citation) for citation in self.citations],
            "conflicts": [_plain(conflict) for conflict in self.conflicts],
            "coverage": _plain(self.coverage),
            "confidence": self.confidence,
            "generated": None if self.generated is None else _plain(self.generated),
            "timings_ms": dict(self.timings_ms),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """The answer that ``to_json`` made this of.

        Raises:
            KeyError, TypeError, ValueError: it made no such thing.
        """
        fields = dict(given)
        return cls(
            **fields
            | {
                "kind": Kind(fields["kind"]),
                "coverage": Coverage(**fields["coverage"]),
                "holders": tuple(
                    Holder(**one | {"stance": Stance(one["stance"]), "citations": tuple(one["citations"])})
                    for one in fields["holders"]
                ),
                "citations": tuple(Citation(**one) for one in fields["citations"]),
                "conflicts": tuple(
                    Conflict(**one | {"citations": tuple(one["citations"])}) for one in fields["conflicts"]
                ),
                "generated": None if fields["generated"] is None else _generated(fields["generated"]),
                "timings_ms": dict(fields["timings_ms"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation: what was asked, and the answer given."""

    question: str
    answer: Answer


def _generated(given: Mapping[str, Any]) -> Generated:
    several = ("sentences", "support", "verbatim", "dropped")
    return Generated(**dict(given) | {name: tuple(given[name]) for name in several})


def _plain(value: Any) -> dict[str, Any]:
    """The fields of one of the dataclasses above, in their order, tuples as lists."""
    fields = {name: getattr(value, name) for name in value.__slots__}
    return {name: list(item) if isinstance(item, tuple) else item for name, item in fields.items()}
