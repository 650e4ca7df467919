"""Training data: marked-up texts -> words with gold spans and the pairs of them that belong together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import UsageError
from index.statements.labels import ENTITIES, Act, HolderType, Stance
from index.statements.pairs import Layout, layout
from index.statements.pieces import Piecer, Pieces

Span = tuple[int, int]
Pair = tuple[Span, Span]


@dataclass(slots=True)
class Example:
    """A text with its gold spans, in words.

    Attributes:
        spans: by the name of a tag head: first word, word after the last, kind. A head that is not here was
            not marked up in this text, and is not trained on it.
        links: by the name of a scorer: anchors and arguments that belong together.
        extra: by the name of a scorer: arguments that belong to nothing, beside those among ``spans``.
        decided: act and stance by the cue.
        claims: the content that acts and stances are decided with, by the cue.
    """

    name: str
    pieces: Pieces
    layout: Layout
    spans: dict[str, list[tuple[int, int, int]]]
    links: dict[str, set[Pair]]
    extra: dict[str, list[Span]] = field(default_factory=dict)
    decided: dict[Span, tuple[int, int]] = field(default_factory=dict)
    claims: dict[Span, Span] = field(default_factory=dict)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The texts of a file of JSON lines.

    Raises:
        UsageError: the file cannot be read, or a line has no text; the message names the line.
    """
    for number, row in _numbered(path):
        if not isinstance(row.get("text"), str):
            raise UsageError(f'{path}, line {number}: no "text": every line is an object with one')
        yield row


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines.

    Raises:
        UsageError: the file cannot be read; the message names the line.
    """
    for _, row in _numbered(path):
        yield row


def _numbered(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): name a file of JSON lines") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: not JSON ({error}): mend the line") from error
        if not isinstance(row, dict):
            raise UsageError(f"{path}, line {number}: no object: every line is one")
        yield number, row


class Words:
    """Characters of a text to its words."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def of(self, span: Iterable[int]) -> Span | None:
        """The words that ``[start, end)`` touches, from the first to the last; None where there is none."""
        start, end = span
        first = int(np.searchsorted(self._pieces.ends, start, side="right"))
        last = int(np.searchsorted(self._pieces.starts, end, side="left"))
        return (first, last) if first < last else None


def attributions(row: Mapping[str, Any], piecer: Piecer) -> Example:
    """A text with ``attributions`` (and silver ``entities``, where it has them)."""
    pieces = piecer.cut(row["text"])
    words = Words(pieces)
    spans: dict[str, set[Span]] = {"source": set(), "cue": set(), "content": set()}
    links: dict[str, set[Pair]] = {"source": set(), "content": set()}
    for one in row["attributions"]:
        found = {
            role: [span for piece in one.get(role) or [] if (span := words.of(piece)) is not None] for role in spans
        }
        for role, some in found.items():
            spans[role].update(some)
        for role in links:
            links[role].update((cue, span) for cue in found["cue"] for span in found[role])
    entities = []
    for start, end, kind in row.get("entities") or []:
        span = words.of((start, end))
        if span is not None:
            entities.append((*span, ENTITIES.index(kind) if kind in ENTITIES else len(ENTITIES) - 1))
    marked = {role: [(*span, 0) for span in sorted(some)] for role, some in spans.items()}
    if "entities" in row:
        marked["entity"] = entities
    taken = np.zeros(len(pieces) + 1, dtype=bool)
    for first, last in spans["source"]:
        taken[first:last] = True
    free = [(first, last) for first, last, kind in entities if kind < 2 and not taken[first:last].any()]
    return Example(str(row.get("id", "")), pieces, layout(row["text"], pieces), marked, links, {"source": free})


def relations(row: Mapping[str, Any], piecer: Piecer) -> Example:
    """A passage with ``holders``, ``names``, ``cues`` and ``contents``."""
    pieces = piecer.cut(row["text"])
    words = Words(pieces)
    types = list(HolderType)
    mentions: dict[str, list[Span]] = {}
    marked: dict[str, list[tuple[int, int, int]]] = {"mention": [], "act": [], "claim": []}
    for one in [*row["holders"], *row["names"]]:
        span = words.of(one["span"])
        if span is None:
            continue
        marked["mention"].append((*span, types.index(HolderType(one["type"]))))
        if "id" in one:
            mentions.setdefault(one["id"], []).append(span)
    contents = {
        name: [span for piece in some if (span := words.of(piece)) is not None]
        for name, some in row["contents"].items()
    }
    marked["claim"] = [(*span, 0) for span in sorted({span for some in contents.values() for span in some})]
    links: dict[str, set[Pair]] = {"holder": set(), "claim": set(), "same": set()}
    decided: dict[Span, tuple[int, int]] = {}
    claims: dict[Span, Span] = {}
    for one in row["cues"]:
        cue = words.of(one["span"])
        if cue is None:
            continue
        marked["act"].append((*cue, 0))
        links["holder"].update((cue, span) for holder in one["holders"] for span in mentions.get(holder, []))
        own = contents.get(one["content"], [])
        links["claim"].update((cue, span) for span in own)
        if own:
            claims[cue] = min(own)
        decided[cue] = (list(Act).index(Act(one["act"])), list(Stance).index(Stance(one["stance"])))
    for some in mentions.values():
        links["same"].update((later, earlier) for later in some for earlier in some if earlier < later)
    # the longer of two that overlap comes first, so that it is the one that is tagged
    for some_spans in marked.values():
        some_spans.sort(key=lambda span: (span[0] - span[1], span))
    return Example("", pieces, layout(row["text"], pieces), marked, links, decided=decided, claims=claims)
