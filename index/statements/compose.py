"""From tags and links to statements: who holds what, by which words, told by whom, and shown by which sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.dates import DateFound, find_dates
from index.statements.acts import act_and_stance, is_pressed
from index.statements.holders import members
from index.statements.labels import Act, Stance
from index.statements.link import Attribution, Linked, Relations
from index.statements.pieces import Quoted
from index.statements.records import Holder, Kind, Ledger, Mention, Statement
from index.statements.tagger import Tagged
from index.types import Article, Sentence, Span

#: sentences that an evidence spans at most; a content farther away is not shown with its cue
_SHOWN = 3


@dataclass(frozen=True)
class _Reading:
    """What one article's statements are made from."""

    article: Article
    sentences: Sequence[Sentence]
    tagged: Tagged
    mentions: Sequence[Mention]
    holders: tuple[Holder, ...]
    numbers: Sequence[int]
    told: Sequence[Attribution]

    def span(self, words: tuple[int, int]) -> Span:
        return Span(*self.tagged.place(*words))

    @cached_property
    def starts(self) -> list[int]:
        """Where the sentences begin."""
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def days(self) -> list[DateFound]:
        """The days that the article names, in order."""
        return [one for one in find_dates(self.article.text, self.article.date) if len(one.iso) == 10]

    @cached_property
    def quoted(self) -> NDArray[np.bool_]:
        """Which words stand in quotation marks."""
        found: NDArray[np.bool_] = self.tagged.pieces.features[self.tagged.pieces.first] % 4 != Quoted.OUTSIDE
        return found

    def sentence(self, at: int) -> int:
        """The number of the sentence at a character."""
        return max(0, bisect_right(self.starts, at) - 1)


def compose(
    article: Article,
    sentences: Sequence[Sentence],
    tagged: Tagged,
    relations: Relations,
    mentions: Sequence[Mention],
    holders: tuple[Holder, ...],
    numbers: Sequence[int],
    told: Sequence[Attribution],
) -> Ledger:
    """The ledger of one article."""
    reading = _Reading(article, sentences, tagged, mentions, holders, numbers, told)
    statements = [statement for linked in relations.linked for statement in _of_cue(reading, linked)]
    covered = [linked.cue for linked in relations.linked]
    statements += _sayings(reading, covered)
    statements += _named(reading, statements, [reading.span(cue) for cue in covered])
    statements.sort(key=lambda one: (one.cue.start, one.mention.start if one.mention else -1))
    return Ledger(holders, tuple(statements))


def _of_cue(reading: _Reading, linked: Linked) -> Iterator[Statement]:
    """One statement for each holder of the cue; one without holder where nobody is said to hold it."""
    cue = reading.span(linked.cue)
    content = tuple(reading.span(claim) for claim in linked.claims)
    text = reading.article.text
    if is_pressed(cue.of(text)):
        return
    act, stance, reasons = act_and_stance(text, cue, content, linked)
    kind = _kind(reading, linked.cue, linked.claims, act)
    sure = float(linked.acts.max() * linked.stances.max())
    chosen = _holders(reading, linked)
    rows: list[tuple[int | None, Span | None, float]] = [*chosen] or [(None, None, 1.0)]
    for number, mention, probability in rows:
        yield Statement(
            holder=number,
            mention=mention,
            cue=cue,
            content=content,
            act=act,
            stance=stance,
            kind=kind,
            reporter=_reporter(reading, linked.cue, number),
            evidence=_evidence(reading, cue, mention, content),
            when=_when(reading, cue),
            certainty=round(probability * sure, 3),
            reasons=reasons,
        )


def _holders(reading: _Reading, linked: Linked) -> list[tuple[int, Span, float]]:
    """Each holder of a cue once, with the mention nearest to it; "the pair" stands for its two."""
    found: dict[int, tuple[int, Span, float]] = {}
    at = reading.span(linked.cue).start
    for place, probability in linked.holders:
        span = Span(reading.mentions[place].start, reading.mentions[place].end)
        if span.start >= at and _is_asked(reading.article.text, span):
            continue
        own = members(reading.article.text, reading.holders, reading.numbers, place) or [reading.numbers[place]]
        for number in own:
            known = found.get(number)
            if known is None or abs(span.start - at) < abs(known[1].start - at):
                found[number] = (number, span, max(probability, known[2] if known else 0.0))
    return sorted(found.values(), key=lambda one: one[1].start)


def _sayings(reading: _Reading, covered: Sequence[tuple[int, int]]) -> Iterator[Statement]:
    """Attributions whose cue is no cue of a position: someone says something."""
    for one in reading.told:
        if any(one.cue[0] < last and first < one.cue[1] for first, last in covered) or not one.source:
            continue
        source = reading.span(one.source[0])
        inside = [n for n, m in enumerate(reading.mentions) if source.start <= m.start and m.end <= source.end]
        if not inside or not one.content:
            continue
        mention = reading.mentions[inside[0]]
        cue, content = reading.span(one.cue), tuple(map(reading.span, one.content))
        yield Statement(
            holder=reading.numbers[inside[0]],
            mention=Span(mention.start, mention.end),
            cue=cue,
            content=content,
            act=Act.SAYS,
            stance=Stance.OTHER,
            kind=_kind(reading, one.cue, one.content, Act.SAYS),
            reporter=_reporter(reading, one.cue, reading.numbers[inside[0]]),
            evidence=_evidence(reading, cue, mention, content),
            when=_when(reading, cue),
            certainty=0.5,
            reasons=("an attribution whose cue takes no position",),
        )


#: who stands after these words is asked for something, and holds nothing by that
_ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:up)?on|press(?:es|ed|ing)?|implor(?:e|es|ed|ing)"
    r"|beg(?:s|ged|ging)?|petition(?:s|ed|ing)?|lobb(?:y|ies|ied|ying)|demand(?:s|ed|ing)? (?:of|that|from)"
    r"|appeal(?:s|ed|ing)? to|letters? to|(?:wrote|writes|written|writing|write) to|pressure on|plea to)\s+$",
    re.IGNORECASE,
)
_BEFORE = 20  # characters: the longest of them is shorter


def _is_asked(text: str, mention: Span) -> bool:
    return _ASKED.search(text, max(0, mention.start - _BEFORE), mention.start) is not None


def _named(reading: _Reading, found: Sequence[Statement], cues: Sequence[Span]) -> Iterator[Statement]:
    """Holders named in a sentence in which no cue is theirs: a name in a list, a vote told without a verb.

    Whether they take a position can only be told when a topic is asked.
    """
    # whoever is pressed in a sentence is named in it and holds nothing there
    pressed = {reading.sentence(cue.start) for cue in cues if is_pressed(cue.of(reading.article.text))}
    known = {(one.holder, reading.sentence(one.cue.start)) for one in found}
    known |= {(one.holder, reading.sentence(one.mention.start)) for one in found if one.mention}
    for number, mention in _meant(reading):
        place = (number, reading.sentence(mention.start))
        if place in known or place[1] in pressed or _is_asked(reading.article.text, mention):
            continue
        known.add(place)
        span = Span(mention.start, mention.end)
        yield Statement(
            holder=number,
            mention=span,
            cue=span,
            content=(),
            act=Act.SAYS,
            stance=Stance.OTHER,
            kind=Kind.NARRATED,
            reporter=None,
            evidence=_evidence(reading, span, None, ()),
            when=_when(reading, span),
            certainty=0.0,
            reasons=("named, with no cue of its own",),
        )


def _meant(reading: _Reading) -> Iterator[tuple[int, Mention]]:
    """Every mention with its holder; "the pair" with each of its two."""
    for place, (number, mention) in enumerate(zip(reading.numbers, reading.mentions, strict=True)):
        for one in members(reading.article.text, reading.holders, reading.numbers, place) or [number]:
            yield one, mention


def _kind(reading: _Reading, cue: tuple[int, int], claims: Sequence[tuple[int, int]], act: Act) -> Kind:
    """Whether the content stands in quotation marks, and if not, whether it is said or told as a deed."""
    inside = (
        np.concatenate([reading.quoted[first:last] for first, last in claims]) if claims else np.zeros(0, dtype=bool)
    )
    if len(inside) and inside.mean() > 0.9:
        return Kind.DIRECT
    if inside.any():
        return Kind.MIXED
    said = act is Act.SAYS or any(one.cue[0] < cue[1] and cue[0] < one.cue[1] for one in reading.told)
    return Kind.INDIRECT if said else Kind.NARRATED


def _reporter(reading: _Reading, cue: tuple[int, int], holder: int | None) -> int | None:
    """Who says so, where the cue stands in what somebody else says."""
    for one in reading.told:
        if not one.source or not any(first <= cue[0] and cue[1] <= last for first, last in one.content):
            continue
        source = reading.span(one.source[0])
        for number, mention in zip(reading.numbers, reading.mentions, strict=True):
            if source.start <= mention.start and mention.end <= source.end and number != holder:
                return number
    return None


def _evidence(reading: _Reading, cue: Span, mention: Span | None, content: Sequence[Span]) -> Span:
    """Whole sentences around the cue, with the holder and the content where they are near enough."""
    number = reading.sentence
    first, last = number(cue.start), number(max(cue.start, cue.end - 1))
    for span in [mention, *content]:
        if span is None:
            continue
        low, high = min(first, number(span.start)), max(last, number(max(span.start, span.end - 1)))
        if high - low < _SHOWN:
            first, last = low, high
    return Span(reading.sentences[first].start, reading.sentences[last].end)


def _when(reading: _Reading, cue: Span) -> date | None:
    """The day that the cue's own sentence gives, the nearest to the cue."""
    sentence = reading.sentences[reading.sentence(cue.start)]
    inside = [one for one in reading.days if sentence.start <= one.start and one.end <= sentence.end]
    if not inside:
        return None
    return date.fromisoformat(min(inside, key=lambda one: abs(one.start - cue.start)).iso)
