"""Copies of one passage: wire copy, rewrites, whole paragraphs quoted. They take one place, not ten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.collection.catalogue import Found

#: cosine below which two passages are not compared word by word
_NEAR = 0.80
#: share of the shorter one's word triples that the longer one has too, to count as its copy
_SHARED = 0.6
#: the same between articles that are known to be copies or rewrites of each other
_SHARED_IN_FAMILY = 0.3

_WORD = re.compile(r"\w+")


@dataclass
class Group:
    """A passage that is shown, and those that it stands for."""

    shown: Found
    copies: list[Found] = field(default_factory=list)


def group(passages: Iterable[Found]) -> list[Group]:
    """Groups in the order of the first of each, which is the one to show."""
    triples: dict[int, frozenset[tuple[str, ...]]] = {}
    groups: list[Group] = []
    for passage in passages:
        known = next((one for one in groups if is_copy(one.shown, passage, triples)), None)
        if known is None:
            groups.append(Group(passage))
        else:
            known.copies.append(passage)
    return groups


def is_copy(one: Found, other: Found, triples: dict[int, frozenset[tuple[str, ...]]]) -> bool:
    """Whether two passages say the same in nearly the same words; ``triples`` keeps what was counted."""
    if float(one.vector @ other.vector) < _NEAR:
        return False
    for passage in (one, other):
        if passage.key not in triples:
            triples[passage.key] = _triples(passage.text)
    first, second = triples[one.key], triples[other.key]
    shared = len(first & second) / max(1, min(len(first), len(second)))
    return shared >= (_SHARED_IN_FAMILY if one.family is not None and one.family == other.family else _SHARED)


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words that follow each other; of a shorter text, all of its words as one."""
    found = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(zip(found, found[1:], found[2:], strict=False)) or frozenset([tuple(found)])
