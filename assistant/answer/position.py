"""Whether somebody takes a position: yes, no, both or not clearly, in the articles' words; and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from assistant.answer.fact import quotable, readable
from assistant.answer.list import Find, citations_of, cited_rows, holder_of
from assistant.answer.list_text import STANCES, numbers, told
from assistant.answer.rows import Row, confidence
from assistant.answer.who import best
from assistant.intent import Intent
from assistant.intent.verbs import FOR, turned
from assistant.positions import Looked
from assistant.types import Answer, Coverage, Kind
from index.statements.found import Position
from index.statements.labels import Stance

#: the share of what a list needs that is enough for one person's position: who, and on what, is known already
DOUBT = 0.35
#: places that are cited for each position
PLACES = 3
_TOWARD = {
    Stance.FOR: "is for {}",
    Stance.PARTIAL: "asks for less than {}",
    Stance.AGAINST: "is against {}",
    Stance.OTHER: "is involved in {} without a stance",
}
_SEVERAL = "Several may be meant."
_LEADS = {"yes": "Yes.", "no": "No.", "mixed": "Both.", "unclear": "That is not clear."}


def answer(asked: Intent, looked: Looked, find: Find, *, known: Callable[[str], bool]) -> Answer:
    """The verdict with its evidence.

    Args:
        known: whether the collection mentions somebody at all.
    """
    rows = cited_rows(held_by(asked.who[0], looked), find, places=PLACES)
    if not rows:
        return nothing(asked, looked, known)
    said = verdict({row.position.stance for row in rows}, asked.stances or FOR)
    several = len({row.position.name for row in rows}) > 1
    said = "unclear" if several else said
    lead = "" if asked.is_open else f"{_SEVERAL if several else _LEADS[said]} "
    line = f"{lead}{' '.join(_sentence(row, looked.topic) for row in by_day(rows))}"
    return founded(asked, looked, rows, said, line)


def did(asked: Intent, looked: Looked, find: Find) -> Answer | None:
    """Yes, with the words that say so, where somebody did what was asked; None where no statement says so."""
    rows = cited_rows(held_by(asked.who[0], looked), find, places=PLACES)
    if len({row.position.name for row in rows}) != 1:
        return None
    return founded(asked, looked, rows, "yes", _LEADS["yes"])


def founded(
    asked: Intent, looked: Looked, rows: Sequence[Row], said: str, *lines: str, kind: Kind = Kind.POSITION
) -> Answer:
    """A verdict in ``lines``, with the rows that it rests on and the words that they cite."""
    return Answer(
        question=asked.question,
        kind=kind,
        answered=True,
        text="\n\n".join([*lines, *cited_lines(rows)]),
        coverage=coverage(looked, rows),
        verdict=said,
        holders=tuple(map(holder_of, rows)),
        citations=citations_of(rows),
        confidence=confidence(rows),
    )


def when(asked: Intent, looked: Looked, find: Find) -> Answer | None:
    """The day on which somebody took the position asked about; None where plain sentences must tell."""
    held = held_by(asked.who[0], looked)
    if declined := _instead(asked, held, looked, find):
        return declined
    own = [one for one in held if one.stance in (asked.stances or FOR) and one.date]
    if len({one.name for one in own}) != 1:
        return None
    first = min(own, key=lambda one: str(one.date))
    rows = cited_rows([_of_day(first, find)], find, places=PLACES)
    if not rows:
        return None
    day = str(first.date)
    return Answer(
        question=asked.question,
        kind=Kind.WHEN,
        answered=True,
        text="\n\n".join([f"{readable(day)}.", *cited_lines(rows)]),
        short=day,
        coverage=coverage(looked, rows),
        citations=citations_of(rows),
        confidence=confidence(rows),
    )


def premise(asked: Intent, looked: Looked, find: Find) -> Answer | None:
    """What the articles show instead, where somebody did not do what the question takes for granted; else None."""
    return _instead(asked, held_by(asked.who[0], looked), looked, find)


def _instead(asked: Intent, own: Sequence[Position], looked: Looked, find: Find) -> Answer | None:
    wanted = asked.stances or FOR
    if any(one.stance in wanted for one in own):
        return None
    against = cited_rows([one for one in own if one.stance in turned(wanted)], find, places=PLACES)
    if not against:
        return None
    lead = " ".join(_sentence(row, looked.topic) for row in against)
    return Answer(
        question=asked.question,
        kind=Kind.NONE,
        answered=False,
        text="\n\n".join([f"The articles do not show that. {lead}", *cited_lines(against)]),
        reason=f"false premise: {told(against[0].position.name)} {STANCES[against[0].position.stance][0]}",
        coverage=coverage(looked, against),
        citations=citations_of(against),
    )


def _of_day(one: Position, find: Find) -> Position:
    """The same with what proves its day only."""
    dated = [
        part
        for part in one.evidence
        if one.date == (part.statement.when or getattr(find(part.article_id), "date", None))
    ]
    return replace(one, evidence=tuple(dated) or one.evidence)


def held_by(name: str, looked: Looked) -> list[Position]:
    """The positions of whoever is meant: the sure ones, or doubtful ones of somebody whom the name fits better."""
    sure, doubtful = best(name, looked.found().positions), best(name, looked.found(DOUBT).positions)
    return doubtful[1] if doubtful[0] > sure[0] else sure[1]


def verdict(held: AbstractSet[Stance], wanted: frozenset[Stance]) -> str:
    """Yes where what was asked for is held, no where its contrary is, mixed where both are."""
    contrary = turned(wanted)
    if held & wanted:
        return "mixed" if held & contrary else "yes"
    return "no" if held & contrary else "unclear"


def by_day(rows: Sequence[Row]) -> list[Row]:
    """The earliest first; those without a day keep their places behind."""
    return sorted(rows, key=lambda row: (row.position.date is None, str(row.position.date)))


def cited_lines(rows: Sequence[Row]) -> list[str]:
    """The words of the articles, each with its number."""
    return [f"{quotable(one.text)} [{one.n}]" for one in citations_of(rows)]


def coverage(looked: Looked, rows: Sequence[Row]) -> Coverage:
    """What was looked through for some rows."""
    used = {id(place.evidence.statement) for row in rows for place in row.places}
    return Coverage(looked.articles, looked.screened, len(looked.weighed), len(looked.weighed) - len(used))


def nothing(asked: Intent, looked: Looked, known: Callable[[str], bool]) -> Answer:
    """That no article shows a position, or mentions anybody of the name."""
    articles = "this one article" if looked.screened == 1 else f"these {looked.screened:,} articles"
    name = told(asked.who[0])
    if looked.screened == 0:
        text = "No article of this collection is within these filters."
    elif not known(asked.who[0]):
        text = f"Nothing in {articles} answers that: none of them mentions “{name}”."
    else:
        text = f"Nothing in {articles} shows a position of {name} on “{told(looked.topic)}”."
    return Answer(asked.question, Kind.NONE, False, text, coverage(looked, []), reason="no evidence")


def _sentence(row: Row, topic: str) -> str:
    """Who, as the article calls them, and what they are to the topic."""
    one = row.position
    role = f", {told(one.role)}," if one.role and one.role.casefold() not in one.name.casefold() else ""
    stance = _TOWARD[one.stance].format(told(topic))
    day = f" ({readable(one.date.isoformat())})" if one.date else ""
    name = told(one.name)
    return f"{name[:1].upper()}{name[1:]}{role} {stance}{day} {numbers(row.numbers)}."
