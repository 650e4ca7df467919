"""Runs: several conversations at a time, cut short and gone on with, written and read again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.evaluate import Outcome, Question, Ranking, in_order, run, stored
from assistant.evaluate.evidence import Gold, ranked
from assistant.evaluate.journal import Journal
from assistant.evaluate.measures import MEASURES
from assistant.evaluate.questions import Evidence
from assistant.evaluate.results import interval, rows, scores
from assistant.types import Answer, Conflict, Coverage, Kind, Turn
from index.errors import UsageError
from tests.cli.findings import Press, build
from tests.evaluate.evaluation_cases import TEXTS, answer, citation, holder, outcome, question

QUESTIONS = [
    Question(id=f"q{n}", question=f"Question {n}?", answerable=True, kind=Kind.WHEN, answer="2016",
             after=f"q{n - 1}" if n % 3 == 2 else None)
    for n in range(1, 13)
]  # fmt: skip


class Engine:
    """Answers with the question and what was asked before it."""

    def __init__(self, failing: str = "", stop_after: int | None = None) -> None:
        self.asked: list[str] = []
        self._failing = failing
        self._left = stop_after
        self._lock = threading.Lock()

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        with self._lock:
            if self._left is not None:
                self._left -= 1
                if self._left < 0:
                    raise KeyboardInterrupt
            self.asked.append(question)
        if question == self._failing:
            raise ValueError("broken")
        return Answer(question, Kind.WHEN, True, f"after {len(history)}", Coverage(1, 1, 1, 0), short="2016")


def told(outcomes: Sequence[Outcome]) -> list[tuple[str, str | None]]:
    return [(one.question.id, one.answer.text if one.answer else one.error) for one in outcomes]


def test_several_at_a_time_give_what_one_at_a_time_gives() -> None:
    alone = in_order(QUESTIONS, run(QUESTIONS, Engine(failing="Question 4?")))
    beside = in_order(QUESTIONS, run(QUESTIONS, Engine(failing="Question 4?"), workers=4))
    assert told(alone) == told(beside)
    assert told(alone)[3] == ("q4", "ValueError: broken")
    assert {text for name, text in told(alone) if name in ("q2", "q8")} == {"after 1"}


@pytest.mark.parametrize("workers", [1, 3])
def test_a_run_that_is_cut_short_goes_on_where_it_was(tmp_path: Path, workers: int) -> None:
    path, header = tmp_path / "out" / "journal", {"sets": ["a"]}
    killed = run(QUESTIONS, Engine(failing="Question 1?", stop_after=7), workers=workers)
    with Journal(path, header, QUESTIONS) as journal, pytest.raises(KeyboardInterrupt):
        list(map(journal.add, killed))
    with path.open("a") as file:
        file.write('{"id": "q9", "answer"')  # the line that was being written
    engine = Engine(failing="Question 1?")
    with Journal(path, header, QUESTIONS) as journal:
        before = dict(journal.finished)
        assert 0 < len(before) <= 7
        rest = list(run(QUESTIONS, engine, finished=before))
        for one in rest:
            journal.add(one)
    assert len(engine.asked) == len(QUESTIONS) - len(before) == len(rest)
    whole = in_order(QUESTIONS, [*before.values(), *rest])
    at_once = in_order(QUESTIONS, run(QUESTIONS, Engine(failing="Question 1?")))
    assert stored.answers(whole) == stored.answers(at_once)
    with Journal(path, header, QUESTIONS) as journal:
        assert set(journal.finished) == {one.id for one in QUESTIONS}
    with Journal(path, {"sets": ["another"]}, QUESTIONS) as journal:
        assert not journal.finished


def test_an_answer_comes_back_from_its_json() -> None:
    given = answer(
        "46",
        holders=(holder("Ann Lee", count=3),),
        citations=(citation(0, 7),),
        conflicts=(Conflict("number", (1,)),),
        verdict="yes",
        confidence=0.5,
    ).timed(total=1.25)
    assert Answer.from_json(json.loads(json.dumps(given.to_json()))) == given


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    outcomes = in_order(QUESTIONS, run(QUESTIONS, Engine(failing="Question 4?")))
    found = rows(outcomes, TEXTS.get)
    stored.write(tmp_path, {stored.SCORES: stored.dumped(stored.document(found, {}))})
    assert stored.read(tmp_path) == found
    assert scores(found)["span.em"].value == pytest.approx(11 / 12)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"by_question": [{"id": 1}]}'])
def test_what_is_no_run_is_one_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "scores.json").write_text(content)
    with pytest.raises(UsageError, match=r"scores\.json (cannot be read|is not what a run writes)"):
        stored.read(tmp_path)


def test_intervals_hold_the_value_and_are_the_same_again() -> None:
    asked = question(kind=Kind.WHEN, answer="2016")
    some = rows([outcome(asked, answer("2016" if n % 3 else "2015")) for n in range(30)], TEXTS.get)
    low, high = interval(some, MEASURES["span.em"]) or (1.0, 0.0)
    assert low < 20 / 30 < high
    # the standard error of a share of 2/3 over 30 is 0.086
    assert high - low == pytest.approx(2 * 1.96 * 0.086, abs=0.06)
    assert interval(some, MEASURES["span.em"]) == (low, high)
    assert interval(some, MEASURES["list.f1"]) is None


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with build(tmp_path_factory.mktemp("runs")) as collection:
        yield Press(collection)


def test_gold_evidence_is_found_in_its_source_alone(press: Press) -> None:
    gold = Gold(press.collection)
    here = Question("q", "?", True, evidence=(Evidence("gazette", "Ann\u00a0Lee, the leader"),))
    article = press.article("gazette")
    (relevant,) = gold.relevant(here)
    assert relevant.startswith(f"{article.id}:")
    elsewhere = Evidence("echo", "Ann Lee, the leader")
    unknown = Evidence("nowhere", "x")
    assert gold.missing(Question("q", "?", True, evidence=(*here.evidence, elsewhere, unknown))) == [elsewhere, unknown]


def test_a_copy_of_a_passage_is_as_good_as_the_passage(press: Press) -> None:
    (hit,) = press.collection.search("diocese", None, limit=5)
    assert hit.duplicates
    copy = hit.duplicates[0]
    wanted = f"{copy.article_id}:{copy.start}-{copy.end}"
    assert ranked([hit], frozenset({wanted})) == (wanted,)
    assert ranked([hit], frozenset()) == (f"{hit.article_id}:{hit.start}-{hit.end}",)


def test_retrieval_is_scored_by_rank() -> None:
    asked = question(evidence=(Evidence("a", "x"),))
    ranking = Ranking(("p1", "p2", "p3"), frozenset({"p2", "p9"}))
    one = Outcome(asked, answer("x"), None, 1.0, ranking)
    none = Outcome(asked, None, "broken", 1.0, Ranking((), frozenset({"p1"})))
    # one of two relevant passages, at rank 2; nothing at all
    expected = {"R@5": 0.5 / 2, "RR@10": 0.5 / 2, "nDCG@10": (0.6309297 / (1 + 0.6309297)) / 2}
    for name, wanted in expected.items():
        assert MEASURES[name].score([one, none], TEXTS.get).value == pytest.approx(wanted)
