"""When an answer's holder is a gold one: names are compared as ``index.names`` says."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.questions import Name
from assistant.types import Holder
from index.names import head_noun, normal

__all__ = ["head_noun", "normal", "pair", "same"]


def same(holder: Holder, gold: Name) -> bool:
    """Whether the answer's holder is the gold one."""
    if normal(holder.name) in {normal(name) for name in (gold.name, *gold.aliases)}:
        return True
    counted = gold.count is not None and holder.count == gold.count
    return counted and head_noun(holder.name) == head_noun(gold.name) != ""


def pair(holders: Sequence[Holder], golds: Sequence[Name]) -> list[Name | None]:
    """For each holder the gold name that it is, each taken once, required ones first."""
    free = sorted(golds, key=lambda gold: gold.optional)
    pairs: list[Name | None] = []
    for holder in holders:
        found = next((gold for gold in free if same(holder, gold)), None)
        if found is not None:
            free.remove(found)
        pairs.append(found)
    return pairs
