"""Reading articles for statements, with the weights that ship, on sentences about invented people."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.passages import split_sentences
from index.settings import from_environment
from index.statements import load_reader
from index.statements.__main__ import main
from index.statements.labels import Act, HolderType, Stance
from index.statements.reader import StatementReader
from index.statements.records import Kind, Ledger, Statement
from index.types import Article

FERRY = (
    "Mayor Ada Quill has called for a second ferry over the Tarn. Councillor Dev Marsh refused to back the plan.\n\n"
    "“We cannot pay for it,” he said. Quill will ask the council to vote on Friday."
)


@pytest.fixture(scope="module")
def reader() -> StatementReader:
    return load_reader(from_environment())


def read(reader: StatementReader, text: str) -> Ledger:
    return reader.read([Article("a.txt", text)], [split_sentences(text)])[0]


def of(ledger: Ledger, name: str) -> list[Statement]:
    return [one for one in ledger.statements if one.holder is not None and ledger.holders[one.holder].name == name]


def test_who_calls_for_a_thing_and_who_refuses_it_are_kept_apart(reader: StatementReader) -> None:
    ledger = read(reader, FERRY)
    calls = {(one.act, one.stance) for one in of(ledger, "Ada Quill")}
    refusals = {(one.act, one.stance) for one in of(ledger, "Dev Marsh")}
    assert (Act.CALLS_FOR, Stance.FOR) in calls
    assert (Act.REFUSES, Stance.AGAINST) in refusals
    assert Act.REFUSES not in {act for act, _ in calls}
    assert Act.CALLS_FOR not in {act for act, _ in refusals}


def test_a_quotation_belongs_to_the_one_whom_the_pronoun_means(reader: StatementReader) -> None:
    ledger = read(reader, FERRY)
    quoted = [one for one in of(ledger, "Dev Marsh") if one.kind is Kind.DIRECT]
    assert [content.of(FERRY) for one in quoted for content in one.content] == ["“We cannot pay for it,”"]


def test_all_names_of_a_coordination_hold_the_position(reader: StatementReader) -> None:
    text = "Mayor Ada Quill, councillor Dev Marsh and Orla Finch MP have all called for a new bridge over the Tarn."
    ledger = read(reader, text)
    assert all(of(ledger, name) for name in ("Ada Quill", "Dev Marsh", "Orla Finch"))
    assert {ledger.holders[one.holder].type for one in ledger.statements if one.holder is not None} == {
        HolderType.PERSON
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400))
def test_every_place_is_inside_the_text_whatever_it_is(text: str) -> None:
    ledger = read(_shared(), text)
    for one in ledger.statements:
        for span in [one.cue, one.evidence, *one.content, *([one.mention] if one.mention else [])]:
            assert 0 <= span.start < span.end <= len(text)
        assert one.holder is None or one.holder < len(ledger.holders)


_KEPT: list[StatementReader] = []


def _shared() -> StatementReader:
    if not _KEPT:
        _KEPT.append(load_reader(from_environment()))
    return _KEPT[0]


def test_the_same_article_is_read_the_same_alone_and_among_others(reader: StatementReader) -> None:
    others = ["Nothing happened in Barford on Monday. " * 40, "“No,” said Ann Lee.", ""]
    articles = [Article(f"{number}.txt", text) for number, text in enumerate([FERRY, *others])]
    together = reader.read(articles, [split_sentences(article.text) for article in articles])
    alone = read(reader, FERRY)
    assert [(s.cue, s.holder, s.act, s.content) for s in together[0].statements] == [
        (s.cue, s.holder, s.act, s.content) for s in alone.statements
    ]
    assert together[3] == Ledger((), ())


def predicted(lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    code = main(["predict"])
    return code, capsys.readouterr().out


def test_predict_keeps_the_order_and_the_text_as_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = ["  “We\u00a0go,” Ann Lee said.\r\n", "", "🚒 Bob Day denied\ttaking the money."]
    lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
    code, out = predicted(lines, monkeypatch, capsys)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in rows] == [0, 1, 2]
    assert rows[1]["attributions"] == []
    words = {texts[0][s:e] for one in rows[0]["attributions"] for s, e in one["source"] + one["cue"]}
    assert {"said"} <= words <= {"Ann Lee", "said"}
    cues = [texts[2][s:e] for one in rows[2]["attributions"] for s, e in one["cue"]]
    assert cues == ["denied"]


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 2}'])
def test_a_bad_line_gets_one_sentence_with_its_number(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert main(["predict"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "line 1" in said


def test_score_prints_figures_as_json(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    one = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 12]]}
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": "Ann said yes", "attributions": [one]}) + "\n", encoding="utf-8")
    found.write_text(json.dumps({"id": "a", "attributions": [{**one, "source": []}]}) + "\n", encoding="utf-8")
    assert main(["score", str(gold), str(found)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["source"]["f1"] == 0.0
    assert figures["cue"]["f1"] == 1.0
