"""Question sets: read whole, checked whole, run in their conversations, reported without a gap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.evaluate import QuestionSetError, in_order, load, run, stored
from assistant.evaluate.gates import missed
from assistant.evaluate.measures import score
from assistant.evaluate.results import rows
from assistant.types import Answer, Kind, Stance, Turn
from index.errors import UsageError
from tests.evaluate.evaluation_cases import answer, outcome, question

FULL = {
    "id": "q1",
    "question": "Who called for a ceasefire?",
    "kind": "list",
    "answerable": True,
    "answer": [
        {"name": "Ann Lee", "aliases": ["Lee"]},
        {"name": "150 councillors", "count": 150, "optional": True},
    ],
    "not": ["Bob Day"],
    "evidence": [{"source": "000.txt", "quote": "Lee called"}],
}


def jsonl(folder: Path, *lines: object, name: str = "set.jsonl") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_a_set_in_jsonl_is_read_with_every_field(tmp_path: Path) -> None:
    when = {
        "id": "q2",
        "question": "When?",
        "after": "q1",
        "kind": "when",
        "answerable": True,
        "answer": "2023",
    }
    stance = {"id": "q3", "question": "Did he?", "kind": "position", "answerable": True, "stance": "partial"}
    first, second, third = load([jsonl(tmp_path, FULL, "", when | {"accept": ["Friday"]}, stance)])
    assert (first.kind, first.names[0].aliases, first.names[1].count) == (Kind.LIST, ("Lee",), 150)
    assert (first.names[1].optional, first.forbidden, first.evidence[0].quote) == (
        True,
        ("Bob Day",),
        "Lee called",
    )
    assert (second.after, second.golds) == ("q1", ("2023", "Friday"))
    assert third.stance is Stance.PARTIAL


def test_a_set_in_csv_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(
        "id,question,kind,answerable,answer,accept,not,after,evidence\n"
        'q1,"Who, if anyone?",list,true,Ann Lee | Cy Fox,,Bob Day|Dan Roe,,\n'
        'q2,When?,when,TRUE,2023,27 October|Friday,,q1,"[{""source"": ""0.txt"", ""quote"": ""Friday""}]"\n'
        "q3,Who won?,none,false,,,,,\n",
        encoding="utf-8-sig",
    )
    first, second, third = load([path])
    assert ([name.name for name in first.names], first.forbidden) == (
        ["Ann Lee", "Cy Fox"],
        ("Bob Day", "Dan Roe"),
    )
    assert (second.golds, second.after) == (("2023", "27 October", "Friday"), "q1")
    assert second.evidence[0].source == "0.txt"
    assert (third.answerable, third.kind) == (False, Kind.NONE)


def test_only_three_fields_are_required_and_unknown_ones_are_left_alone(tmp_path: Path) -> None:
    (found,) = load([jsonl(tmp_path, {"id": "q", "question": "Who?", "answerable": False, "note": 3})])
    assert (found.kind, found.golds, found.evidence) == (None, (), ())


FAULTY = [
    ("{", "not JSON"),
    ("[1]", "not a JSON object"),
    ("[" * 100_000, "not JSON"),
    ({"question": "Who?", "answerable": True}, "id must be a text"),
    ({"id": "q", "question": " ", "answerable": True}, "question must be a text"),
    ({"id": "q", "question": "Who?", "answerable": "yes"}, "answerable must be true or false"),
    (
        {"id": "q", "question": "Who?", "answerable": True, "kind": "lists"},
        "kind is 'lists', and may be list, ",
    ),
    (
        {"id": "q", "question": "Who?", "answerable": True, "kind": "none"},
        "kind is none, but answerable is true",
    ),
    ({"id": "q", "question": "Who?", "answerable": True, "stance": ["for"]}, "stance is"),
    ({"id": "q", "question": "Who?", "answerable": True, "accept": "Friday"}, "accept must be a list"),
    (
        {"id": "q", "question": "Who?", "answerable": True, "evidence": [{"source": "a"}]},
        "evidence must be a list",
    ),
    (
        {"id": "q", "question": "Who?", "answerable": True, "kind": "when", "answer": 2023},
        "answer must be a text",
    ),
    (
        {"id": "q", "question": "Who?", "answerable": True, "kind": "list", "answer": "Ann"},
        "answer must be a list",
    ),
    (
        FULL | {"answer": [{"name": "Ann", "optional": True}]},
        "answer needs at least one name that is not optional",
    ),
    (FULL | {"answer": [{"name": "Ann", "count": True}]}, "answer must be a list"),
    (FULL | {"after": "q9"}, "after is 'q9', and must be the id of a question before it"),
    (FULL | {"after": "q1"}, "after is 'q1', and must be the id of a question before it"),
]


@pytest.mark.parametrize(("line", "fault"), FAULTY, ids=[fault for _, fault in FAULTY])
def test_a_faulty_line_is_named_with_its_number(tmp_path: Path, line: object, fault: str) -> None:
    good = {"id": "good", "question": "Who?", "answerable": True}
    with pytest.raises(QuestionSetError) as caught:
        load([jsonl(tmp_path, good, "", line)])
    assert len(caught.value.faults) == 1
    assert f"set.jsonl:3: {fault}" in caught.value.faults[0]


def test_all_faults_of_all_sets_come_at_once(tmp_path: Path) -> None:
    first = jsonl(tmp_path, FULL, FULL, "{")
    second = jsonl(tmp_path, FULL, name="other.jsonl")
    with pytest.raises(QuestionSetError, match="5 faults") as caught:
        load([first, second, tmp_path / "missing.jsonl", tmp_path / "set.txt"])
    found = "\n".join(caught.value.faults)
    for fault in ("set.jsonl:2: id 'q1' is taken by", "set.jsonl:3: not JSON", "other.jsonl:1: id 'q1'"):
        assert fault in found
    assert "missing.jsonl: cannot be read (No such file" in found
    assert "set.txt: a question set is a .jsonl or a .csv file" in found


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"id,question,answerable\nq,Who?,true,extra\n", ":2: more cells than columns"),
        (b'id,question,answerable,evidence\nq,Who?,true,"[{"\n', ":2: evidence is not JSON"),
        (b'id,question,answerable\nq,"Who?,true\n', ":1: not CSV"),
        (b"id,question,answerable\nq,Who?,maybe\n", ":2: answerable must be true or false"),
        (b"\xff\xfe", ": not UTF-8 at byte 0"),
        (b"", ": no questions"),
    ],
)
def test_a_faulty_csv_is_named(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(content)
    with pytest.raises(QuestionSetError, match="so nothing was run") as caught:
        load([path])
    assert f"set.csv{fault}" in caught.value.faults[0]


class Scripted:
    """Answers every question, or fails where told to, and remembers the conversation it was asked in."""

    def __init__(self, *, failing: str = "") -> None:
        self.failing = failing
        self.histories: dict[str, list[str]] = {}

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        self.histories[question] = [turn.question for turn in history]
        if question == self.failing:
            raise ValueError("broken")
        return answer("2016")


def conversation(tmp_path: Path) -> Path:
    asked = [("q1", "Who?", None), ("q2", "When?", "q1"), ("q3", "Where?", None), ("q4", "Why?", "q2")]
    lines = [{"id": name, "question": text, "answerable": True, "after": after} for name, text, after in asked]
    return jsonl(tmp_path, *lines)


def test_follow_ups_are_asked_in_their_own_conversation(tmp_path: Path) -> None:
    engine = Scripted()
    list(run(load([conversation(tmp_path)]), engine))
    assert engine.histories == {"Who?": [], "When?": ["Who?"], "Where?": [], "Why?": ["Who?", "When?"]}


def test_a_failed_question_is_an_outcome_and_no_turn(tmp_path: Path) -> None:
    engine = Scripted(failing="When?")
    questions = load([conversation(tmp_path)])
    outcomes = in_order(questions, run(questions, engine))
    assert [found.error for found in outcomes] == [None, "ValueError: broken", None, None]
    assert engine.histories["Why?"] == ["Who?"]


def test_the_report_has_a_row_for_every_question_and_says_what_failed(tmp_path: Path) -> None:
    questions = load([conversation(tmp_path)])
    outcomes = in_order(questions, run(questions, Scripted(failing="When?")))
    document = stored.document(rows(outcomes, lambda _: None), {"sets": ["set.jsonl"]})
    out = tmp_path / "new" / "out"
    stored.write(out, {stored.ANSWERS: stored.answers(outcomes), stored.SCORES: stored.dumped(document)})
    told = [json.loads(line) for line in (out / "answers.jsonl").read_text().splitlines()]
    assert [row["id"] for row in told] == ["q1", "q2", "q3", "q4"]
    assert told[1] == {"id": "q2", "answer": None, "error": "ValueError: broken"}
    assert told[0]["answer"]["short"] == "2016"
    assert "error" not in told[0]
    written = json.loads((out / "scores.json").read_text())
    assert (written["questions"], written["errors"], written["sets"]) == (4, 1, ["set.jsonl"])
    assert written["measures"]["span.f1"] is None
    assert written["counted"]["latency.p50"] == 4
    assert sorted(path.name for path in out.iterdir()) == ["answers.jsonl", "scores.json"]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file/out cannot be written \(Not a directory\): give another folder"):
        stored.write(tmp_path / "file" / "out", {"answers.jsonl": ""})


def test_a_gate_is_missed_below_its_value_above_it_for_less_is_better_and_without_a_value() -> None:
    asked = question(kind=Kind.WHEN, answer="2016")
    scores = score([outcome(asked, answer("2016"), milliseconds=30)], lambda _: None)
    assert missed(scores, [("span.em", 1.0), ("latency.p95", 30.0)]) == []
    assert missed(scores, [("span.em", 1.01)]) == ["span.em is 1, under 1.01"]
    assert missed(scores, [("latency.p95", 29.0)]) == ["latency.p95 is 30, above 29"]
    assert missed(scores, [("list.f1", 0.0)]) == ["list.f1 has no value: no question in the sets is of its kind"]
