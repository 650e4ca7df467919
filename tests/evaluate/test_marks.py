"""A reviewer's marks become questions: what was right must stay right."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluate import load, run
from assistant.evaluate.marks import keep
from assistant.evaluate.measures import MEASURES
from assistant.types import Answer, Kind, Turn
from index.errors import UsageError
from tests.evaluate.evaluation_cases import TEXTS, answer, citation, holder

LIST = replace(
    answer(holders=(holder("Ann Lee"), holder("46 councillors", count=46)), citations=(citation(0, 30),)),
    kind=Kind.LIST,
)
WHEN = replace(answer("2016"), kind=Kind.WHEN)
NONE = answer(answered=False)
YES = replace(answer(verdict="yes"), kind=Kind.POSITION)


class Same:
    """Gives the answers that were marked."""

    def __init__(self, *turns: Turn) -> None:
        self._known = {turn.question: turn.answer for turn in turns}

    def ask(self, question: str, **_: object) -> Answer:
        return self._known[question]


@pytest.mark.parametrize(
    ("given", "measure"),
    [(LIST, "list.f1"), (WHEN, "span.em"), (NONE, "abstain.recall"), (YES, "position.accuracy")],
)
def test_what_was_right_is_gold_from_now_on(tmp_path: Path, given: Answer, measure: str) -> None:
    path, turn = tmp_path / "new" / "marks.jsonl", Turn("Who?", given)
    assert keep(path, [turn], is_right=True, note=" checked ") == 1
    assert keep(path, [turn], is_right=True) == 0
    outcomes = list(run(load([path]), Same(turn)))
    assert MEASURES[measure].score(outcomes, TEXTS.get).value == 1
    worse = list(run(load([path]), Same(Turn("Who?", answer("nonsense")))))
    assert MEASURES[measure].score(worse, TEXTS.get).value == 0


def test_what_was_wrong_is_a_draft_with_its_note(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    keep(path, [Turn("Who?", LIST)], is_right=False, note="Lee did not")
    (one,) = load([path])
    assert one.is_draft
    assert not one.names
    assert '"note": "Lee did not"' in path.read_text()


def test_a_follow_up_keeps_its_conversation(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    turns = [Turn("Who?", LIST), Turn("When?", WHEN)]
    assert keep(path, turns, is_right=True) == 2
    first, second = load([path])
    assert (first.is_draft, second.after, second.answer) == (True, first.id, "2016")


def test_marks_made_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    threads = [
        threading.Thread(target=keep, args=(path, [Turn(f"Who {n}?", WHEN)]), kwargs={"is_right": True})
        for n in range(12)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(load([path])) == 12


def test_what_is_no_set_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text("not a set")
    with pytest.raises(UsageError, match="is no question set: nothing was kept"):
        keep(path, [Turn("Who?", WHEN)], is_right=True)
    assert path.read_text() == "not a set"
    with pytest.raises(UsageError, match="may have 2,000"):
        keep(path, [Turn("Who?", WHEN)], is_right=True, note="x" * 2_001)
