"""Frozen records made quickly, where some hundreds of articles have tens of thousands of them.

A frozen dataclass sets each of its fields through ``object.__setattr__``. A twin with the same slots sets them
plainly, and then becomes the record by its class: the same object, in a third of the time.
"""

from __future__ import annotations

import gc
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import starmap
from typing import Any, cast

from index.statements.labels import Act, Stance
from index.statements.records import Kind, Statement
from index.types import Span

# an enum's own look-up costs ten times as much
_ACTS = {act.value: act for act in Act}
_STANCES = {stance.value: stance for stance in Stance}
_KINDS = {kind.value: kind for kind in Kind}
_pairs = struct.Struct("<ii").iter_unpack


class _Span:
    __slots__ = Span.__slots__

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.__class__ = Span  # type: ignore[assignment]


class _Statement:
    __slots__ = Statement.__slots__

    def __init__(self, row: tuple[Any, ...], reasons: Sequence[str]) -> None:
        (_, _, self.holder, named, named_end, cue, cue_end, content, act, stance, kind, self.reporter, *rest) = row
        shown, shown_end, when, self.certainty, _ = rest
        self.mention = None if named is None else _Span(named, named_end)
        self.cue = _Span(cue, cue_end)
        self.content = tuple(starmap(_Span, _pairs(content)))
        self.act = _ACTS[act]
        self.stance = _STANCES[stance]
        self.kind = _KINDS[kind]
        self.evidence = _Span(shown, shown_end)
        self.when = None if when is None else date.fromisoformat(when)
        self.reasons = tuple(reasons)
        self.__class__ = Statement  # type: ignore[assignment]


def span(start: int, end: int) -> Span:
    """``Span(start, end)``."""
    return cast(Span, _Span(start, end))


def statement(row: tuple[Any, ...], reasons: Sequence[str]) -> Statement:
    """The statement of a row, see ``packing.STATEMENTS``; its reasons are given apart."""
    return cast(Statement, _Statement(row, reasons))


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage while tens of thousands of objects are made that are all kept: it would find none.

    Other threads go without it for as long, some hundredths of a second.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
