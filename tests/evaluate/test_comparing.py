"""Two runs side by side: differences, chance, the questions that changed, and gates on them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from assistant.evaluate.compare import compare
from assistant.evaluate.gates import worse
from assistant.evaluate.measures import MEASURES, Part
from assistant.evaluate.measures.latency import percentile
from assistant.evaluate.results import Row


def run(values: Sequence[float | None], name: str = "span.f1") -> list[Row]:
    return [
        Row(f"q{n}", f"Question {n}?", "when", {} if value is None else {name: Part(value)})
        for n, value in enumerate(values)
    ]


def test_the_same_run_twice_differs_in_nothing() -> None:
    found = compare(run([1, 0.5, 0]), run([1, 0.5, 0]), "then")
    one = found.differences["span.f1"]
    assert (one.difference, one.p, one.interval) == (0, 1, (0, 0))
    assert not found.better
    assert not found.worse
    assert worse(run([1, 0.5, 0]), run([1, 0.5, 0]), found) == []


@pytest.mark.parametrize("seed", range(20))
def test_chance_is_that_of_all_ways_to_swap(seed: int) -> None:
    random = np.random.default_rng(seed)
    now, then = random.random(6).round(1).tolist(), random.random(6).round(1).tolist()
    found = compare(run(now), run(then), "then").differences["span.f1"]
    observed = sum(now) - sum(then)
    differences = np.array(now) - np.array(then)
    ways = [float(np.dot(differences, signs)) for signs in itertools.product((1, -1), repeat=6)]
    # SciPy doubles the smaller tail
    tails = [sum(way >= observed - 1e-9 for way in ways), sum(way <= observed + 1e-9 for way in ways)]
    assert found.p == pytest.approx(min(1.0, 2 * min(tails) / len(ways)))
    assert found.difference == pytest.approx(observed / 6)


def test_only_questions_of_both_runs_are_compared() -> None:
    found = compare(run([1, 1, None]), run([0, 1, 1, 1]), "then")
    assert found.common == 3
    assert [one.id for one in found.better] == ["q0"]
    # of the third question the measure counts one run alone, as it does for questions that were declined
    assert found.differences["span.f1"].theirs == pytest.approx(2 / 3)


def test_changes_are_told_the_largest_first() -> None:
    found = compare(run([1, 0.2, 0.5, 0]), run([0, 0.1, 0.9, 1]), "then")
    assert [one.id for one in found.better] == ["q0", "q1"]
    assert [one.id for one in found.worse] == ["q3", "q2"]


def test_a_run_that_is_worse_is_caught_with_its_questions() -> None:
    then, now = run([1.0] * 12), run([0.0] * 8 + [1.0] * 4)
    (sentence,) = worse(now, then, compare(now, then, "good"))
    assert sentence.startswith("span.f1 is 0.3333, worse than 1 in good (p = ")
    assert sentence.endswith(": q0, q1, q2, q3, q4, q5, q6, q7")
    assert worse(then, now, compare(then, now, "bad")) == []


def test_a_slip_that_may_be_chance_is_none() -> None:
    then, now = run([1.0] * 12), run([0.0] + [1.0] * 11)
    assert worse(now, then, compare(now, then, "good")) == []


def test_less_is_better_where_it_is_and_latency_is_no_gate() -> None:
    now, then = run([3.0] * 8, "list.forbidden"), run([0.0] * 8, "list.forbidden")
    assert worse(now, then, compare(now, then, "good"))[0].startswith("list.forbidden is 24, worse than 0")
    assert worse(then, now, compare(then, now, "bad")) == []
    slow, quick = run([90.0] * 8, "latency.p50"), run([1.0] * 8, "latency.p50")
    assert worse(slow, quick, compare(slow, quick, "quick")) == []


def test_runs_without_a_common_question_say_so() -> None:
    others = [Row("x", "?", "when", {})]
    assert worse(run([1]), others, compare(run([1]), others, "other")) == [
        "other has none of these questions: give a run of the same sets"
    ]


@pytest.mark.parametrize("percent", [50, 95])
def test_percentiles_of_many_draws_are_those_of_each(percent: int) -> None:
    random = np.random.default_rng(percent)
    values, over = random.random((20, 9)), (random.random((20, 9)) < 0.7).astype(float)
    over[0] = 0
    found = MEASURES[f"latency.p{percent}"].total(values, over)
    assert np.isnan(found[0])
    for row, weights, value in zip(values[1:], over[1:], found[1:], strict=True):
        assert value == percentile(row[weights > 0].tolist(), percent)
