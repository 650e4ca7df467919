"""Sentences to passages: runs of whole sentences that fit the embedding model, exact slices of the text.

Passages do not overlap. Where one is full it is closed at its last paragraph boundary, if that leaves it at
least half full, else at the last sentence. A sentence too long for the model is cut between words, so that
all of the text is embedded and nothing is silently left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from index.settings import PassageSettings
from index.types import Passage, Sentence, Span

CountTokens = Callable[[Sequence[str]], list[int]]

_WORD = re.compile(r"\S+")


def split_passages(
    text: str, sentences: list[Sentence], *, settings: PassageSettings, count_tokens: CountTokens
) -> list[Passage]:
    """Passages of at most ``settings.max_tokens`` word pieces, in order and disjoint, over every sentence.

    A sentence above that is a passage of its own; above ``settings.model_tokens`` it is several.

    Args:
        sentences: of ``text``, as ``split_sentences`` gives them.
        count_tokens: word pieces of each text, without special ones (``Embedder.count_tokens``).
    """
    if not sentences:
        return []
    counts = count_tokens([sentence.of(text) for sentence in sentences])
    passages: list[Passage] = []
    first = 0
    while first < len(sentences):
        if counts[first] > settings.model_tokens:
            parts = _split_long(text, sentences[first], settings.model_tokens, count_tokens)
            passages += [Passage(part.start, part.end) for part in parts]
            first += 1
            continue
        last = _last_that_fits(sentences, counts, first, settings.max_tokens)
        passages.append(Passage(sentences[first].start, sentences[last - 1].end))
        first = last
    return passages


def _last_that_fits(sentences: list[Sentence], counts: list[int], first: int, limit: int) -> int:
    """The end (excluded) of the passage that starts with sentence ``first``; always past ``first``."""
    used = counts[first]
    at_paragraph = first
    last = first + 1
    while last < len(sentences):
        if sentences[last].paragraph != sentences[last - 1].paragraph and 2 * used >= limit:
            at_paragraph = last
        # a sentence without word pieces still takes a place, so that a passage stays bounded
        used += max(1, counts[last])
        if used > limit:
            return at_paragraph if at_paragraph > first else last
        last += 1
    return last


def _split_long(text: str, sentence: Span, limit: int, count_tokens: CountTokens) -> list[Span]:
    """Cut a sentence between words, or inside a word too long by itself, into spans the model reads whole."""
    words = [Span(match.start(), match.end()) for match in _WORD.finditer(text, sentence.start, sentence.end)]
    parts: list[Span] = []
    used = 0
    for span, count in _short_enough(text, words, limit, count_tokens):
        # pieces of one word touch: joined again they would be counted anew, so they stay apart
        if parts and used + count <= limit and parts[-1].end < span.start:
            parts[-1] = Span(parts[-1].start, span.end)
            used += count
        else:
            parts.append(span)
            used = count
    return parts


def _short_enough(text: str, spans: list[Span], limit: int, count_tokens: CountTokens) -> list[tuple[Span, int]]:
    """The spans with their counts; one above the limit is parted, and its parts again while they are."""
    counted: list[tuple[Span, int]] = []
    for span, count in zip(spans, count_tokens([span.of(text) for span in spans]), strict=True):
        parts = _parted(text, span, 1 + 2 * count // limit) if count > limit else [span]
        counted += [(span, count)] if len(parts) == 1 else _short_enough(text, parts, limit, count_tokens)
    return counted


def _parted(text: str, span: Span, number: int) -> list[Span]:
    """About ``number`` equal parts of the span; no character loses its combining marks or joiners."""
    size = max(1, (span.end - span.start) // number)
    cuts = [span.start]
    for at in range(span.start + size, span.end, size):
        while at < span.end and _joined(text, at):
            at += 1
        if cuts[-1] < at < span.end:
            cuts.append(at)
    return [Span(*ends) for ends in pairwise([*cuts, span.end])]


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and at ``at`` are shown as one."""
    return unicodedata.category(text[at])[0] == "M" or "\u200d" in text[at - 1 : at + 1]
