"""Spans of a sentence that could be the short answer to a question, by the kind of thing wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain

from assistant.answer.candidates.candidate import Candidate
from assistant.answer.candidates.dates import dates
from assistant.answer.candidates.names import names, offices, whole_list
from assistant.answer.candidates.numbers import numbers
from assistant.answer.candidates.reasons import reasons
from assistant.answer.candidates.things import things
from assistant.forms import Want

__all__ = ["Candidate", "candidates", "whole_list"]


#: a sentence longer than this is a table or an attack: what follows is not read
_MAX_CHARS = 4_000


def candidates(sentence: str, want: Want, published: date | None) -> list[Candidate]:
    """All candidates in one sentence, without repeats, the strongest of equals."""
    makers: dict[Want, Callable[[], Iterator[Candidate]]] = {
        Want.NUMBER: lambda: numbers(sentence, want),
        Want.MONEY: lambda: numbers(sentence, want),
        Want.PERCENT: lambda: numbers(sentence, want),
        Want.DURATION: lambda: numbers(sentence, want),
        Want.DATE: lambda: dates(sentence, published),
        Want.REASON: lambda: reasons(sentence),
        Want.PERSON: lambda: chain(names(sentence, want), offices(sentence)),
        Want.PLACE: lambda: chain(names(sentence, want), things(sentence)),
        Want.THING: lambda: chain(names(sentence, want), things(sentence)),
        Want.SENTENCE: lambda: iter(()),
    }
    sentence = sentence[:_MAX_CHARS]
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in makers[want]():
        place = (candidate.start, candidate.end)
        if place not in best or best[place].strength < candidate.strength:
            best[place] = candidate
    return list(best.values())
