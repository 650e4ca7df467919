"""Answers about positions: verdicts, comparisons, days, false premises, groups, and who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from assistant.answer import compare, stand
from assistant.answer import position as stands
from assistant.answer.groups import belongs
from assistant.answer.list import listing
from assistant.answer.who import Fit, best, fit
from assistant.intent import Intent, read
from assistant.positions import Looked
from assistant.types import Answer, Kind, Turn
from index.collection import Collection
from index.statements.decide import Nearness
from index.statements.found import Evidence, FoundPositions, Position
from index.statements.labels import HolderType, Stance
from index.statements.records import Ledger, Named, Role
from index.statements.topics import Read, Weighed
from index.types import Filters
from tests.cli.findings import EMBEDDER, Press, build, position

CALLED = "called for a ceasefire"
REFUSED = "refused to back the call"
PAUSE = "He would rather have a pause."
PERSON = HolderType.PERSON


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with build(tmp_path_factory.mktemp("stand")) as collection:
        yield Press(collection)


@dataclass(frozen=True, slots=True)
class Fixed(Looked):
    """What was looked at gives these positions, and with doubt some more."""

    press: Press | None = None
    sure: tuple[Position, ...] = ()
    doubtful: tuple[Position, ...] = ()

    def found(self, doubt: float = 1.0) -> FoundPositions:
        assert self.press is not None
        return self.press.found([*self.sure, *(self.doubtful if doubt < 1 else ())], topic=self.topic)


def looked(press: Press, *sure: Position, doubtful: Sequence[Position] = ()) -> Fixed:
    return Fixed("a ceasefire", {}, [], 0.3, 0.8, 6, 6, press, sure, tuple(doubtful))


def asked(question: str, *before: str) -> Intent:
    found = read(question, [Turn(one, None) for one in before])  # type: ignore[arg-type]
    assert found is not None, question
    return found


@pytest.fixture(scope="module")
def lee(press: Press) -> Position:
    return position("Ann Lee", Stance.FOR, press.evidence("gazette", CALLED), role="the leader of Barford Council")


@pytest.fixture(scope="module")
def day(press: Press) -> Position:
    return position("Bob Day", Stance.AGAINST, press.evidence("gazette", REFUSED, "Bob Day"), day=date(2023, 10, 28))


def answered(press: Press, question: str, *sure: Position, doubtful: Sequence[Position] = ()) -> Answer:
    answer = stands.answer(
        asked(question),
        looked(press, *sure, doubtful=doubtful),
        press.collection.article,
        known=lambda name: "Zebedee" not in name,
    )
    check(press, answer)
    return answer


def check(press: Press, answer: Answer) -> None:
    cited = {citation.n: citation for citation in answer.citations}
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == set(cited)
    assert list(cited) == list(range(1, len(cited) + 1))
    for citation in answer.citations:
        stored = press.collection.article(citation.article)
        assert stored is not None
        assert citation.text == stored.text[citation.start : citation.end]
    assert all(set(one.citations) <= set(cited) and one.citations for one in answer.holders)
    if not answer.answered:
        assert not answer.holders
        assert not answer.citations or (answer.reason or "").startswith("false premise")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Did Ann Lee call for a ceasefire?", "yes"),
        ("Does Lee oppose a ceasefire?", "no"),
        ("Did Ann Lee refuse to back a ceasefire?", "no"),
        ("What is the leader of Barford Council's view of a ceasefire?", "yes"),
        ("Did Bob Day call for a ceasefire?", "no"),
        ("Is Bob Day against a ceasefire?", "yes"),
        ("Has Bob Day refused to call for a ceasefire?", "yes"),
    ],
)
def test_verdicts(press: Press, lee: Position, day: Position, question: str, verdict: str) -> None:
    leading = replace(lee, evidence=tuple(_with_role(one, "leader of Barford Council") for one in lee.evidence))
    answer = answered(press, question, leading, day)
    assert (answer.kind, answer.verdict) == (Kind.POSITION, verdict)
    assert len(answer.holders) == 1


def _with_role(evidence: Evidence, role: str) -> Evidence:
    return replace(evidence, holder=replace(evidence.holder, roles=(Role(0, 1, role),)))


def test_asking_for_less_is_no_call(press: Press) -> None:
    pause = position("Bob Day", Stance.PARTIAL, press.evidence("gazette", PAUSE, "Bob Day"))
    answer = answered(press, "Did Bob Day call for a ceasefire?", pause)
    assert answer.verdict == "no"
    assert "asks for less" in answer.text


def test_both_stances_are_told_by_day(press: Press, day: Position) -> None:
    later = position(
        "Bob Day", Stance.FOR, press.evidence("echo", "Ann Lee signed too.", "Bob Day"), day=date(2023, 11, 2)
    )
    answer = answered(press, "Did Bob Day call for a ceasefire?", later, day)
    assert answer.verdict == "mixed"
    assert answer.text.index("28 October 2023") < answer.text.index("2 November 2023")


def test_a_doubtful_position_is_told_where_somebody_is_asked_about(press: Press, lee: Position) -> None:
    assert answered(press, "Did Ann Lee call for a ceasefire?", doubtful=[lee]).verdict == "yes"


def test_nothing_is_said_to_be_nothing(press: Press, lee: Position) -> None:
    answer = answered(press, "Did Cy Poe call for a ceasefire?", lee)
    assert (answer.kind, answer.answered, answer.reason) == (Kind.NONE, False, "no evidence")
    assert "shows a position of Cy Poe" in answer.text
    unknown = answered(press, "Did Zebedee Quill call for a ceasefire?", lee)
    assert "none of them mentions “Zebedee Quill”" in unknown.text


def test_a_false_premise_is_answered_with_what_holds(press: Press, day: Position) -> None:
    for question in ("Why did Bob Day call for a ceasefire?", "When did Bob Day call for a ceasefire?"):
        reader = stands.premise if question.startswith("Why") else stands.when
        answer = reader(asked(question), looked(press, day), press.collection.article)
        assert answer is not None
        check(press, answer)
        assert (answer.answered, answer.reason) == (False, "false premise: Bob Day is against it")
        assert len(answer.citations) == 1


def test_a_true_premise_is_left_to_the_articles(press: Press, lee: Position) -> None:
    assert (
        stands.premise(asked("Why did Ann Lee call for a ceasefire?"), looked(press, lee), press.collection.article)
        is None
    )


def test_the_day_of_a_position(press: Press, lee: Position) -> None:
    answer = stands.when(asked("When did Ann Lee call for a ceasefire?"), looked(press, lee), press.collection.article)
    assert answer is not None
    check(press, answer)
    assert (answer.kind, answer.short) == (Kind.WHEN, "2023-10-27")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Do Ann Lee and Bob Day agree on a ceasefire?", "no"),
        ("Do Ann Lee and Bob Day differ on a ceasefire?", "yes"),
        ("Do Ann Lee and Cy Poe agree on a ceasefire?", "unclear"),
    ],
)
def test_comparisons(press: Press, lee: Position, day: Position, question: str, verdict: str) -> None:
    answer = compare.answer(asked(question), looked(press, lee, day), press.collection.article)
    check(press, answer)
    assert (answer.kind, answer.verdict) == (Kind.COMPARE, verdict)


def test_whether_both_took_it(press: Press, lee: Position, day: Position) -> None:
    other = replace(day, name="Cy Poe")
    for question, verdict in (
        ("Did both Bob Day and Cy Poe call for a ceasefire?", "no"),
        ("Did both Bob Day and Cy Poe oppose a ceasefire?", "yes"),
        ("Did both Ann Lee and Bob Day oppose a ceasefire?", "no"),
    ):
        answer = compare.answer(asked(question), looked(press, lee, day, other), press.collection.article)
        assert answer.verdict == verdict, question


def test_two_of_one_surname_are_not_one(press: Press, lee: Position, day: Position) -> None:
    other = replace(day, name="Dan Lee")
    answer = answered(press, "Does Lee support a ceasefire?", lee, other)
    assert answer.verdict == "unclear"
    assert "Several may be meant" in answer.text


def test_two_who_say_the_same_agree(press: Press, lee: Position) -> None:
    poe = position("Cy Poe", Stance.FOR, press.evidence("gazette", "Cy Poe backs her", "Cy Poe"))
    answer = compare.answer(
        asked("Do Ann Lee and Cy Poe agree on a ceasefire?"), looked(press, lee, poe), press.collection.article
    )
    assert answer.verdict == "yes"


@pytest.mark.parametrize(
    ("wanted", "name", "roles", "expected"),
    [
        ("Ann Lee", "Ann Lee", [], Fit.NAME),
        ("Cllr Ann Lee", "Ann Lee", [], Fit.NAME),
        ("Lee", "Ann Lee", [], Fit.PART),
        ("Ann Lee", "Lee", [], Fit.PART),
        ("the Mayor of Carrow", "Rosa Finch", ["Mayor of Carrow"], Fit.NAME),
        ("the Carrow mayor", "Rosa Finch", ["Mayor of Carrow"], Fit.NAME),
        ("the mayor", "Rosa Finch", ["Mayor of Carrow"], Fit.OFFICE),
        ("the council", "Ann Lee", ["leader of Barford Council"], Fit.NONE),
        ("the leader of Barford Council", "Ann Lee", ["former leader of Barford Council"], Fit.NONE),
        ("Ann", "Ann Lee", [], Fit.FIRST),
        ("Ruth Penhalle", "Ruth Penhale", [], Fit.SLIP),
        ("Ian Lee", "Dan Lee", [], Fit.NONE),
        ("Bob Lee", "Ann Lee", [], Fit.NONE),
        ("the Mayor of Linwell", "Rosa Finch", ["Mayor of Carrow"], Fit.NONE),
    ],
)
def test_who_is_meant(wanted: str, name: str, roles: list[str], expected: Fit) -> None:
    assert fit(wanted, name, PERSON, roles) is expected


def test_of_several_the_best_fit_is_meant(lee: Position) -> None:
    other = replace(lee, name="Dan Lee")
    assert best("Ann Lee", [other, lee])[1] == [lee]
    assert best("Lee", [other, lee])[1] == [other, lee]


def test_a_group_is_decided_by_what_the_articles_say(press: Press, lee: Position, day: Position) -> None:
    find = press.collection.article
    leading = replace(lee, evidence=tuple(_with_role(one, "leader of Barford Council") for one in lee.evidence))
    assert belongs("leaders", leading, find) is True
    assert belongs("Barford leaders", leading, find) is True
    assert belongs("MPs", leading, find) is False
    assert belongs("in Barford", leading, find) is True
    assert belongs("of", leading, find) is True  # of nothing in particular
    assert belongs("MPs", _mentioned(day), find) is None
    assert belongs("people", day, find) is True
    assert belongs("organisations", day, find) is False


def _mentioned(one: Position) -> Position:
    return replace(
        one,
        evidence=tuple(
            replace(part, holder=replace(part.holder, mentions=(Named(0, 1, "pronoun"),))) for part in one.evidence
        ),
    )


def test_those_of_whom_nobody_says_are_told_and_in_no_row(press: Press, lee: Position, day: Position) -> None:
    found = press.found([lee])
    answer = listing(found, press.collection.article, group="MPs", undecided=[day]).answer
    check(press, answer)
    assert [one.name for one in answer.holders] == ["Ann Lee"]
    assert "Whether they are MPs, no article says: Bob Day" in answer.text


def source(press: Press, near: Looked) -> stand.Source:
    return stand.Source(press.collection, EMBEDDER, Filters(), lambda _topic, _filters: near)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who takes a position on a ceasefire?", ["Ann Lee", "Bob Day"]),
        ("Who is for or against a ceasefire?", ["Ann Lee", "Bob Day"]),
        ("Who besides Lee has taken a position on a ceasefire?", ["Bob Day"]),
        ("Who opposes a ceasefire?", ["Bob Day"]),
    ],
)
def test_who_is_on_a_list(
    press: Press, lee: Position, day: Position, question: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Collection, "count_statements", lambda _: 2)
    answer = stand.answer(asked(question), source(press, looked(press, lee, day)))
    assert answer is not None
    check(press, answer)
    assert [one.name for one in answer.holders] == names


def test_whether_somebody_did_it(press: Press, lee: Position) -> None:
    did = asked("Did Ann Lee sign the letter to Bob Day?")
    answer = stands.did(did, looked(press, lee), press.collection.article)
    assert answer is not None
    check(press, answer)
    assert (answer.kind, answer.verdict, [one.name for one in answer.holders]) == (Kind.POSITION, "yes", ["Ann Lee"])
    assert stands.did(did, looked(press), press.collection.article) is None


def test_a_period_keeps_what_was_said_in_it(press: Press, lee: Position) -> None:
    proof = lee.evidence[0]
    said = Weighed(proof.article_id, 0, replace(proof.statement, when=date(2023, 10, 27)), 0.9, Stance.FOR, 0.9)
    undated = replace(said, statement=replace(said.statement, when=None))
    article = replace(press.article("gazette"), date=None)
    read = {proof.article_id: Read(article, [], Ledger((), ()), Nearness(0.0, 0.0))}
    near = Looked("a ceasefire", read, [said, undated], 0.3, 0.8, 6, 6)
    for question, kept in (
        ("Who called for a ceasefire before 1 November 2023?", [said]),
        ("Who called for a ceasefire in November 2023?", []),
        ("Who called for a ceasefire?", [said, undated]),
    ):
        assert stand.within(near, asked(question).period).weighed == kept
