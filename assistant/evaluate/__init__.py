"""Question sets, run through the engine, scored, compared and reported."""

from __future__ import annotations

from assistant.evaluate.questions import Evidence, Name, Question, QuestionSetError, load
from assistant.evaluate.run import Outcome, Ranking, in_order, run

__all__ = ["Evidence", "Name", "Outcome", "Question", "QuestionSetError", "Ranking", "in_order", "load", "run"]
