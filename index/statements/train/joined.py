"""Short passages joined into articles, so that the linker learns what does *not* belong together across a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from numpy.random import Generator

_JOINTS = ("\n\n", "\n\n", "\n\n", "\n", " ")
#: passages in an article at most; as many in characters as a window holds
_PASSAGES, _CHARS = 7, 1400

Row = Mapping[str, Any]


def joined(rows: Sequence[Row], random: Generator) -> Iterator[dict[str, Any]]:
    """All passages, in random order, some alone and most joined with others, their spans moved along."""
    waiting: list[Row] = []
    wanted = 1
    for at in random.permutation(len(rows)):
        row = rows[int(at)]
        if waiting and (len(waiting) >= wanted or sum(len(r["text"]) for r in waiting) + len(row["text"]) > _CHARS):
            yield _join(waiting, random)
            waiting = []
        if not waiting:
            wanted = int(random.integers(1, _PASSAGES + 1))
        waiting.append(row)
    if waiting:
        yield _join(waiting, random)


def _join(rows: Sequence[Row], random: Generator) -> dict[str, Any]:
    text = ""
    made: dict[str, Any] = {"holders": [], "names": [], "cues": [], "contents": {}}
    for number, row in enumerate(rows):
        if number:
            text += _JOINTS[int(random.integers(len(_JOINTS)))]
        _add(made, row, len(text), f"{number}.")
        text += row["text"]
    return {"text": text, **made}


def _add(made: dict[str, Any], row: Row, shift: int, prefix: str) -> None:
    def moved(span: Sequence[int]) -> list[int]:
        return [span[0] + shift, span[1] + shift]

    made["holders"] += [{**one, "id": prefix + one["id"], "span": moved(one["span"])} for one in row["holders"]]
    made["names"] += [{**one, "span": moved(one["span"])} for one in row["names"]]
    for name, spans in row["contents"].items():
        made["contents"][prefix + name] = [moved(span) for span in spans]
    for one in row["cues"]:
        content = None if one["content"] is None else prefix + one["content"]
        holders = [prefix + holder for holder in one["holders"]]
        made["cues"].append({**one, "span": moved(one["span"]), "holders": holders, "content": content})
