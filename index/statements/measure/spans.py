"""The attribution tagger by itself: exact-match precision, recall and F1 of spans and of whole relations.

A span counts where both ends agree, and the pieces of a discontinuous role count one by one; the spans of a document
are compared as sets. A relation counts where all its spans of source, cue and content agree (compare PolNeAR,
Newell et al. 2018). Micro over documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from index.errors import UsageError
from index.statements.measure.figures import Figures, figures
from index.statements.measure.rows import ROLES

Row: TypeAlias = Mapping[str, Any]
#: what is compared of a document
_Unit: TypeAlias = Callable[[Row], set[Any]]
_LISTED = 5


def score_spans(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Figures]:
    """``source``, ``cue``, ``content`` and ``relation``, each with precision, recall, F1 and counts.

    Args:
        gold: rows as ``read_rows`` gives them; those that the prediction lacks count as read to be empty.
        predicted: rows of the same form.

    Raises:
        UsageError: the prediction has ids that gold lacks, or one of them has an id twice.
    """
    golds, predictions = _by_id(gold, "gold"), _by_id(predicted, "the prediction")
    unknown = [name for name in predictions if name not in golds]
    if unknown:
        named = ", ".join(map(repr, unknown[:_LISTED])) + (" …" if len(unknown) > _LISTED else "")
        raise UsageError(
            f"The prediction has {len(unknown):,} ids that gold lacks ({named}): score it against its own."
        )
    counts: dict[str, Counter[str]] = {unit: Counter() for unit in _UNITS}
    for name, row in golds.items():
        for unit, take in _UNITS.items():
            there, given = take(row), take(predictions.get(name, {}))
            counts[unit].update(right=len(there & given), predicted=len(given), gold=len(there))
    return {unit: figures(count["right"], count["predicted"], count["gold"]) for unit, count in counts.items()}


def _by_id(rows: Sequence[Row], whose: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if row["id"] in found:
            raise UsageError(f"The id {row['id']!r} comes twice in {whose}: keep one row for each document.")
        found[row["id"]] = row
    return found


def _spans(row: Row, role: str) -> set[tuple[int, int]]:
    return {_pair(span) for attribution in row.get("attributions", ()) for span in attribution.get(role, ())}


def _relations(row: Row) -> set[tuple[frozenset[tuple[int, int]], ...]]:
    return {
        tuple(frozenset(map(_pair, attribution.get(role, ()))) for role in ROLES)
        for attribution in row.get("attributions", ())
    }


def _pair(span: Sequence[int]) -> tuple[int, int]:
    return span[0], span[1]


def _of(role: str) -> _Unit:
    return lambda row: _spans(row, role)


_UNITS: dict[str, _Unit] = {**{role: _of(role) for role in ROLES}, "relation": _relations}
