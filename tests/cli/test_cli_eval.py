"""``onrecord eval`` from the command line: what it writes, prints and exits with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self
from xml.etree import ElementTree as ET

import pytest

import assistant.cli.evaluate
from assistant.evaluate import load
from assistant.evaluate.measures import MEASURES
from assistant.types import Answer, Coverage, Kind, Turn
from index.collection import Collection, Hit
from index.settings import Settings
from tests.cli.cli_runs import onrecord
from tests.cli.findings import build

RIGHT = Answer("", Kind.WHEN, True, "In 2016.", Coverage(1, 1, 1, 0), short="2016")


class Scripted:
    """Answers "2016", and fails where a question asks it to, over a small real collection."""

    collection: Collection
    writer = None
    short: str = "2016"

    @classmethod
    def open(cls, _: Settings) -> Self:
        return cls()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        if "fail" in question:
            raise ValueError("odd \x1b[2J thing")
        return replace(RIGHT, question=f"{question} {len(history)}", short=self.short)

    def search(self, question: str, *, limit: int, history: Sequence[Turn] = ()) -> list[Hit]:
        del history
        return self.collection.search(question, None, limit=limit)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    with build(tmp_path_factory.mktemp("eval")) as made:
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, collection: Collection) -> str:
    monkeypatch.setattr(Scripted, "collection", collection, raising=False)
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


def test_every_run_leaves_four_files_and_no_other(asked: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert onrecord("eval", asked, "--out", str(out), "--fail-under", "span.em=0.9", "--workers", "2").code == 1
    assert sorted(path.name for path in out.iterdir()) == ["answers.jsonl", "junit.xml", "report.html", "scores.json"]
    suite = ET.parse(out / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")
    assert "q2: Please fail" in (suite.findall("testcase")[1].get("name") or "")
    scores = json.loads((out / "scores.json").read_text())
    assert scores["collection"]["articles"] == 6
    assert scores["by_question"][1]["error"].startswith("ValueError")


def test_what_a_run_depends_on_is_written_down(asked: str) -> None:
    about = onrecord("eval", asked, "--json").document
    assert len(about["set_sha256"]["set.jsonl"]) == len(about["models"]["embedding_digest"]) == 64
    assert about["collection"]["generation"] >= 1
    assert about["version"]


def test_a_broken_run_is_caught_with_its_questions(asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tmp_path / "many.jsonl"
    lines = [
        {"id": f"m{n}", "question": f"When {n}?", "kind": "when", "answerable": True, "answer": "2016"}
        for n in range(8)
    ]
    many.write_text("\n".join(map(json.dumps, lines)))
    good, bad = tmp_path / "good", tmp_path / "bad"
    assert onrecord("eval", asked, str(many), "--out", str(good)).code == 0
    same = onrecord("eval", asked, str(many), "--no-worse-than", str(good))
    assert (same.code, same.err) == (0, "")
    monkeypatch.setattr(Scripted, "short", "1066")
    broken = onrecord("eval", asked, str(many), "--out", str(bad), "--no-worse-than", str(good))
    assert broken.code == 1
    assert "Missed: span.em is 0, worse than 0.8182 in good (p = " in broken.err
    assert "q1, m0, m1, m2, m3, m4, m5, m6, m7" in broken.err
    assert "Worse: m0 (1.00 to 0.00) When 0?" in broken.out
    against = json.loads((bad / "scores.json").read_text())["against"]
    assert (against["run"], against["common"], len(against["worse"])) == ("good", 11, 9)
    assert "Against good" in (bad / "report.html").read_text()


def test_a_run_that_is_not_there_stops_before_anything_runs(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scripted, "open", None)
    run = onrecord("eval", asked, "--against", "nowhere")
    assert (run.code, run.out) == (2, "")
    assert "nowhere/scores.json cannot be read" in run.err


def test_repeats_give_mean_and_spread(asked: str, tmp_path: Path) -> None:
    run = onrecord("eval", asked, "--repeat", "3", "--out", str(tmp_path / "out"), "--json")
    assert run.document["spread"]["span.em"] == {
        "mean": pytest.approx(1 / 3),
        "deviation": 0,
        "least": pytest.approx(1 / 3),
        "most": pytest.approx(1 / 3),
    }
    first = (tmp_path / "out" / "answers.jsonl").read_text()
    assert (tmp_path / "out" / "answers-3.jsonl").read_text() == first
    assert not list((tmp_path / "out").glob(".*"))


def test_evidence_that_is_not_there_and_drafts_are_named(asked: str, tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    evidence = [{"source": "gazette", "quote": "Ann Lee"}, {"source": "gazette", "quote": "no such words"}]
    path.write_text(
        json.dumps({"id": "d", "question": "When?", "answerable": True, "evidence": evidence, "draft": True})
    )
    run = onrecord("eval", asked, str(path))
    assert "d: its evidence is not in this collection: gazette, “no such words”" in run.err
    assert "1 of the questions are drafts that nobody has checked." in run.err
    assert "“Ann Lee”" not in run.err


def test_a_starter_set_is_a_good_one_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    assert onrecord("eval", "init", str(path)).code == 0
    kinds = {one.kind for one in load([path])}
    assert {Kind.LIST, Kind.POSITION, Kind.QUOTE, Kind.COUNT, Kind.WHEN, Kind.NONE} == kinds
    again = onrecord("eval", "init", str(path))
    assert (again.code, again.out) == (2, "")
    assert "is there already" in again.err
    assert "written as .jsonl" in onrecord("eval", "init", str(tmp_path / "mine.txt")).err


def test_every_measure_is_explained() -> None:
    told = onrecord("eval", "measures", "--json").document
    assert list(told) == list(MEASURES)
    assert all(len(about) > 60 for about in told.values())
    assert "ALCE" in onrecord("eval", "measures").out


@pytest.mark.parametrize("words", [["--workers", "0"], ["--repeat", "many"], ["--repeat", "1e9"]])
def test_numbers_are_numbers(asked: str, words: list[str]) -> None:
    run = onrecord("eval", asked, *words)
    assert run.code == 2
    assert f"{words[0]} {words[1]} is no number from 1 to 10,000" in run.err
