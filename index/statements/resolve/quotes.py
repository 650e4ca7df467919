"""Quotations, and which mention speaks each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.statements.resolve.looks import FIRST_PERSON, Look, Shape, words
from index.statements.resolve.words import SPEECH_VERBS
from index.types import Sentence, Span

_QUOTED = re.compile(
    r"“[^“”\n]{1,4000}+(?:”|(?=[“\n])|\Z)|\"[^\"\n]{1,4000}+(?:\"|(?=\n)|\Z)"
    r"|(?<![\w’])‘[^‘\n]{1,600}?[.,!?\w]’(?!\w)"
)
_PRONOUN_SAID = re.compile(r"[,\s]*(?:he|she|they|it)\s", re.IGNORECASE)
_FAR = 90  # characters between a quotation and the words that attribute it


@dataclass(frozen=True, slots=True)
class Quotation(Span):
    """A quotation with its marks; ``speaker`` is the number of the mention that speaks it."""

    speaker: int | None


def quotations(text: str, looks: Sequence[Look], sentences: Sequence[Sentence]) -> list[Quotation]:
    """All quotations in order. One that nobody is said to speak continues the one before, or is the subject's."""
    spans = [Span(*match.span()) for match in _QUOTED.finditer(text)]
    outside = _outside(looks, spans)
    starts = [looks[n].mention.start for n in outside]
    found: list[Quotation] = []
    for span in spans:
        speaker = _attributed(text, span, looks, outside, starts, sentences)
        if speaker is None:
            speaker = _continued(text, span, found, looks, outside, starts, sentences)
        found.append(Quotation(span.start, span.end, speaker))
    return found


def enclosing(quoted: Sequence[Quotation], place: int) -> Quotation | None:
    """The quotation in which the character at ``place`` stands."""
    at = bisect_right(quoted, place, key=lambda q: q.start) - 1
    return quoted[at] if at >= 0 and place < quoted[at].end else None


def sentence_at(sentences: Sequence[Sentence], place: int) -> int:
    """Number of the sentence that the character at ``place`` is in, or follows."""
    return max(0, bisect_right(sentences, place, key=lambda s: s.start) - 1)


def _outside(looks: Sequence[Look], spans: Sequence[Span]) -> list[int]:
    starts = [span.start for span in spans]
    found = []
    for number, look in enumerate(looks):
        at = bisect_right(starts, look.mention.start) - 1
        within = at >= 0 and look.mention.start < spans[at].end
        if not within and not (look.shape is Shape.PRONOUN and look.head in FIRST_PERSON):
            found.append(number)
    return found


def _attributed(
    text: str,
    span: Span,
    looks: Sequence[Look],
    outside: Sequence[int],
    starts: Sequence[int],
    sentences: Sequence[Sentence],
) -> int | None:
    """The speaker named in the same sentence: after the quotation with a verb of speech, or before it."""
    if not sentences:
        return None
    after = bisect_right(starts, span.end - 1)
    last = sentences[sentence_at(sentences, max(span.end - 1, 0))]
    if after < len(outside) and looks[outside[after]].mention.start < min(last.end, span.end + _FAR):
        mention = looks[outside[after]].mention
        between = text[span.end : mention.start]
        if _PRONOUN_SAID.match(between):
            return None
        near = between + " " + text[mention.end : mention.end + 40].split("\n")[0]
        if _speaks(near) and not set(text[span.end : mention.start]) & set(';“"'):
            return outside[after]
    first = sentences[sentence_at(sentences, span.start)]
    before = [n for n in outside[max(0, after - 8) : after] if first.start <= looks[n].mention.start < span.start]
    before = [n for n in before if looks[n].mention.end <= span.start]
    if not before:
        return None
    lead = text[looks[before[0]].mention.end : span.start]
    if text[looks[before[-1]].mention.end : span.start].strip() in (":", ",") and len(before) > 1 and not _speaks(lead):
        return before[-1]
    for number in before:
        if _speaks(text[looks[number].mention.end : span.start][:60]):
            return number
    return before[0]


def _speaks(near: str) -> bool:
    return any(word.folded in SPEECH_VERBS for word in words(near, 0, len(near)))


def _continued(
    text: str,
    span: Span,
    earlier: Sequence[Quotation],
    looks: Sequence[Look],
    outside: Sequence[int],
    starts: Sequence[int],
    sentences: Sequence[Sentence],
) -> int | None:
    before = bisect_right(starts, span.start) - 1
    subject: int | None = None
    if before >= 0 and sentences:
        own = sentence_at(sentences, span.start)
        near = [
            n
            for n in outside[max(0, before - 8) : before + 1]
            if sentence_at(sentences, looks[n].mention.start) == own - 1
        ]
        subject = near[0] if near else None
    if earlier and earlier[-1].speaker is not None:
        between = text[earlier[-1].end : span.start]
        speaker = earlier[-1].speaker
        if between.count("\n\n") <= 1 and (subject is None or subject <= speaker or len(between) < 40):
            return speaker
    if subject is None and sentences:
        # “…,” came the reply. So said Ms Lee: the speaker may stand in the sentence that follows
        return None
    return subject
