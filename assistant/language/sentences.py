"""Sentences out of what a model says, each as soon as it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.passages import split_sentences

_BEGUN = re.compile(r"\[[0-9]{0,4}")
_MARKS = re.compile(r"\s*(?:\[[0-9]{1,4}\]\s*)+")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a text that comes in pieces, with the citations that stand behind them; the rest comes last."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        while (found := _first(buffer)) is not None:
            sentence, buffer = found
            yield sentence
    if buffer.strip():
        yield from _rest(buffer)


def _first(buffer: str) -> tuple[str, str] | None:
    """The first sentence and what follows, once it is clear that it has ended: the next has begun."""
    line = buffer.find("\n")
    cut = split_sentences(buffer)
    if len(cut) < 2 and line < 0:
        return None
    end = cut[1].start if len(cut) > 1 else len(buffer)
    if 0 <= line < end and buffer[:line].strip():
        end = line
    if marks := _MARKS.match(buffer, end):
        end = marks.end()
    sentence, rest = buffer[:end], buffer[end:]
    # what may be the beginning of a further citation belongs to this sentence still
    if not rest.strip() or not sentence.strip() or _BEGUN.fullmatch(rest.strip()):
        return None
    return sentence.strip(), rest.lstrip(" ")


def _rest(buffer: str) -> Iterator[str]:
    """The sentences of a text that is whole."""
    while buffer.strip():
        found = _first(buffer)
        if found is None:
            yield buffer.strip()
            return
        yield found[0]
        buffer = found[1]
