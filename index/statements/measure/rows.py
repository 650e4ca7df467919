"""JSON lines with attributions, as the tagger writes and its score reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.errors import UsageError

ROLES = ("source", "cue", "content")
#: faults that one message lists; the others are counted
_LISTED = 20


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, ``{"id", "attributions": [{"source": [[s, e], ...], "cue", "content"}]}`` a line.

    Raises:
        UsageError: the file cannot be read, or some of its lines are not such rows; all of them are named.
    """
    try:
        written = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}): name a file of JSON lines.") from error
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(written.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        row = _row(line)
        found = [row] if isinstance(row, str) else list(_faults(row))
        if not found and not isinstance(row, str):
            first = seen.setdefault(row["id"], number)
            found = [f"the id {row['id']!r} is that of line {first} too"] if first != number else []
            rows.append(row)
        faults += [f"line {number}: {fault}" for fault in found]
    if faults:
        raise UsageError(_message(path, faults))
    return rows


def _row(line: bytes) -> dict[str, Any] | str:
    """The object on the line, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON in UTF-8 ({type(error).__name__})"
    return row if isinstance(row, dict) else "not a JSON object"


def _faults(row: dict[str, Any]) -> Iterator[str]:
    if not isinstance(row.get("id"), str):
        yield "no id that is a string"
    attributions = row.get("attributions")
    if not isinstance(attributions, list):
        yield "no list of attributions"
        return
    for number, attribution in enumerate(attributions, start=1):
        if not isinstance(attribution, dict):
            yield f"attribution {number} is not an object"
            continue
        for role in ROLES:
            if not _are_spans(attribution.get(role, [])):
                yield f"{role} of attribution {number} is not a list of [start, end) pairs"


def _are_spans(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(type(end) is int for end in span)  # True and False are ints to isinstance
        and 0 <= span[0] < span[1]
        for span in value
    )


def _message(path: Path, faults: list[str]) -> str:
    more = len(faults) - _LISTED
    listed = "; ".join(faults[:_LISTED]) + (f"; and {more:,} more" if more > 0 else "")
    return f"{path} cannot be used as it is: mend {listed}."
