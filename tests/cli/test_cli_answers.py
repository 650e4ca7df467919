"""How an answer is printed: for people, on a terminal, and as the contract's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

import pytest

import assistant.cli.ask
from assistant.answer.list import listing
from assistant.types import Answer, Citation, Conflict, Coverage, Kind
from index.build import Progress
from index.collection import Collection
from index.settings import Settings
from index.statements.found import FoundPositions
from index.statements.labels import Stance
from index.types import Filters
from tests.cli.cli_runs import onrecord
from tests.cli.findings import Press, build, position

LINK = "https://echo.example/lee?a=1"
CITATIONS = (
    Citation(1, "3f9c", "000.txt", "Lee speaks", "Echo", "2023-10-27", LINK, 10, 20, "“We are 46.”", "0"),
    Citation(2, "4a00", "b1", None, None, None, None, 0, 5, "There were 50.", "0"),
)
ANSWER = Answer(
    question="How many?",
    kind=Kind.COUNT,
    answered=True,
    text="46 councillors signed [1]; another report says 50 [2].",
    coverage=Coverage(609, 600, 41, 3),
    short="46",
    citations=CITATIONS,
    conflicts=(Conflict("number of signatories", (1, 2)),),
)
NONE = Answer("Who won?", Kind.NONE, False, "No evidence.", Coverage(5, 5, 0, 0), reason="no evidence")


@dataclass(frozen=True, slots=True)
class Near:
    """What was looked at gives what was found."""

    made: FoundPositions

    def found(self) -> FoundPositions:
        return self.made


class Scripted:
    """An engine that gives one answer and remembers what it was asked."""

    answer = ANSWER
    near: Near | None = None
    collection: Collection
    asked: list[tuple[str, Filters]]

    @classmethod
    def open(cls, _: Settings) -> Self:
        cls.asked = []
        return cls()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, question: str, *, filters: Filters) -> Answer:
        self.asked.append((question, filters))
        return self.answer

    def looked(self, question: str, *, filters: Filters) -> Near | None:
        assert (question, filters) in self.asked
        return self.near


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> type[Scripted]:
    monkeypatch.setattr(assistant.cli.ask, "Engine", Scripted)
    monkeypatch.setattr(assistant.cli.ask, "ensure_sample", lambda *_: False)
    monkeypatch.setattr(Scripted, "answer", ANSWER)
    return Scripted


@pytest.fixture
def listed(engine: type[Scripted], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Scripted]]:
    """The engine answers who is for a ceasefire, over a real collection."""
    with build(tmp_path) as collection:
        press = Press(collection)
        lee = position("Ann Lee", Stance.FOR, press.evidence("gazette", "called for a ceasefire"))
        day = position("Bob Day", Stance.AGAINST, press.evidence("gazette", "refused to back the call", "Bob Day"))
        found = press.found([lee, day], topic="a ceasefire")
        monkeypatch.setattr(Scripted, "collection", collection, raising=False)
        monkeypatch.setattr(Scripted, "near", Near(found))
        monkeypatch.setattr(Scripted, "answer", listing(found, collection.article, stance=Stance.FOR).answer)
        yield engine


@pytest.mark.usefixtures("listed")
def test_why_each_holder_is_in_the_answer_or_out_of_it() -> None:
    why = onrecord("ask", "Who is for a ceasefire?", "--json", "--explain").document["explain"]
    assert [one["name"] for one in why["holders"]] == ["Ann Lee"]
    assert why["holders"][0]["evidence"][0]["cited"] == 1
    assert [one["name"] for one in why["left_out"]] == ["Bob Day"]
    assert why["left_out"][0]["evidence"][0]["cited"] is None
    shown = " ".join(onrecord("ask", "Who is for a ceasefire?", "--explain").out.split())
    assert shown.index("Why each holder is listed Ann Lee, for:") < shown.index(
        "Found, and not asked for Bob Day, against:"
    )


@pytest.mark.usefixtures("engine")
def test_what_no_statement_answers_has_nothing_to_explain() -> None:
    assert onrecord("ask", "How many?", "--json", "--explain").document["explain"] is None
    assert "explain" not in onrecord("ask", "How many?", "--json").document
    assert "No statement was weighed" in onrecord("ask", "How many?", "--explain").out


@pytest.mark.usefixtures("engine")
def test_json_is_the_answer_of_the_contract_and_nothing_else() -> None:
    run = onrecord("ask", "How many?", "--json")
    assert (run.code, run.err) == (0, "")
    assert run.document == ANSWER.to_json()


def test_filters_reach_the_engine(engine: type[Scripted]) -> None:
    onrecord("ask", "How many?", "--from", "2023-10-01", "--to", "2023-10-31", "--outlet", "Echo")
    assert engine.asked == [("How many?", Filters(date(2023, 10, 1), date(2023, 10, 31), "Echo"))]


@pytest.mark.usefixtures("engine")
def test_people_read_the_text_then_every_citation_with_its_words_and_place() -> None:
    run = onrecord("ask", "How many?")
    assert run.out == (
        "46 councillors signed [1]; another report says 50 [2].\n"
        "Articles disagree about number of signatories: [1], [2]\n"
        "\n"
        "[1] Echo, 2023-10-27: Lee speaks\n"
        "    ‘“We are 46.”’\n"
        "    000.txt, characters 10 to 20\n"
        "\n"
        "[2] b1\n"
        "    ‘There were 50.’\n"
        "    b1, characters 0 to 5\n"
        "\n"
        "600 of 609 articles screened.\n"
    )


def test_no_evidence_is_an_answer_and_exits_with_0(engine: type[Scripted], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "answer", NONE)
    run = onrecord("ask", "Who won?")
    assert (run.code, run.err) == (0, "")
    assert run.out == "No evidence.\n\n5 of 5 articles screened.\n"


@pytest.mark.usefixtures("engine")
def test_a_terminal_gets_styles_and_links_and_a_pipe_gets_neither() -> None:
    shown = onrecord("ask", "How many?", terminal=True).out
    assert "\x1b]8;" in shown
    assert "https://echo.example/lee?a=1" in shown
    assert "\x1b" not in onrecord("ask", "How many?").out
    bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)
    assert "[1] Echo, 2023-10-27: Lee speaks" in bare


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://evil.example/\x1b\\\x1b[2J",
        "https://evil.example/\x07",
        "https://evil.example/\u202etxt",
        "https://evil.example/\u00e9",
        "https://evil.example/ a",
    ],
)
@pytest.mark.parametrize("terminal", [True, False])
def test_only_plain_web_addresses_become_links(
    engine: type[Scripted], monkeypatch: pytest.MonkeyPatch, url: str, terminal: bool
) -> None:
    linked = replace(CITATIONS[0], url=url)
    monkeypatch.setattr(engine, "answer", replace(ANSWER, citations=(linked,)))
    run = onrecord("ask", "How many?", terminal=terminal)
    assert "\x1b]8" not in run.out
    assert "\x1b[2J" not in run.out
    assert "\x07" not in run.out


HOSTILE = [
    "\x1b[2Jgone",
    "\x9b2J",
    "a\rb",
    "x\u202egpj",
    "[2] \n\n[3] forged",
    "[bold]markup[/bold] [link=x]y[/link]",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("terminal", [True, False])
def test_untrusted_text_moves_no_cursor_starts_no_line_and_is_no_markup(
    engine: type[Scripted], monkeypatch: pytest.MonkeyPatch, text: str, terminal: bool
) -> None:
    cited = replace(CITATIONS[0], title=text, outlet=text, source=text, text=text)
    answer = replace(ANSWER, text=text, citations=(cited,), conflicts=(Conflict(text, (1,)),))
    monkeypatch.setattr(engine, "answer", answer)
    shown = onrecord("ask", "How many?", terminal=terminal).out
    bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)
    assert not set(bare) & set("\x1b\x9b\r\u202e")
    assert not any(line.startswith("[3]") for line in bare.splitlines())
    if "markup" in text:
        assert text in bare


def test_long_answers_are_wrapped_between_words(engine: type[Scripted], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "answer", replace(ANSWER, text="ceasefire now " * 40, citations=(), conflicts=()))
    lines = onrecord("ask", "How many?").out.splitlines()
    assert max(map(len, lines)) <= 100
    assert set(" ".join(lines[:-2]).split()) == {"ceasefire", "now"}


@pytest.mark.usefixtures("engine")
def test_an_empty_default_collection_is_filled_first_and_says_so_on_stderr(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def build(_: Settings, progress: Progress) -> bool:
        progress.total(3)
        progress.advance(3)
        return True

    monkeypatch.setattr(assistant.cli.ask, "ensure_sample", build)
    run = onrecord("ask", "How many?", "--json", "-c", str(tmp_path))
    assert run.err == f"The collection {tmp_path} is empty: building the sample first.\n"
    assert run.document == ANSWER.to_json()
