"""Fit the judge on question sets: ``python -m assistant.answer.fit SET=COLLECTION...``.

Maximises the likelihood that one of the right proposals is chosen, or "none" where a question has no answer here
(the model is in ``judge.py``), with an L2 penalty. Held-out rates, from folds that were
not fitted on, are kept beside the weights. Needs scipy, which sentence-transformers brings.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer.judge import WEIGHTS, Judge
from assistant.answer.read import Reading
from assistant.answer.short import Short, agree
from assistant.answer.support import Support
from assistant.engine import Engine
from assistant.evaluate.places import fold
from assistant.evaluate.squad import f1 as span_f1
from assistant.forms import Want
from assistant.types import PLAIN, Answer, Coverage, Kind, Turn
from index.settings import from_environment

_PENALTY = 0.0015
_FOLDS = 5
#: what a wrong answer costs, in right ones, where answering nothing costs nothing. A short answer stands beside the
#: sentence that it is from, so its reader sees a wrong one; beside a sentence there is nothing to tell
_WRONG_COSTS = {"short": 0.6, "sentence": 1.0}
_RIGHT = 0.6  # token F1 from which a short answer counts as right


# what can only speak for a proposal, and what only against it: without these bounds, features that go together
# take opposite signs, and a question unlike those fitted on is answered from the wrong sentence
_FOR = frozenset(
    """literal literal_all soft soft_all near near_all names_here names_near others_here others_near worst_other
    worst_name adjacent kindness head close close_names nearness nearest apposition all_met head_and_names
    head_and_all near_and_kind here_and_near described""".split()
)
_AGAINST = frozenset(
    """names_absent name_missing name_nowhere other_missing others_missing no_other_here name_unlinked rival
    modifier_missing repeats boundaries described_otherwise negation question_mark""".split()
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its proposals.

    Attributes:
        rows: the features of each.
        agreeing: for each the indices of those that give the same answer, itself included.
        right: how right each is, 0 to 1; nan is left out.
    """

    rows: list[dict[str, float]]
    agreeing: list[list[int]]
    right: NDArray[np.float64]
    answerable: bool


def short_case(question: dict[str, Any], reading: Reading) -> Case:
    """The proposals of short answers; one from a sentence that is no gold evidence is right only by luck."""
    accepted = [question.get("answer") or "", *question.get("accept", [])]
    right = [_rightness(question, short, accepted) for short in reading.shorts]
    rows = [short.features for short in reading.shorts]
    found = reading.shorts
    agreeing = [[j for j, other in enumerate(found) if agree(one, other)] for one in found]
    return Case(rows, agreeing, np.array(right), question["answerable"])


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
    rows = [support.features for support in reading.supports]
    return Case(rows, [[i] for i in range(len(rows))], np.array(right), question["answerable"])


def _is_gold(question: dict[str, Any], support: Support) -> bool:
    """Whether the sentence overlaps one of the question's evidence quotes."""
    evidence = support.evidence
    text = fold(evidence.text)
    return any(
        (gold["source"] == evidence.article.source and (fold(gold["quote"]) in text or text in fold(gold["quote"])))
        or (gold["source"] == evidence.article.source and _overlap(fold(gold["quote"]), text))
        for gold in question.get("evidence", [])
    )


def _overlap(quote: str, text: str) -> bool:
    """Whether a quote that crosses sentences begins or ends in this one."""
    return (quote[:40] in text and len(quote) > 40) or (quote[-40:] in text and len(quote) > 40)


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

    bounds = [(None, None), *(_bounds(name) for name in names)]
    best = minimize(
        loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}
    )
    return dict(zip(["bias", *names], (float(value) for value in best.x), strict=True))


def _bounds(name: str) -> tuple[float | None, float | None]:
    plain = name.removeprefix("s_")
    return (0.0 if plain in _FOR else None, 0.0 if plain in _AGAINST else None)


def _table(case: Case, names: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Features with a leading 1, rightness, and whether "none" is right (also where no proposal is)."""
    kept = [i for i, value in enumerate(case.right) if not np.isnan(value)]
    x = np.array([[1.0, *(case.rows[i].get(name, 0.0) for name in names)] for i in kept]).reshape(-1, len(names) + 1)
    right = np.nan_to_num(case.right[kept]) if kept else np.zeros(0)
    return x, right, float(right.sum() == 0)


def held_out(cases: Sequence[Case]) -> list[tuple[float, bool, bool]]:
    """Each question judged by weights fitted on the other folds: probability, whether right, whether answerable."""
    fold = np.random.default_rng(0).permutation(len(cases)) % _FOLDS
    found = []
    for k in range(_FOLDS):
        judge = Judge(fit([case for case, f in zip(cases, fold, strict=True) if f != k]), 0.0)
        for case in (case for case, f in zip(cases, fold, strict=True) if f == k):
            found.append(_outcome(case, judge.probabilities(case.rows)))
    return found


def _outcome(case: Case, probabilities: list[float]) -> tuple[float, bool, bool]:
    """The chosen answer's probability, all its places together, and whether it is right."""
    if not probabilities:
        return 0.0, False, case.answerable
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    right = bool(np.isnan(case.right[best]) or case.right[best] >= _RIGHT)
    return sum(probabilities[i] for i in case.agreeing[best]), right, case.answerable


def threshold_at(wrong_costs: float) -> float:
    """The least probability at which an answer is worth giving (Chow 1970, "On optimum recognition error and reject
    tradeoff": p - (1 - p) * cost >= 0)."""
    return round(wrong_costs / (1 + wrong_costs), 3)


def summary(outcomes: Sequence[tuple[float, bool, bool]], threshold: float) -> dict[str, float]:
    """Held-out rates at the threshold, kept beside the weights."""
    answerable = [o for o in outcomes if o[2]]
    others = [o for o in outcomes if not o[2]]
    return {
        "questions": len(outcomes),
        "answered_right": round(sum(p >= threshold and right for p, right, _ in answerable) / len(answerable), 3),
        "answered_wrong": round(sum(p >= threshold and not right for p, right, _ in answerable) / len(answerable), 3),
        "declined_unanswerable": round(sum(p < threshold for p, _, _ in others) / len(others), 3),
    }


def cases_of(set_file: Path, collection: Path) -> tuple[list[Case], list[Case]]:
    """The cases of one question set over its collection: of short answers, and of sentences."""
    questions = [json.loads(line) for line in set_file.read_text(encoding="utf-8").splitlines() if line.strip()]
    by_id = {question["id"]: question for question in questions}
    shorts, sentences = [], []
    with Engine.open(from_environment(collection)) as engine:
        for question in questions:
            plan, reading = engine.read(question["question"], history=_history(question, by_id))
            sentences.append(sentence_case(question, reading))
            if plan.want is not Want.SENTENCE and question.get("kind") in PLAIN:
                shorts.append(short_case(question, reading))
    return shorts, sentences


def _history(question: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> list[Turn]:
    earlier = by_id.get(question.get("after", ""))
    if earlier is None:
        return []
    nothing = Answer(earlier["question"], Kind.NONE, False, "", Coverage(0, 0, 0, 0))
    return [*_history(earlier, by_id), Turn(earlier["question"], nothing)]


def main(arguments: Sequence[str]) -> None:
    """Fit both judges on every SET=COLLECTION and write ``judge.json``."""
    pairs = [argument.split("=", 1) for argument in arguments]
    found = [cases_of(Path(set_file), Path(collection)) for set_file, collection in pairs]
    fitted: dict[str, Any] = {"fitted_on": [Path(set_file).name for set_file, _ in pairs]}
    for name, cases in (
        ("short", [case for shorts, _ in found for case in shorts]),
        ("sentence", [case for _, sentences in found for case in sentences]),
    ):
        outcomes = held_out(cases)
        threshold = threshold_at(_WRONG_COSTS[name])
        weights = {feature: round(weight, 4) for feature, weight in sorted(fit(cases).items())}
        fitted[name] = {"threshold": threshold, "held_out": summary(outcomes, threshold), "weights": weights}
        print(name, threshold, fitted[name]["held_out"])
    WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
