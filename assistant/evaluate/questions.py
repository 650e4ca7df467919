"""Question sets, JSONL or CSV: read and checked whole before the first question runs.

A CSV has the same columns. A cell is empty (absent), plain text, or JSON where it starts with ``[`` or
``{``; ``accept``, ``not`` and a list's ``answer`` may also be written as names with ``|`` between them.
Fields that are not ours are left alone: a set may carry its own notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluate.faults import reference_faults, shape_faults
from assistant.evaluate.rows import Row, read_rows
from assistant.types import Kind, Stance
from index.errors import UsageError


@dataclass(frozen=True, slots=True)
class Name:
    """A gold holder of a list question; an optional one counts neither for nor against."""

    name: str
    aliases: tuple[str, ...] = ()
    count: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that prove the gold answer, and the source that has them."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what is right about its answer.

    Attributes:
        kind: what is asked for; None where the set does not say.
        answer: the gold answer of every kind but lists; ``names`` is theirs.
        accept: other wordings that are as good.
        forbidden: names that must not appear (``not`` in the set).
        complete: ``evidence`` names every place that proves the answer, so that other citations are wrong.
        after: id of the question before it in the same conversation.
        is_draft: nobody has checked it (``draft`` in the set).
    """

    id: str
    question: str
    answerable: bool
    kind: Kind | None = None
    answer: str | None = None
    names: tuple[Name, ...] = ()
    accept: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    stance: Stance | None = None
    evidence: tuple[Evidence, ...] = ()
    complete: bool = False
    after: str | None = None
    is_draft: bool = False

    @property
    def golds(self) -> tuple[str, ...]:
        """The answer and its other wordings."""
        return (() if self.answer is None else (self.answer,)) + self.accept


def gold_name(name: str, count: int | None) -> dict[str, Any]:
    """A name of a list, as a set has it."""
    return {"name": name} | ({"count": count} if count else {})


class QuestionSetError(UsageError):
    """Question sets that cannot be run.

    Attributes:
        faults: each fault with its file and line.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        count = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
        super().__init__(f"{count} in the question sets, so nothing was run: {'; '.join(faults)}")
        self.faults = tuple(faults)


def load(paths: Sequence[Path]) -> list[Question]:
    """All questions of all sets, in their order.

    Raises:
        QuestionSetError: every fault of every set, with its line.
    """
    faults: list[str] = []
    seen: dict[str, str] = {}  # id -> where
    questions: list[Question] = []
    for path in paths:
        for row in read_rows(path, faults):
            found = [*shape_faults(row.fields), *reference_faults(row.fields, seen)]
            faults += [f"{row.place}: {fault}" for fault in found]
            if isinstance(row.fields.get("id"), str):
                seen.setdefault(row.fields["id"], row.place)
            if not found:
                questions.append(_question(row))
    if not faults and not questions:
        faults.append(f"{', '.join(str(path) for path in paths)}: no questions")
    if faults:
        raise QuestionSetError(faults)
    return questions


def _question(row: Row) -> Question:
    fields = row.fields
    answer = fields.get("answer")
    return Question(
        id=fields["id"],
        question=fields["question"],
        answerable=fields["answerable"],
        kind=None if fields.get("kind") is None else Kind(fields["kind"]),
        answer=answer if isinstance(answer, str) else None,
        names=tuple(_name(name) for name in answer) if isinstance(answer, list) else (),
        accept=tuple(fields.get("accept") or ()),
        forbidden=tuple(fields.get("not") or ()),
        stance=None if fields.get("stance") is None else Stance(fields["stance"]),
        evidence=tuple(Evidence(item["source"], item["quote"]) for item in fields.get("evidence") or ()),
        complete=bool(fields.get("complete")),
        after=fields.get("after"),
        is_draft=bool(fields.get("draft")),
    )


def _name(fields: Mapping[str, Any]) -> Name:
    return Name(
        name=fields["name"],
        aliases=tuple(fields.get("aliases") or ()),
        count=fields.get("count"),
        optional=bool(fields.get("optional")),
    )
