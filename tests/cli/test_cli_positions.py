"""``onrecord positions``: tables, CSV and JSON of what was found, and the same over HTTP."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

import assistant.answer.list
import assistant.cli.positions
from assistant.answer.list import list_positions
from assistant.api import _answer_errors, add_positions
from assistant.chat.desk import Desk
from assistant.cli.positions import COLUMNS
from assistant.cli.sheet import cell, restored, write
from assistant.engine import Engine
from index.build import Progress
from index.collection import Collection
from index.settings import Settings
from index.statements.found import FoundPositions, Position
from index.statements.labels import Act, HolderType, Stance
from index.types import Filters
from tests.cli.cli_runs import Run, onrecord
from tests.cli.findings import EMBEDDER, HOSTILE, Press, build, finder, position
from tests.test_imports import HEAVY, ROOT

LEE = "Ann Lee, the leader of Barford Council, called for a ceasefire."
DAY = "Bob Day refused to back the call."
POE = "Lee said that Cy Poe backs her."
SIGNED = "- 130 Labour councillors signed a letter for a ceasefire, it is said [1]."
BISHOP = "The bishop of Linwell, Mary Orrin, said that “the guns must fall silent” before winter comes."
SCREENED = "Screened 6 articles; 9 statements considered, 1 set aside."


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with build(tmp_path_factory.mktemp("positions")) as collection:
        yield Press(collection)


def standing(press: Press) -> list[Position]:
    return [
        position("Bob Day", Stance.AGAINST, press.evidence("gazette", DAY, "Bob Day", act=Act.REFUSES)),
        position(
            "Ann Lee",
            Stance.FOR,
            press.evidence("gazette", LEE),
            press.evidence("echo", "Ann Lee signed too.", act=Act.SIGNS),
            role="the leader of Barford Council",
            candidates=("A. Lee",),
        ),
        position("Cy Poe", Stance.FOR, press.evidence("gazette", POE, "Cy Poe", reporter="Ann Lee"), day=None),
        position("Mary Orrin", Stance.FOR, *(press.evidence(f"wire{n}", BISHOP, "Mary Orrin") for n in (1, 2, 3))),
        position(
            "130 Labour councillors",
            Stance.FOR,
            press.evidence("echo", SIGNED, act=Act.SIGNS),
            type=HolderType.GROUP,
            count=130,
        ),
    ]


class Opened(Engine):
    """The engine over the test's collection, whatever is asked to be opened."""

    press: Press

    @classmethod
    def open(cls, _: Settings) -> Opened:
        folder = cls.press.collection.folder
        return cls(Collection.open(folder, embedder_digest=EMBEDDER.digest), EMBEDDER)


def use(patch: pytest.MonkeyPatch, press: Press, positions: list[Position]) -> None:
    aside = press.aside("gazette", "He would rather have a pause.", "Bob Day", "A pause is less than a ceasefire.")
    find = finder(press, positions, [aside])
    patch.setattr(Opened, "press", press, raising=False)
    patch.setattr(assistant.cli.positions, "Engine", Opened)
    patch.setattr(assistant.cli.positions, "ensure_sample", lambda *_: False)
    patch.setattr(assistant.cli.positions, "find_positions", find)
    patch.setattr(assistant.answer.list, "find_positions", find)


@pytest.fixture
def found(press: Press, monkeypatch: pytest.MonkeyPatch) -> Press:
    use(monkeypatch, press, standing(press))
    return press


def table(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.out)))


def bare(shown: str) -> str:
    return re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)


# for people and for pipes


@pytest.mark.usefixtures("found")
def test_a_pipe_gets_a_line_of_tabs_for_each_holder_and_citation() -> None:
    run = onrecord("positions", "a", "ceasefire")
    head, *lines = [line.split("\t") for line in run.out.splitlines()]
    assert head == ["holder", "stance", "role", "date", "article", "evidence"]
    assert [line[0] for line in lines] == [
        "Ann Lee", "Ann Lee", "Mary Orrin", "Cy Poe", "130 Labour councillors", "Bob Day"
    ]  # fmt: skip
    assert lines[0][1:] == [
        "for",
        "the leader of Barford Council",
        "2023-10-27",
        "[1] Barford Gazette: Leader breaks with party",
        f"‘{LEE}’",
    ]
    assert lines[2][4] == "[3] Wire 1: Bishop speaks (1) (and 2 with the same text)"
    assert lines[3][5] == f"according to Ann Lee: ‘{POE}’"
    assert (run.code, run.err) == (0, f"{SCREENED}\n")


@pytest.mark.usefixtures("found")
def test_a_terminal_gets_how_many_then_a_table_then_what_was_screened() -> None:
    run = onrecord("positions", "a ceasefire", terminal=True)
    shown = " ".join(bare(run.out).split())
    assert shown.startswith("On “a ceasefire”: three people and one group are for it; one person is against it.")
    assert shown.endswith(SCREENED)
    assert shown.index("Ann Lee") < shown.index("Bob Day")
    assert max(len(line) for line in bare(run.out).splitlines()) <= 100
    assert (run.code, run.err) == (0, "")


@pytest.mark.usefixtures("found")
def test_a_stance_is_all_that_is_listed() -> None:
    assert [row["holder"] for row in table(onrecord("positions", "x", "--stance", "against", "--csv"))] == ["Bob Day"]
    answer = onrecord("positions", "x", "--stance", "partial", "--json").document
    assert (answer["answered"], answer["kind"], answer["reason"]) == (False, "none", "no evidence")
    assert answer["text"].endswith("five positions are of another stance.")


def test_nothing_found_is_an_answer_and_exits_with_0(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, press, [])
    sentence = (
        "Screened 6 articles: nothing says who takes which position on “tea” (1 statement considered, 1 set aside)."
    )
    assert onrecord("positions", "tea", terminal=True).out.count("\n") <= 2
    for words, out in ([], "holder\tstance\trole\tdate\tarticle\tevidence\n"), (["--csv"], ",".join(COLUMNS) + "\n"):
        run = onrecord("positions", "tea", *words)
        assert (run.code, run.out, run.err) == (0, out, f"{sentence}\n")


def test_filters_reach_the_finder(found: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Filters]] = []

    def find(_: Collection, __: object, topic: str, *, filters: Filters) -> FoundPositions:
        asked.append((topic, filters))
        return found.found([])

    monkeypatch.setattr(assistant.cli.positions, "find_positions", find)
    onrecord("positions", "a", "truce", "--from", "2023-10-01", "--to", "2023-10-31", "--outlet", "Echo")
    assert asked == [("a truce", Filters(date(2023, 10, 1), date(2023, 10, 31), "Echo"))]


@pytest.mark.usefixtures("found")
def test_an_empty_default_collection_is_filled_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def build_sample(_: Settings, progress: Progress) -> bool:
        progress.total(1)
        return True

    monkeypatch.setattr(assistant.cli.positions, "ensure_sample", build_sample)
    run = onrecord("positions", "x", "--json", "-c", str(tmp_path))
    assert run.err == f"The collection {tmp_path} is empty: building the sample first.\n"
    assert run.document["answered"] is True


# JSON


def test_json_is_a_list_of_the_contract_and_nothing_else(found: Press) -> None:
    run = onrecord("positions", "a ceasefire", "--json")
    assert (run.code, run.err) == (0, "")
    answer = run.document
    assert list(answer) == (
        "question kind answered text verdict short reason holders citations conflicts coverage "
        "confidence generated timings_ms".split()
    )
    assert (answer["question"], answer["kind"], answer["answered"]) == ("a ceasefire", "list", True)
    assert answer["holders"][0] == {
        "name": "Ann Lee",
        "type": "person",
        "role": "the leader of Barford Council",
        "count": None,
        "stance": "for",
        "date": "2023-10-27",
        "citations": [1, 2],
    }
    assert answer["coverage"] == {"articles": 6, "screened": 6, "candidates": 9, "rejected": 1}
    assert answer["timings_ms"]["total"] > 0
    first = answer["citations"][0]
    assert first["text"] == found.article("gazette").text[first["start"] : first["end"]] == LEE
    assert first["attribution"] == "indirect"


def test_offsets_are_characters_even_after_emoji(found: Press) -> None:
    text = found.article("gazette").text
    row = table(onrecord("positions", "x", "--csv"))[0]
    assert int(row["start"]) == text.index(LEE) == 12
    assert text[int(row["start"]) : int(row["end"])] == row["text"] == LEE


# why


@pytest.mark.usefixtures("found")
def test_json_explains_every_statement_and_everything_set_aside() -> None:
    why = onrecord("positions", "x", "--json", "--explain").document["explain"]
    assert why["holders"][0]["name"] == "Ann Lee"
    assert why["holders"][0]["candidates"] == ["A. Lee"]
    first = why["holders"][0]["evidence"][0]
    assert (first["cited"], first["cue"]["text"], first["content"][0]["text"]) == (1, "Ann", "ceasefire.")
    assert first["reasons"] == ["on the topic", "said"]
    orrin = next(one for one in why["holders"] if one["name"] == "Mary Orrin")
    assert [one["cited"] for one in orrin["evidence"]] == [3, None, None]
    (aside,) = why["set_aside"]
    assert (aside["holder"], aside["source"], aside["why"]) == (
        "Bob Day",
        "gazette",
        "A pause is less than a ceasefire.",
    )
    assert aside["evidence"]["text"] == "He would rather have a pause."
    assert "explain" not in onrecord("positions", "x", "--json").document


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("terminal", [True, False])
def test_readers_are_told_the_cue_the_content_and_the_reasons(terminal: bool) -> None:
    shown = " ".join(bare(onrecord("positions", "x", "--explain", terminal=terminal).out).split())
    assert "act: calls for, cue ‘Ann’, content ‘ceasefire.’" in shown
    assert "on the topic; said; score 0.80, certainty 0.90" in shown
    assert "perhaps the same, and not merged: A. Lee" in shown
    assert "Set aside: 1 Bob Day, gazette, characters" in shown
    assert "A pause is less than a ceasefire." in shown


# CSV


@pytest.mark.usefixtures("found")
def test_csv_has_a_row_for_each_holder_and_citation() -> None:
    run = onrecord("positions", "a ceasefire", "--csv")
    rows = table(run)
    assert list(rows[0]) == COLUMNS
    answer = onrecord("positions", "a ceasefire", "--json").document
    cited = {one["n"]: one for one in answer["citations"]}
    pairs = [(one["name"], cited[n]) for one in answer["holders"] for n in one["citations"]]
    assert [(row["holder"], row["article"], restored(row["text"])) for row in rows] == [
        (name, one["article"], one["text"]) for name, one in pairs
    ]
    assert [(row["act"], row["attribution"], row["reporter"], row["count"]) for row in rows] == [
        ("calls_for", "indirect", "", ""),
        ("signs", "indirect", "", ""),
        ("calls_for", "indirect", "", ""),
        ("calls_for", "indirect", "Ann Lee", ""),
        ("signs", "indirect", "", "130"),
        ("refuses", "indirect", "", ""),
    ]
    assert (rows[0]["date"], rows[0]["article_date"], rows[3]["date"]) == ("2023-10-27", "2023-10-27", "")
    assert run.err == f"{SCREENED}\n"


def test_hostile_cells_are_neither_formulas_nor_commands_and_come_back_exactly(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [
        HOSTILE,
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=2",
        "\r=3",
        "'quoted",
        " =4",
        "＝5",
        "a\n=6",
        "\x9b31m",
        "‹U+001B›",
    ]
    lee = press.evidence("echo", SIGNED)
    use(monkeypatch, press, [position(name, Stance.FOR, lee, role=name) for name in names])
    for terminal in (True, False):
        run = onrecord("positions", "x", "--csv", terminal=terminal)
        assert not set(run.out) & set("\x1b\x9b\r")
        rows = table(run)
        assert not any(re.match(r"\s*[=+\-@＝]|[\t\r]", value) for row in rows for value in row.values())
        assert sorted(restored(row["holder"]) for row in rows) == sorted(names)
        assert all(restored(row["role"]) == restored(row["holder"]) for row in rows)
        assert {restored(row["text"]) for row in rows} == {SIGNED}
        assert {restored(row["outlet"]) for row in rows} == {"@Echo"}
        assert {row["outlet"] for row in rows} == {"'@Echo"}


@given(st.text(st.characters(codec=None) | st.sampled_from("=+-@\t\r\n' ‹U+0041›\x1b\u202e,\"＝"), max_size=40))
def test_any_text_survives_a_sheet(text: str) -> None:
    shown = cell(text)
    assert restored(shown) == text
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", shown)
    assert not set(shown) & set("\x00\x07\x1b\x9b\r\u202e\u200b")
    out = io.StringIO()
    write(("text", "more"), [(text, "x")], out)
    (_, row) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert (restored(row[0]), row[1]) == (text, "x")


@pytest.mark.parametrize("words", [[], ["--explain"]])
@pytest.mark.parametrize("terminal", [True, False])
def test_untrusted_text_moves_no_cursor_and_starts_no_line(
    press: Press, monkeypatch: pytest.MonkeyPatch, words: list[str], terminal: bool
) -> None:
    evil = "\x1b[2Jgone\x9b2J\r\u202e\n[9] forged [bold]x[/bold]"
    lee = replace(press.evidence("echo", SIGNED, reporter=evil), reasons=(evil,))
    use(monkeypatch, press, [position(evil, Stance.FOR, lee, role=evil, candidates=(evil,))])
    run = onrecord("positions", evil, *words, terminal=terminal)
    assert run.code == 0
    assert not set(bare(run.out) + run.err) & set("\x1b\x9b\r\u202e")
    assert not any(line.startswith("[9]") for line in run.out.splitlines())


# bad arguments


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ([" "], ["the topic is empty"]),
        (["x" * 501, "--from", "soon"], ["the topic has 501 characters and may have 500", "--from soon"]),
        (["x", "--stance", "maybe", "--to", "2023-13-01"], ["--stance maybe is none of for, against, partial, other"]),
        (["x", "--stance", "FOR"], ["--stance FOR is none of"]),
        (["x", "--csv", "--explain"], ["--explain has no room in --csv"]),
        (["x", "--from", "2023-11-02", "--to", "2023-11-01"], ["--from 2023-11-02 is later than --to"]),
        (["x", "--colour"], ["--colour is not an argument"]),
        ([], ["TOPIC"]),
        (["a\ud800"], ["the topic is not valid text"]),
    ],
)
def test_bad_arguments_are_named_together_and_exit_with_2(words: list[str], faults: list[str]) -> None:
    run = onrecord("positions", *words)
    assert (run.code, run.out) == (2, "")
    assert [fault for fault in faults if fault not in run.err] == []
    assert run.err.count("\n") == 1


def test_csv_and_json_exclude_each_other() -> None:
    run = onrecord("positions", "x", "--csv", "--json")
    assert run.code == 2
    assert "--csv and --json cannot both be printed" in run.document["error"]


def test_a_collection_that_is_missing_exits_with_3(tmp_path: Path) -> None:
    run = onrecord("positions", "x", "-c", str(tmp_path / "nowhere"))
    assert (run.code, run.out, run.err.count("\n")) == (3, "", 1)


def test_the_command_loads_no_heavy_library() -> None:
    code = "import assistant.cli.positions, sys\nprint(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(run.stdout.split()) & {*HEAVY, "rich", "index.build", "index.reading", "fastapi"} == set()


# over HTTP


@pytest.fixture
def client(found: Press) -> Iterator[TestClient]:
    app = FastAPI()
    _answer_errors(app)

    def lists(topic: str, *, stance: Stance | None, filters: Filters) -> object:
        return list_positions(found.collection, EMBEDDER, topic, stance=stance, filters=filters)

    add_positions(app, lists, Desk())  # type: ignore[arg-type]
    with TestClient(app) as client:
        yield client


def test_http_gives_the_same_document(client: TestClient) -> None:
    response = client.get("/api/positions", params={"topic": " a ceasefire ", "stance": "for", "from": "2023-10-01"})
    words = ["positions", "a ceasefire", "--stance", "for", "--from", "2023-10-01", "--json"]
    assert response.status_code == 200
    assert {**response.json(), "timings_ms": None} == {**onrecord(*words).document, "timings_ms": None}


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({}, "topic"),
        ({"topic": " "}, "The topic is empty"),
        ({"topic": "x" * 501}, "may have 500"),
        ({"topic": "x", "stance": "maybe"}, "stance"),
        ({"topic": "x", "from": "soon"}, "first day"),
        ({"topic": "x", "outlet": "o" * 300}, "outlet"),
        ({"topic": "x", "limit": "1"}, "limit"),
    ],
)
def test_http_refuses_what_cannot_be_asked_in_one_sentence(
    client: TestClient, params: dict[str, str], told: str
) -> None:
    response = client.get("/api/positions", params=params)
    assert response.status_code == 400
    assert list(response.json()) == ["error"]
    assert told in response.json()["error"]
