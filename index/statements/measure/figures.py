"""Precision, recall and F1 from counts (van Rijsbergen 1979), micro: counts are summed before they are divided."""

from __future__ import annotations

from typing import TypeAlias

#: names to figures, or to groups of them: what is printed as JSON
Figures: TypeAlias = dict[str, float | int]


def share(part: int, whole: int) -> float:
    """``part / whole``; 0 over nothing."""
    return part / whole if whole else 0.0


def figures(right: int, predicted: int, gold: int) -> Figures:
    """Precision, recall and F1, each 0 over nothing, with the three counts that they come from."""
    return {
        "precision": share(right, predicted),
        "recall": share(right, gold),
        "f1": share(2 * right, predicted + gold),
        "right": right,
        "predicted": predicted,
        "gold": gold,
    }
