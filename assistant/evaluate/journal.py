"""The outcomes of a run as they come, on the disk: a run that is killed goes on where it was.

The first line says what is run (``header``), each line after it is one outcome. A line that was cut off by a kill is
left out, and so is the rest after it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from assistant.evaluate.questions import Question
from assistant.evaluate.run import Outcome, Ranking
from assistant.types import Answer
from index.atomic import replace_file
from index.errors import UsageError


class Journal:
    """Outcomes kept in a file while a run lasts. A context manager: closes the file, and leaves it.

    Args:
        header: whatever the outcomes depend on; outcomes of a run with another header are not gone on from.

    Attributes:
        finished: the outcomes of such a run, by question.
    """

    def __init__(self, path: Path, header: Mapping[str, Any], questions: Sequence[Question]) -> None:
        self._path = path
        self._first = json.dumps(header, sort_keys=True)
        self._file: TextIO | None = None
        self.finished = self._read({one.id: one for one in questions})

    def __enter__(self) -> Self:
        try:
            # written anew, so that half a line does not stay in the middle; in one step, so that nothing is lost
            known = "".join(f"{line}\n" for line in (self._first, *map(_line, self.finished.values())))
            replace_file(self._path, known.encode(), mode=0o644)
            self._file = self._path.open("a", encoding="utf-8")
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Keep one more, while the journal is open.

        Raises:
            UsageError: the disk is full, or the folder is gone.
        """
        if self._file is None:
            return
        try:
            self._file.write(f"{_line(outcome)}\n")
            self._file.flush()
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _read(self, questions: Mapping[str, Question]) -> dict[str, Outcome]:
        found: dict[str, Outcome] = {}
        try:
            first, *lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return found
        if first != self._first:
            return found
        for line in lines:
            try:
                fields = json.loads(line)
                found[fields["id"]] = _outcome(questions[fields["id"]], fields)
            except (ValueError, KeyError, TypeError):
                break
        return found


def _line(outcome: Outcome) -> str:
    fields = {
        "id": outcome.question.id,
        "answer": None if outcome.answer is None else outcome.answer.to_json(),
        "error": outcome.error,
        "milliseconds": outcome.milliseconds,
        "passages": outcome.ranking.passages,
        "relevant": sorted(outcome.ranking.relevant),
    }
    return json.dumps(fields)


def _outcome(question: Question, fields: Mapping[str, Any]) -> Outcome:
    answer = None if fields["answer"] is None else Answer.from_json(fields["answer"])
    ranking = Ranking(tuple(fields["passages"]), frozenset(fields["relevant"]))
    return Outcome(question, answer, fields["error"], fields["milliseconds"], ranking)


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path.parent} cannot be written ({error.strerror}): give another folder to --out")
