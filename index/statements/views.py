"""What the stance model is shown of a statement: the topic, the title, and the sentences around the statement.

Every word carries its feature, as for the tagger, and its part: topic, title, holder, cue, content or none of these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from index.statements.pieces import CLS, SEP, Ints, Piecer
from index.types import Sentence, Span

#: word pieces at most: of a topic, a title, the lead, a content in another sentence, the sentences around the cue
TOPIC, TITLE, LEAD, ELSEWHERE, AROUND = 32, 24, 32, 40, 112


class Part(IntEnum):
    """What a word is in a view."""

    PLAIN = 0
    TOPIC = 1
    TITLE = 2
    HOLDER = 3
    CUE = 4
    CONTENT = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in its article, as the view needs it. Spans in characters of ``text``.

    Attributes:
        sentences: of the article.
        holder: the mention; None for a first-person author.
    """

    title: str
    text: str
    sentences: Sequence[Sentence]
    holder: Span | None
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Word pieces with features and parts, special pieces included. *Shape:* ``(pieces,)`` each."""

    ids: Ints
    features: Ints
    parts: Ints


class Viewer:
    """Makes views; the part of a view that is not the topic is made once."""

    def __init__(self, piecer: Piecer) -> None:
        self._piecer = piecer

    def topic(self, topic: str) -> View:
        """The beginning of every view of this topic."""
        return _closed(self._segment(topic, [], TOPIC, Part.TOPIC), begin=True)

    def statement(self, shown: Shown) -> View:
        """The rest of a view."""
        first, last = _around(shown)
        marks = [(span, Part.CONTENT) for span in shown.content]
        marks += [(shown.cue, Part.CUE)]
        marks += [(shown.holder, Part.HOLDER)] if shown.holder is not None else []
        parts = [self._segment(shown.title, [], TITLE, Part.TITLE)]
        lead = shown.sentences[0]
        if first > lead.start:  # what the article is about is said at its head, and meant by "it" below
            parts.append(self._segment(lead.of(shown.text), [], LEAD, Part.TITLE))
        for span in shown.content[:1]:
            if span.start < first or span.end > last:
                begin, end = _sentences(shown.sentences, span)
                parts.append(self._part(shown.text, begin, end, [(span, Part.CONTENT)], ELSEWHERE))
        parts.append(self._part(shown.text, first, last, marks, AROUND))
        return joined([_closed(part) for part in parts])

    def _part(self, text: str, begin: int, end: int, marks: Sequence[tuple[Span, Part]], limit: int) -> View:
        moved = [(Span(span.start - begin, span.end - begin), part) for span, part in marks]
        view = self._segment(text[begin:end], moved, None, Part.PLAIN)
        if len(view.ids) <= limit:
            return view
        at = np.flatnonzero(view.parts >= Part.HOLDER)
        middle = int(at[len(at) // 2]) if len(at) else 0
        low = max(0, min(middle - limit // 2, len(view.ids) - limit))
        return View(view.ids[low : low + limit], view.features[low : low + limit], view.parts[low : low + limit])

    def _segment(self, text: str, marks: Sequence[tuple[Span, Part]], limit: int | None, part: Part) -> View:
        pieces = self._piecer.cut(text)
        words = np.full(len(pieces), part, dtype=np.int64)
        for span, marked in marks:
            words[(pieces.starts < span.end) & (pieces.ends > span.start)] = marked
        begins = np.zeros(len(pieces.ids), dtype=np.int64)
        begins[pieces.first] = 1
        parts = words[np.cumsum(begins) - 1] if len(pieces) else words[:0]
        return View(pieces.ids[:limit], pieces.features[:limit], parts[:limit])


def joined(views: Sequence[View]) -> View:
    """Views one after the other."""
    return View(
        np.concatenate([view.ids for view in views]),
        np.concatenate([view.features for view in views]),
        np.concatenate([view.parts for view in views]),
    )


def _closed(view: View, *, begin: bool = False) -> View:
    """The view with a separator behind it."""
    opening = [CLS] if begin else []
    zero = np.zeros(1, dtype=np.int64)
    lead = np.zeros(len(opening), dtype=np.int64)
    return View(
        np.concatenate([np.array(opening, dtype=np.int64), view.ids, np.array([SEP])]),
        np.concatenate([lead, view.features, zero]),
        np.concatenate([lead, view.parts, zero]),
    )


def _around(shown: Shown) -> tuple[int, int]:
    """The sentences of cue and holder, and the one before them: that is where "it" and "he" come from."""
    numbers = [_number(shown.sentences, shown.cue.start), _number(shown.sentences, max(0, shown.cue.end - 1))]
    if shown.holder is not None and abs(_number(shown.sentences, shown.holder.start) - numbers[0]) <= 3:
        numbers.append(_number(shown.sentences, shown.holder.start))
    first, last = max(0, min(numbers) - 1), max(numbers)
    return shown.sentences[first].start, shown.sentences[last].end


def _sentences(sentences: Sequence[Sentence], span: Span) -> tuple[int, int]:
    first, last = _number(sentences, span.start), _number(sentences, max(span.start, span.end - 1))
    return sentences[first].start, sentences[last].end


def _number(sentences: Sequence[Sentence], at: int) -> int:
    return max(0, bisect_right(sentences, at, key=lambda sentence: sentence.start) - 1)
