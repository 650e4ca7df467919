"""What a topic finds in a collection: who holds which position on it, and what was looked at and not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.statements.labels import HolderType, Stance
from index.statements.records import Holder, Statement

#: the longest topic that is looked for, in characters
MAX_TOPIC_CHARS = 500


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement that proves a position.

    Attributes:
        holder: as that article has it.
        stance: toward the topic that was asked for; ``statement.stance`` is toward the content as it is worded.
        score: how sure topic and stance are, from 0 to 1.
        reporter: who says that the holder says so, where that is somebody else; None for first-hand evidence.
        reasons: sentences that say why it was taken.
    """

    article_id: str
    statement: Statement
    holder: Holder
    stance: Stance
    score: float
    reporter: Holder | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """One holder's one stance, over all articles.

    Attributes:
        count: lower bound of a counted group, else None.
        role: as an article states it.
        date: day of the earliest act that is known.
        evidence: best first; never empty.
        candidates: spellings that may be the same holder and were not merged.
    """

    name: str
    type: HolderType
    count: int | None
    role: str | None
    stance: Stance
    date: date | None
    evidence: tuple[Evidence, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A candidate that was not taken; ``why`` is one sentence."""

    article_id: str
    statement: Statement
    holder: Holder | None
    why: str


@dataclass(frozen=True, slots=True)
class FoundPositions:
    """All positions on one topic.

    Attributes:
        articles: how many the collection has.
        screened: how many of them pass the filters.
        candidates: how many statements were looked at.
    """

    topic: str
    positions: tuple[Position, ...]
    set_aside: tuple[SetAside, ...]
    articles: int
    screened: int
    candidates: int
