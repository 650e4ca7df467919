"""Fit the judge on question sets: ``python -m assistant.answer.fit SET=COLLECTION...``.

Maximises the likelihood that one of the right proposals is chosen, or "none" where a question has no answer here
(the model is in ``judge.py``), with an L2 penalty. Thresholds are the least probability at which, on folds that were
not fitted on, a wrong answer costs ``_WRONG_COSTS`` right ones. Needs scipy, which sentence-transformers brings.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer.judge import WEIGHTS
from assistant.answer.read import Reading, read
from assistant.answer.short import Short
from assistant.answer.support import Support
from assistant.evaluate.text import span_f1
from assistant.question import Plan, Want, parse
from assistant.similar import WordSimilarity
from assistant.types import Turn
from index.types import Filters

_PENALTY = 0.02
_FOLDS = 5
#: a wrong answer is worse than none: it takes this many right ones to make up for it
_WRONG_COSTS = 2.0
_RIGHT = 0.6  # token F1 from which a short answer counts as right


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its proposals: features (one row each) and how right each is, 0 to 1; nan is left out."""

    id: str
    rows: list[dict[str, float]]
    right: NDArray[np.float64]
    answerable: bool


def short_case(question: dict[str, Any], reading: Reading) -> Case:
    """The proposals of short answers; one from a sentence that is no gold evidence is right only by luck."""
    accepted = [question.get("answer") or "", *question.get("accept", [])]
    right = [_rightness(question, short, accepted) for short in reading.shorts]
    return Case(
        question["id"], [short.features for short in reading.shorts], np.array(right), question["answerable"]
    )


def _rightness(question: dict[str, Any], short: Short, accepted: Sequence[str]) -> float:
    if not question["answerable"]:
        return 0.0
    score = max(span_f1(short.candidate.short, answer) for answer in accepted)
    if score < _RIGHT:
        return 0.0
    return score if _is_gold(question, short.support) else float("nan")


def sentence_case(question: dict[str, Any], reading: Reading) -> Case:
    """The proposals of whole sentences: right where they overlap gold evidence."""
    right = [float(question["answerable"] and _is_gold(question, support)) for support in reading.supports]
    return Case(question["id"], [s.features for s in reading.supports], np.array(right), question["answerable"])


def _is_gold(question: dict[str, Any], support: Support) -> bool:
    """Whether the sentence overlaps one of the question's evidence quotes."""
    evidence = support.evidence
    text = _fold(evidence.text)
    return any(
        gold["source"] == evidence.article.source and (_fold(gold["quote"]) in text or text in _fold(gold["quote"]))
        or (gold["source"] == evidence.article.source and _overlap(_fold(gold["quote"]), text))
        for gold in question.get("evidence", [])
    )


def _overlap(quote: str, text: str) -> bool:
    """Whether a quote that crosses sentences begins or ends in this one."""
    return (quote[:40] in text and len(quote) > 40) or (quote[-40:] in text and len(quote) > 40)


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def fit(cases: Sequence[Case], *, penalty: float = _PENALTY) -> dict[str, float]:
    """Weights that make the right proposals, or "none", likeliest."""
    from scipy.optimize import minimize

    names = sorted({name for case in cases for row in case.rows for name in row})
    tables = [_table(case, names) for case in cases]

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = penalty * len(cases) * float(w[1:] @ w[1:]), 2 * penalty * len(cases) * w
        slope[0] = 0.0
        for x, right, none_right in tables:
            scores = np.concatenate([[0.0], x @ w])
            p = np.exp(scores - scores.max())
            p /= p.sum()
            target = np.concatenate([[none_right], right]) * p
            mass = max(target.sum(), 1e-12)
            value -= np.log(mass)
            slope -= x.T @ (target / mass - p)[1:]
        return value, slope

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(["bias", *names], (float(value) for value in best.x), strict=True))


def _table(case: Case, names: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Features with a leading 1, rightness, and whether "none" is right (also where no proposal is)."""
    kept = [i for i, value in enumerate(case.right) if not np.isnan(value)]
    x = np.array([[1.0, *(case.rows[i].get(name, 0.0) for name in names)] for i in kept]).reshape(-1, len(names) + 1)
    right = np.nan_to_num(case.right[kept]) if kept else np.zeros(0)
    return x, right, float(right.sum() == 0)
