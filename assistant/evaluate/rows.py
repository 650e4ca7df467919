"""The lines of a question set as dictionaries, from JSONL or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# columns of a CSV that hold several values
_SEVERAL = ("accept", "not")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One question as it was written; ``place`` is ``file:line``."""

    place: str
    fields: dict[str, Any]


def read_rows(path: Path, faults: list[str]) -> Iterator[Row]:
    """The rows that can be read; what cannot is added to ``faults``."""
    readers = {".jsonl": _json_rows, ".csv": _csv_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        faults.append(f"{path}: a question set is a .jsonl or a .csv file")
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        faults.append(f"{path}: cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        faults.append(f"{path}: not UTF-8 at byte {error.start}")
    else:
        yield from reader(path, text, faults)


def _json_rows(path: Path, text: str, faults: list[str]) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"{place}: not JSON ({error})")
            continue
        if isinstance(fields, dict):
            yield Row(place, fields)
        else:
            faults.append(f"{place}: not a JSON object")


def _csv_rows(path: Path, text: str, faults: list[str]) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            place = f"{path}:{reader.line_num}"
            if None in cells:
                faults.append(f"{place}: more cells than columns")
                continue
            try:
                yield Row(place, _fields(cells))
            except (ValueError, RecursionError) as error:
                faults.append(f"{place}: {error}")
    except csv.Error as error:
        faults.append(f"{path}:{reader.line_num}: not CSV ({error})")


def _fields(cells: dict[str, str | None]) -> dict[str, Any]:
    filled = {name: cell.strip() for name, cell in cells.items() if cell and cell.strip()}
    is_list = filled.get("kind") == "list"
    return {name: _value(name, cell, is_list=is_list) for name, cell in filled.items()}


def _value(name: str, cell: str, *, is_list: bool) -> Any:
    """What one cell stands for, by its column."""
    if name in ("id", "question", "kind", "after", "stance"):
        return cell
    if name in ("answerable", "complete"):
        return _TRUTH.get(cell.lower(), cell)
    if cell[0] in "[{":
        try:
            return json.loads(cell)
        except ValueError as error:
            raise ValueError(f"{name} is not JSON ({error})") from None
    if name in _SEVERAL:
        return [part.strip() for part in cell.split("|") if part.strip()]
    if name == "answer" and is_list:
        return [{"name": part.strip()} for part in cell.split("|") if part.strip()]
    return cell
