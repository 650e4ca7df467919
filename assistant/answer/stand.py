"""Answers to questions about positions, made from statements: who takes which, whether somebody does, in what words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from assistant.answer import compare, deeds, position, quote
from assistant.answer.groups import belongs
from assistant.answer.list import Find, listing
from assistant.answer.who import Fit, best, fit
from assistant.intent import Intent
from assistant.intent.periods import Period
from assistant.intent.types import parts
from assistant.positions import Looked
from assistant.types import Answer, Kind
from assistant.words import Word, words
from index.collection import Collection, terms
from index.models.embedder import Embedder
from index.statements.found import Position
from index.statements.labels import Stance
from index.statements.topics import Weighed
from index.types import Filters

#: letters by which "Israel" and "Israeli" are one
_STEM = 5


@dataclass(frozen=True, slots=True)
class Source:
    """What answers are made from; ``looker`` weighs every statement near a topic."""

    collection: Collection
    embedder: Embedder
    filters: Filters
    looker: Callable[[str, Filters], Looked]

    def look(self, topic: str, period: Period | None = None) -> Looked:
        """Every statement near a topic, within a period, in articles that name all that the topic names."""
        looked = within(self.looker(topic, self.filters), period)
        named = [word for word in words(topic) if word.is_capital and not word.is_stop]
        if not named:
            return looked
        known = {name: set(terms(f"{one.article.title or ''} {one.article.text}")) for name, one in looked.read.items()}
        near = [one for one in looked.weighed if all(_stands(word, known[one.article]) for word in named)]
        return replace(looked, weighed=near)


def within(looked: Looked, period: Period | None) -> Looked:
    """Only the statements that were made in a period; one without a day was made in none."""
    if period is None:
        return looked
    days = [one.article.date for one in looked.read.values() if one.article.date]
    first, last = period.days(max(days, default=None))
    return replace(looked, weighed=[one for one in looked.weighed if _within(one, looked, first, last)])


def _stands(word: Word, known: set[str]) -> bool:
    """Whether an article has a name: whole, in its parts ("Israel-Gaza"), or as it is declined ("Israeli")."""
    if any(key in known for key in word.keys):
        return True
    stem = word.keys[0][:_STEM]
    return len(stem) == _STEM and any(other.startswith(stem) for other in known)


def answer(asked: Intent, source: Source) -> Answer | None:
    """The cited answer, or one that declines; None where plain sentences should be looked for instead."""
    if not source.collection.count_statements():
        return None
    find = cache(source.collection.article)
    near = looked(asked, source)
    if asked.kind is Kind.QUOTE:
        return quote.answer(asked, near, find, source)
    if near is None:
        return None
    if asked.deed is not None:
        if asked.kind is Kind.POSITION:
            return position.did(asked, near, find)
        made = _list(asked, near, None, find)
        return made if made.answered else None
    match asked.kind:
        case Kind.LIST:
            other = source.look(asked.without) if asked.without else None
            return _list(asked, near, other, find)
        case Kind.COMPARE:
            return compare.answer(asked, near, find)
        case Kind.WHEN:
            return position.when(asked, near, find)
        case Kind.WHY:
            return position.premise(asked, near, find)
        case _:
            names = tuple(parts(asked.who[0]))
            if len(names) > 1 and not position.held_by(asked.who[0], near):
                return compare.answer(replace(asked, kind=Kind.COMPARE, who=names, each=True), near, find)
            return position.answer(asked, near, find, known=lambda name: _is_known(name, source.collection))


def looked(asked: Intent, source: Source) -> Looked | None:
    """The statements that an answer is chosen from; None where it is asked what somebody said, on no topic."""
    if asked.deed is not None:
        return within(deeds.look(asked, asked.deed, source), asked.period)
    return source.look(asked.topic, asked.period) if asked.topic else None


def _list(asked: Intent, looked: Looked, other: Looked | None, find: Find) -> Answer:
    found = looked.found()
    positions: Sequence[Position] = found.positions
    if other is not None:
        for_it = [one for one in other.found().positions if one.stance is Stance.FOR]
        positions = [one for one in positions if not any(_same(one, also) for also in for_it)]
    if asked.but:
        but = {id(one) for name in asked.but for one in best(name, positions)[1]}
        positions = [one for one in positions if id(one) not in but]
    undecided: list[Position] = []
    if asked.group:
        belong = [belongs(asked.group, one, find) for one in positions]
        undecided = [one for one, whether in zip(positions, belong, strict=True) if whether is None]
        positions = [one for one, whether in zip(positions, belong, strict=True) if whether]
    stance = next(iter(asked.stances)) if len(asked.stances) == 1 else None
    wanted = [one for one in positions if stance or not asked.stances or one.stance in asked.stances]
    return listing(
        replace(found, positions=tuple(wanted)),
        find,
        question=asked.question,
        stance=stance,
        group=asked.group,
        deed=asked.topic if asked.deed else "",
        undecided=[one for one in undecided if not asked.stances or one.stance in asked.stances],
        left_out=len(found.positions) - len(wanted) - len(undecided),
    ).answer


def _within(one: Weighed, looked: Looked, first: date | None, last: date | None) -> bool:
    day = one.statement.when or looked.read[one.article].article.date
    return day is not None and (first is None or first <= day) and (last is None or day <= last)


def _same(one: Position, other: Position) -> bool:
    return one.type is other.type and fit(one.name, other.name, other.type, ()) >= Fit.PART


def _is_known(name: str, collection: Collection) -> bool:
    """Whether every word of a name stands somewhere in the collection."""
    wanted = [word for word in words(name) if not word.is_stop]
    frequency = collection.document_frequency(sorted({key for word in wanted for key in word.keys}))
    return all(any(frequency.get(key, 0) for key in word.keys) for word in wanted)
