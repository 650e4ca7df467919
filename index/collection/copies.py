"""Copies of one passage: wire copy, rewrites, whole paragraphs quoted. They take one place, not ten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.collection.catalogue import Found

# Measured on 60 news articles and copies made of them: of the copies' passages at least 91% (a sixth of the
# sentences dropped), 79% (15% of the words replaced) and 60% (both) fall together with their original's, once
# the articles are a family. Between other articles 119 of 5,930 pairs with a cosine above 0.7 do (of 7,160
# passages); the ones looked at were text used twice.

#: cosine below which two passages are not compared word by word
_NEAR = 0.65
#: share of the shorter one's word triples that the longer one has too, to count as its copy
_SHARED = 0.6
#: the same between articles that are known to be copies or rewrites of each other
_SHARED_IN_FAMILY = 0.4

Triples = frozenset[tuple[str, ...]]

_NONE: Triples = frozenset()
_WORD = re.compile(r"\w+")


@dataclass
class Group:
    """A passage that is shown, and those that it stands for."""

    shown: Found
    copies: list[Found] = field(default_factory=list)


def group(passages: Sequence[Found]) -> list[Group]:
    """Groups in the order of the first of each, which is the one to show."""
    if not passages:
        return []
    vectors = np.array([passage.vector for passage in passages])
    # not @: its threads cost more than they bring at this size
    near = np.einsum("id,jd->ij", vectors, vectors) >= _NEAR
    triples = [_triples(passage.text) if near[row].sum() > 1 else _NONE for row, passage in enumerate(passages)]
    shown: dict[int, Group] = {}
    for row, passage in enumerate(passages):
        alike = (
            first
            for first, known in shown.items()
            if near[row, first] and _shared(triples[row], triples[first]) >= _needed(passage, known.shown)
        )
        first = next(alike, None)
        if first is None:
            shown[row] = Group(passage)
        else:
            shown[first].copies.append(passage)
    return list(shown.values())


def _shared(one: Triples, other: Triples) -> float:
    """How much of the one with fewer is in the other, 0 to 1."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _needed(one: Found, other: Found) -> float:
    return _SHARED_IN_FAMILY if one.family is not None and one.family == other.family else _SHARED


def _triples(text: str) -> Triples:
    """Every three words that follow each other; of a shorter text, all of its words as one."""
    found = _WORD.findall(text.casefold())
    return frozenset(zip(found, found[1:], found[2:], strict=False)) or frozenset([tuple(found)])
