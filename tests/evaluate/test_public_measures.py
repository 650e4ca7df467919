"""Our measures against public implementations of the same, on many random cases."""

from __future__ import annotations

import random
from collections.abc import Iterator

import ir_measures
import pytest
import torch
from torchmetrics.functional.text import squad

from assistant.evaluate.measures import MEASURES
from assistant.evaluate.questions import Evidence
from assistant.evaluate.run import Outcome, Ranking
from assistant.types import Kind
from tests.evaluate.evaluation_cases import TEXTS, answer, outcome, question

_CASES = 250
_WORDS = "the a an The letter of 46 Labour councillors, signed; in (London) 2,000 on Friday. e-mail it's".split()


def _phrase(chance: random.Random) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(1, 6)))


@pytest.fixture
def double() -> Iterator[None]:
    """Tensors in 64 bits: in 32 the public figures are only good to seven digits."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


@pytest.mark.usefixtures("double")
def test_span_measures_are_those_of_squad() -> None:
    chance = random.Random(1)
    for _ in range(_CASES):
        golds = [_phrase(chance) for _ in range(chance.randint(1, 3))]
        given = chance.choice(golds) if chance.random() < 0.3 else _phrase(chance)
        # the public script finds two answers alike of which nothing is left; for us nothing is no answer
        golds, given = [f"{gold} x" for gold in golds], f"{given} x"
        one = outcome(question(kind=Kind.WHEN, answer=golds[0], accept=tuple(golds[1:])), answer(given))
        theirs = squad(
            {"prediction_text": given, "id": "q"},
            {"answers": {"answer_start": [0] * len(golds), "text": golds}, "id": "q"},
        )
        for ours, name in (("span.em", "exact_match"), ("span.f1", "f1")):
            found = MEASURES[ours].score([one], TEXTS.get).value
            assert found == pytest.approx(float(theirs[name]) / 100, abs=1e-9)


def test_retrieval_measures_are_those_of_ir_measures() -> None:
    chance = random.Random(2)
    asked = question(evidence=(Evidence("a", "x"),))
    outcomes, qrels, run = [], [], []
    for number in range(_CASES):
        passages = [f"p{n}" for n in chance.sample(range(60), chance.randint(1, 20))]
        relevant = {f"p{n}" for n in chance.sample(range(60), chance.randint(1, 8))}
        outcomes.append(Outcome(asked, answer("x"), None, 1.0, Ranking(tuple(passages), frozenset(relevant))))
        qrels += [ir_measures.Qrel(str(number), one, 1) for one in relevant]
        run += [ir_measures.ScoredDoc(str(number), one, 100.0 - at) for at, one in enumerate(passages)]
    for name in ("R@5", "R@10", "R@20", "nDCG@10", "RR@10"):
        theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(name)], qrels, run)
        found = MEASURES[name].score(outcomes, TEXTS.get).value
        assert found == pytest.approx(next(iter(theirs.values())), abs=1e-9)
