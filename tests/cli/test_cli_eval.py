"""``onrecord eval`` from the command line: what it writes, prints and exits with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest

import assistant.cli.evaluate
from assistant.types import Answer, Coverage, Kind, Turn
from index.settings import Settings
from tests.cli.cli_runs import onrecord

RIGHT = Answer("", Kind.WHEN, True, "In 2016.", Coverage(1, 1, 1, 0), short="2016")


class Scripted:
    """Answers "2016", and fails where a question asks it to. It has no articles."""

    @classmethod
    def open(cls, _: Settings) -> Self:
        return cls()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def collection(self) -> Self:
        return self

    def article(self, _: str) -> None:
        return None

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        if "fail" in question:
            raise ValueError("odd \x1b[2J thing")
        return replace(RIGHT, question=f"{question} {len(history)}")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setattr(assistant.cli.evaluate, "Engine", Scripted)
    lines = [
        {"id": "q1", "question": "When?", "kind": "when", "answerable": True, "answer": "2016"},
        {"id": "q2", "question": "Please fail", "kind": "when", "answerable": True, "answer": "2016"},
        {
            "id": "q3",
            "question": "And now?",
            "kind": "when",
            "answerable": True,
            "answer": "2017",
            "after": "q1",
        },
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return str(path)


def test_eval_writes_answers_and_scores_and_prints_a_table(asked: str, tmp_path: Path) -> None:
    run = onrecord("eval", asked, "--out", str(tmp_path / "out"))
    assert (run.code, run.err) == (0, "")
    rows = dict(line.split("\t")[:2] for line in run.out.splitlines() if "\t" in line)
    assert (rows["span.em"], rows["list.f1"]) == ("0.333", "-")
    assert "3 questions, 1 failed.\nq2: ValueError: odd ‹U+001B›[2J thing\n" in run.out
    answers = [json.loads(line) for line in (tmp_path / "out" / "answers.jsonl").read_text().splitlines()]
    assert [answer["id"] for answer in answers] == ["q1", "q2", "q3"]
    assert answers[2]["answer"]["question"] == "And now? 1"
    scores = json.loads((tmp_path / "out" / "scores.json").read_text())
    assert scores["measures"]["span.em"] == pytest.approx(1 / 3)


def test_json_prints_what_scores_json_holds(asked: str, tmp_path: Path) -> None:
    run = onrecord("eval", asked, "--json", "--out", str(tmp_path / "out"))
    assert run.document == json.loads((tmp_path / "out" / "scores.json").read_text())


def test_a_missed_gate_exits_with_1_and_a_met_one_with_0(asked: str) -> None:
    assert onrecord("eval", asked, "--fail-under", "span.em=0.3").code == 0
    run = onrecord("eval", asked, "--fail-under", "span.em=0.3", "--fail-under", "span.f1=0.9")
    assert run.code == 1
    assert run.err == "Missed: span.f1 is 0.3333, under 0.9\n"


def test_a_faulty_set_stops_before_anything_runs(asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scripted, "open", None)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "q1"}\n{')
    run = onrecord("eval", asked, str(bad), "--out", str(tmp_path / "out"))
    assert (run.code, run.out) == (2, "")
    assert run.err.count("bad.jsonl:1: ") == 3  # its id is taken, it asks nothing, and says not whether it can be
    assert "bad.jsonl:2: not JSON" in run.err
    assert not (tmp_path / "out").exists()
