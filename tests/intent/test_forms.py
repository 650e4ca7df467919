"""Questions about positions are read alike however they are put, and others are left alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent, read
from assistant.types import Kind
from index.statements.labels import Stance

QUESTIONS = Path(__file__).parents[1] / "questions"
FOR, AGAINST, PARTIAL = Stance.FOR, Stance.AGAINST, Stance.PARTIAL


def asked(question: str) -> Intent:
    found = read(question)
    assert found is not None, question
    return found


@pytest.mark.parametrize(
    ("question", "topic", "stances", "group"),
    [
        ("Who called for a tram line?", "a tram line", {FOR}, ""),
        ("and who else is calling for a tram line", "a tram line", {FOR}, ""),
        ("Which Barford councillors oppose the tram line?", "the tram line", {AGAINST}, "Barford councillors"),
        ("Who has not backed the tram line so far?", "the tram line", {AGAINST, PARTIAL}, ""),
        ("Who refused to sign up to the tram line?", "the tram line", {AGAINST, PARTIAL}, ""),
        ("Who stopped short of calling for a tram line?", "a tram line", {PARTIAL}, ""),
        ("Who abstained on the tram line?", "abstained on the tram line", set(), ""),
        ("Which Barford councillors have resigned over it?", "resigned over it", set(), "Barford councillors"),
        ("who resisted calls for a tram line", "a tram line", {AGAINST, PARTIAL}, ""),
        ("Who signed the open letter for a tram line?", "signed the open letter for a tram line", set(), ""),
        ("Who wants the mayor to step down?", "the mayor to step down", {FOR}, ""),
        ("Who has asked Ann Lee to step down?", "Ann Lee to step down", {FOR}, ""),
        ("Who has yet to call for a tram line?", "a tram line", {AGAINST, PARTIAL}, ""),
        ("Who wants the council not to build the bypass?", "the council not to build the bypass", {FOR}, ""),
        ("Has anyone called for a tram line?", "a tram line", {FOR}, ""),
        ("Are there any councillors who oppose the bypass?", "the bypass", {AGAINST}, "councillors"),
        ("Give me a list of councillors who oppose the bypass", "the bypass", {AGAINST}, "councillors"),
        ("Can you list the MPs who back the bill?", "the bill", {FOR}, "MPs"),
        ("whos calling for a tram line", "a tram line", {FOR}, ""),
        ("Who has called on the mayor to resign?", "the mayor to resign", {FOR}, ""),
        ("Who opposes the rent strike and why?", "the rent strike", {AGAINST}, ""),
        ("Who campaigned against the bypass?", "the bypass", {AGAINST}, ""),
        ("Who thinks there should be a tram line?", "a tram line", {FOR}, ""),
        ("Which MPs believe that the mayor must not resign?", "the mayor to resign", {AGAINST}, "MPs"),
        ("Who doesn't think there should be a tram line?", "a tram line", {AGAINST, PARTIAL}, ""),
        ("Is there anyone who thinks the strike is wrong?", "the strike", {AGAINST}, ""),
        ("List the critics of the bypass", "the bypass", {AGAINST}, ""),
        ("Which councillors are supporters of the bypass?", "the bypass", {FOR}, "councillors"),
        ("Who was the bypass opposed by?", "the bypass", {AGAINST}, ""),
        ("Has a tram line been called for by any union?", "a tram line", {FOR}, "union"),
        ("Did anybody in Labour call for a tram line?", "a tram line", {FOR}, "Labour"),
        ("Are there Conservatives in favour of a tram line?", "a tram line", {FOR}, "Conservatives"),
        ("all councillors calling for a tram line", "a tram line", {FOR}, "councillors"),
        ("names of MPs who want a tram line", "a tram line", {FOR}, "MPs"),
        ("Who called for less than a tram line?", "a tram line", {PARTIAL}, ""),
        ("Who rejected calls for a tram line?", "a tram line", {AGAINST, PARTIAL}, ""),
        ("Who remained neutral on the bypass?", "the bypass", {Stance.OTHER}, ""),
        ("Which MPs declined to comment on the bypass?", "the bypass", {Stance.OTHER}, "MPs"),
        ("Who is for and against the bypass?", "the bypass", set(), ""),
        ("Who backs the bypass and who opposes it?", "the bypass", set(), ""),
        ("Which countries voted for, and which against, the bypass?", "the bypass", set(), "countries"),
        ("Where does everyone stand on the bypass?", "the bypass", set(), ""),
        ("Where do Barford councillors stand on the bypass?", "the bypass", set(), "Barford councillors"),
        ("What are the different views on the bypass?", "the bypass", set(), ""),
        ("Which unions have taken a position on the bypass?", "the bypass", set(), "unions"),
        ("who voted which way on the bypass", "the bypass", set(), ""),
    ],
)
def test_lists(question: str, topic: str, stances: set[Stance], group: str) -> None:
    found = asked(question)
    assert (found.kind, found.topic, set(found.stances), found.group) == (Kind.LIST, topic, stances, group)


@pytest.mark.parametrize(
    ("question", "kind", "who", "topic"),
    [
        ("Did Ann Lee call for a tram line?", Kind.POSITION, ("Ann Lee",), "a tram line"),
        ("Hasn't Ann Lee rejected the tram line?", Kind.POSITION, ("Ann Lee",), "the tram line"),
        ("What is the council leader's view of trams?", Kind.POSITION, ("council leader",), "trams"),
        ("Is Ann Lee for or against trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("How did Ann Lee vote on the tram line?", Kind.POSITION, ("Ann Lee",), "the tram line"),
        ("Did Ann Lee and Bob Day both back trams?", Kind.COMPARE, ("Ann Lee", "Bob Day"), "trams"),
        ("Compare Ann Lee with Bob Day on trams", Kind.COMPARE, ("Ann Lee", "Bob Day"), "trams"),
        ("What did Ann Lee say about trams?", Kind.QUOTE, ("Ann Lee",), "trams"),
        ("What did Ann Lee write on X?", Kind.QUOTE, ("Ann Lee",), ""),
        ("Why did Ann Lee oppose trams?", Kind.WHY, ("Ann Lee",), "trams"),
        ("When did Ann Lee vote against trams?", Kind.WHEN, ("Ann Lee",), "trams"),
        ("Does Theresa May support trams?", Kind.POSITION, ("Theresa May",), "trams"),
        ("What did Theresa May say about trams?", Kind.QUOTE, ("Theresa May",), "trams"),
        ("What is the position of the Mayor of London on trams?", Kind.POSITION, ("the Mayor of London",), "trams"),
        (
            "Do Ann Lee and Bob Day agree on the split of the council?",
            Kind.COMPARE,
            ("Ann Lee", "Bob Day"),
            "the split of the council",
        ),
        ("What did Ann Lee say in her letter about trams?", Kind.QUOTE, ("Ann Lee",), "trams"),
        ("Has Ann Lee always backed trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Can you tell me whether Ann Lee backs trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Is it true that Ann Lee refused to back trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Were trams backed by Ann Lee?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Has the council been urged by Ann Lee to act?", Kind.POSITION, ("Ann Lee",), "the council to act"),
        ("Is Ann Lee an opponent of trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Is Ann Lee going to vote for trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Is Ann Lee neutral on trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Has Ann Lee said whether she supports trams?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Ann Lee's position on trams", Kind.POSITION, ("Ann Lee",), "trams"),
        ("On trams, where does Ann Lee stand?", Kind.POSITION, ("Ann Lee",), "trams"),
        ("Why does Ann Lee think trams are wrong?", Kind.WHY, ("Ann Lee",), "trams"),
        ("When did Ann Lee say there should be trams?", Kind.WHEN, ("Ann Lee",), "trams"),
        ("Did Ann Lee sign the letter to Bob Day?", Kind.POSITION, ("Ann Lee",), "sign the letter to Bob Day"),
        ("Did Ann Lee urge MPs not to back the bill?", Kind.POSITION, ("Ann Lee",), "MPs not to back the bill"),
    ],
)
def test_questions_about_somebody(question: str, kind: Kind, who: tuple[str, ...], topic: str) -> None:
    found = asked(question)
    assert (found.kind, found.who, found.topic) == (kind, who, topic)


@pytest.mark.parametrize(
    "question",
    [
        "How many councillors signed the letter calling for a tram line?",
        "Who leads Barford Council?",
        "Where did the march for a tram line start?",
        "What day did Ann Lee block the tram line?",
        "Which party suggested bringing back the tram line?",
        "What was Ann Lee's reason for opposing the tram line?",
        "Which ward does Ann Lee represent?",
        "Who won the by-election?",
        "ceasefire",
        "Who was criticised by the union?",
        "Which company is backed by the council?",
        "Who is backing up the goalkeeper?",
        "Who backed down over the bypass?",
        "Who should resign over the scandal?",
        "Was the vote against the bypass close?",
        "Has the campaign against the bypass succeeded?",
        "Did nobody oppose the bypass?",
        "List the amendments backed by Labour",
        "Which newspaper said 67 Tories had voted for the bill?",
        "Who has not ruled out a tram line?",
        "Was Ann Lee asked to resign by the council?",
        "How many MPs think there should be a tram line?",
        "What arguments are made against the bypass?",
        "Who are the rebels?",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert read(question) is None


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who besides Ann Lee called for a tram line?", ("Ann Lee",)),
        ("Who called for a tram line apart from Ann Lee?", ("Ann Lee",)),
        ("Who, except for Lee and Day, has called for a tram line?", ("Lee", "Day")),
    ],
)
def test_lists_without_somebody(question: str, names: tuple[str, ...]) -> None:
    found = asked(question)
    assert (found.kind, found.topic, found.but) == (Kind.LIST, "a tram line", names)


def test_paraphrases_are_read_alike() -> None:
    same = total = 0
    for line in (QUESTIONS / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines():
        first, *others = [read(way) for way in json.loads(line)["ways"]]
        assert first is not None, line
        total += len(others)
        same += sum(other is not None and _key(other) == _key(first) for other in others)
    assert total >= 120
    assert same / total >= 0.95


def _key(one: Intent) -> tuple[object, ...]:
    names = tuple(name.casefold() for name in one.who)
    return one.kind, one.topic.casefold(), one.stances, names, one.group.casefold(), one.without.casefold()


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Who called for a tram line before 1 November?", None, date(2023, 10, 31)),
        ("Who called for a tram line on 27 October 2023?", date(2023, 10, 27), date(2023, 10, 27)),
        ("Who called for a tram line in October 2022?", date(2022, 10, 1), date(2022, 10, 31)),
        ("Who called for a tram line since 2021?", date(2021, 1, 1), None),
        ("Did Ann Lee call for a tram line after 3 December 2023?", date(2023, 12, 4), None),
        ("Who called for a tram line in Barford on 27 October 2023?", date(2023, 10, 27), date(2023, 10, 27)),
        ("Who called for a tram line in December 2023?", date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_periods(question: str, first: date | None, last: date | None) -> None:
    found = asked(question)
    assert found.topic.startswith("a tram line")
    assert found.period is not None
    assert found.period.days(date(2023, 11, 20)) == (first, last)


@pytest.mark.parametrize("question", ["Who called for a tram line in Barford?", "Who backs trains on time?"])
def test_places_are_no_periods(question: str) -> None:
    assert asked(question).period is None


@given(st.text(max_size=80))
def test_anything_is_read_or_left_alone(question: str) -> None:
    found = read(question)
    assert found is None or found.kind is not Kind.NONE
