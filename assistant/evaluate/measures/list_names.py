"""What ``list.precision``, ``list.recall`` and ``list.f1`` count, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evaluate import names
from assistant.evaluate.run import Outcome
from assistant.types import Kind


@dataclass(frozen=True, slots=True)
class Counts:
    """One list: holders that are right, holders that are named, gold names that are required.

    Optional names are in none of them: they count neither for nor against.
    """

    right: int
    named: int
    required: int

    @property
    def precision(self) -> float:
        """Of the holders that are named, the share that is right; 0 where nobody is."""
        return self.right / self.named if self.named else 0.0

    @property
    def recall(self) -> float:
        """Of the gold names, the share that is named."""
        return self.right / self.required

    @property
    def f1(self) -> float:
        """Harmonic mean of both (van Rijsbergen 1979), 0 where nothing is right."""
        return 2 * self.right / (self.named + self.required) if self.right else 0.0


def count(outcome: Outcome) -> Counts | None:
    """The counts of an answerable list question, an error or an empty answer included; None for any other."""
    question = outcome.question
    if question.kind is not Kind.LIST or not question.answerable or not question.names:
        return None
    holders = outcome.answer.holders if outcome.answer else ()
    pairs = names.pair(holders, question.names)
    optional = sum(found is not None and found.optional for found in pairs)
    right = sum(found is not None and not found.optional for found in pairs)
    return Counts(right, len(holders) - optional, sum(not gold.optional for gold in question.names))
