"""Runs on the disk: ``answers.jsonl`` and ``scores.json``, written whole or not at all, and read again."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate.compare import Comparison
from assistant.evaluate.measures import MEASURES, Part
from assistant.evaluate.results import Row, interval, scores
from assistant.evaluate.run import Outcome
from index.atomic import replace_file
from index.errors import UsageError

ANSWERS, SCORES, REPORT, JUNIT, JOURNAL = "answers.jsonl", "scores.json", "report.html", "junit.xml", ".unfinished"


def document(
    rows: Sequence[Row], about: Mapping[str, Any], comparison: Comparison | None = None, *, repeats: Sequence[Any] = ()
) -> dict[str, Any]:
    """``scores.json``: a measure without a question of its kind is null; ``counted`` are the denominators.

    Args:
        about: what was run, and on what.
        repeats: the rows of each run, where there were several: the first of them are ``rows``.
    """
    found = scores(rows)
    kinds = dict.fromkeys(row.kind for row in rows)
    made = {
        **about,
        "questions": len(rows),
        "errors": sum(row.error is not None for row in rows),
        "measures": {name: score.value for name, score in found.items()},
        "counted": {name: score.counted for name, score in found.items()},
        "intervals": {name: interval(rows, measure) for name, measure in MEASURES.items()},
        "by_kind": {kind: _by_kind([row for row in rows if row.kind == kind]) for kind in kinds},
        "by_question": [_question(row) for row in rows],
    }
    if len(repeats) > 1:
        made["spread"] = {name: _spread([scores(some)[name].value for some in repeats]) for name in MEASURES}
    return made if comparison is None else {**made, "against": comparison.to_json()}


def _by_kind(rows: Sequence[Row]) -> dict[str, Any]:
    measures = {name: score.value for name, score in scores(rows).items() if score.value is not None}
    return {"questions": len(rows), "measures": measures}


def _question(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "question": row.question,
        "kind": row.kind,
        "right": row.right,
        "declined": row.declined,
        "confidence": row.confidence,
        "error": row.error,
        "measures": {name: [part.value, part.over] for name, part in row.parts.items()},
    }


def _spread(values: Sequence[float | None]) -> dict[str, float] | None:
    """Mean and standard deviation (of a sample) over runs."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    return {
        "mean": statistics.fmean(known),
        "deviation": statistics.stdev(known),
        "least": min(known),
        "most": max(known),
    }


def read(folder: Path) -> list[Row]:
    """The questions of a run that was written to ``folder``.

    Raises:
        UsageError: there is none, or it is damaged.
    """
    path = folder / SCORES
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        return [_read(one) for one in given["by_question"]]
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): name the folder of a run") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not what a run writes: run its question sets again") from error


def _read(one: Mapping[str, Any]) -> Row:
    parts = {name: Part(float(value), float(over)) for name, (value, over) in one["measures"].items()}
    return Row(one["id"], one["question"], one["kind"], parts, one["error"], bool(one["declined"]), one["confidence"])


def dumped(made: Mapping[str, Any]) -> str:
    """``scores.json`` as it is written."""
    return json.dumps(made, indent=2, allow_nan=False) + "\n"


def answers(outcomes: Sequence[Outcome]) -> str:
    """``answers.jsonl``: a line for every question, with ``error`` where it failed."""
    lines = [json.dumps(_answer(outcome), ensure_ascii=True, allow_nan=False) for outcome in outcomes]
    return "".join(f"{line}\n" for line in lines)


def _answer(outcome: Outcome) -> dict[str, Any]:
    answer = None if outcome.answer is None else outcome.answer.to_json()
    row: dict[str, Any] = {"id": outcome.question.id, "answer": answer}
    return row if outcome.error is None else row | {"error": outcome.error}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by name, each whole or not at all.

    Raises:
        UsageError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            # a report is for everyone whom the folder lets in
            replace_file(folder / name, text.encode(), mode=0o644)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}): give another folder to --out") from error
