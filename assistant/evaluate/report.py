"""What an evaluation leaves behind: ``answers.jsonl``, ``scores.json``, and the gates that were missed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate.measures import MEASURES, Score
from assistant.evaluate.run import Outcome
from index.errors import UsageError


def scores_document(scores: Mapping[str, Score], outcomes: Sequence[Outcome], sets: Sequence[Path]) -> dict[str, Any]:
    """``scores.json``: a measure without a question of its kind is null; ``counted`` are the denominators."""
    return {
        "sets": [path.name for path in sets],
        "questions": len(outcomes),
        "errors": sum(outcome.error is not None for outcome in outcomes),
        "measures": {name: score.value for name, score in scores.items()},
        "counted": {name: score.counted for name, score in scores.items()},
    }


def missed(scores: Mapping[str, Score], gates: Iterable[tuple[str, float]]) -> list[str]:
    """A sentence for every gate that was missed; a measure with nothing to measure misses its gate."""
    sentences = []
    for name, bound in gates:
        value = scores[name].value
        less = MEASURES[name].less_is_better
        if value is None:
            sentences.append(f"{name} has no value: no question in the sets is of its kind")
        elif value > bound if less else value < bound:
            sentences.append(f"{name} is {value:.4g}, {'above' if less else 'under'} {bound:.4g}")
    return sentences


def write(folder: Path, outcomes: Sequence[Outcome], document: Mapping[str, Any]) -> None:
    """Writes both files, each whole or not at all.

    Raises:
        UsageError: the folder cannot be made or written.
    """
    lines = [json.dumps(_row(outcome), ensure_ascii=True, allow_nan=False) for outcome in outcomes]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / "answers.jsonl", "".join(f"{line}\n" for line in lines))
        _replace(folder / "scores.json", json.dumps(document, indent=2, allow_nan=False) + "\n")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}): give another folder to --out") from error


def _row(outcome: Outcome) -> dict[str, Any]:
    answer = None if outcome.answer is None else outcome.answer.to_json()
    row: dict[str, Any] = {"id": outcome.question.id, "answer": answer}
    return row if outcome.error is None else row | {"error": outcome.error}


def _replace(path: Path, text: str) -> None:
    """``text`` under ``path``, seen only when all of it is on the disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp lets nobody else read; a report is for everyone whom the folder lets in
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
