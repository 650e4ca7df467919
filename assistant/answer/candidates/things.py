"""Noun phrases, roughly, and quoted titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer.candidates.candidate import Candidate
from assistant.words import Word, words

_QUOTED = re.compile(r"[“\"‘]([^”\"“]{2,80}?)[,.]?[”\"’](?!\w)")
_STOPS = frozenset(
    """
    and or but which who that is are was were has have had will would can could should may might must to be been
    as if than then when while because after before with by for from at on in into over under about it he she
    they we his her their said says also not
    """.split()
)


def things(sentence: str) -> Iterator[Candidate]:
    """Quoted titles, and runs of words between function words (with "of" inside): noun phrases, roughly."""
    for match in _QUOTED.finditer(sentence):
        yield Candidate(match.start(1), match.end(1), match[1], 0.5)
    run: list[Word] = []
    for word in [*words(sentence), None]:
        gap = "" if not run or word is None else sentence[run[-1].end : word.start]
        if word is None or word.text.casefold() in _STOPS or gap.strip(" ‘’“”'\""):
            yield from _phrases(sentence, run)
            run = [] if word is None or word.text.casefold() in _STOPS else [word]
        else:
            run.append(word)


def _phrases(sentence: str, run: list[Word]) -> Iterator[Candidate]:
    while run and run[0].text.casefold() in ("a", "an", "the", "of", "its", "this", "these", "those"):
        run = run[1:]
    while run and run[-1].text.casefold() in ("a", "an", "the", "of"):
        run = run[:-1]
    if not run or len(run) > 9:
        return
    start, end = run[0].start, run[-1].end
    yield Candidate(start, end, sentence[start:end], 0.4)
    capital = next((i for i, word in enumerate(run) if word.is_capital), 0)
    if capital:  # "represents Haggerston ward": the verb is none of it
        yield Candidate(run[capital].start, end, sentence[run[capital].start : end], 0.5)
    for i, word in enumerate(run):  # "library of X": both the whole and the X
        if word.text == "of" and 0 < i < len(run) - 1:
            yield from _phrases(sentence, run[i + 1 :])
            yield from _phrases(sentence, run[:i])
            return
