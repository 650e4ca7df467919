"""Texts of our own on which activations are measured, and on which an export must prove itself."""

from __future__ import annotations

from pathlib import Path

#: runs of one thing make activations that prose never does; a range that leaves them out cuts them off
_RUNS = (
    *(
        "the the ",
        "A B C D E F ",
        "VOTE NOW ",
        "7 8 9 ",
        "和平 ",
        "❤️",
        "www.x.org/y_z ",
        "سلام ",
        "мир ",
        "!",
    ),
    *("Anna Smith, John Jones, ", "word ", "and so on and ", "“no” "),
)


def calibration_texts() -> list[str]:
    """News of many kinds, questions, lists, other scripts, markup, nothing at all, and runs of one thing."""
    lines = (Path(__file__).parent / "calibration.txt").read_text(encoding="utf-8").splitlines()
    return ["", *lines, *(run * (600 // len(run)) for run in _RUNS)]
