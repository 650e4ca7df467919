"""Question sets, run through the engine and scored."""

from __future__ import annotations

from assistant.evaluate.questions import Evidence, Name, Question, QuestionSetError, load
from assistant.evaluate.report import missed, scores_document, write
from assistant.evaluate.run import Outcome, run

__all__ = [
    "Evidence",
    "Name",
    "Outcome",
    "Question",
    "QuestionSetError",
    "load",
    "missed",
    "run",
    "scores_document",
    "write",
]
