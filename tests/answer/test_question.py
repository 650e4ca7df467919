"""Questions as people type them, read into plans."""

from __future__ import annotations

import pytest

from assistant.forms import Want
from assistant.question import MAX_QUESTION_CHARS, parse
from assistant.types import Answer, Coverage, Kind, Turn
from index.errors import UsageError


@pytest.mark.parametrize(
    ("question", "kind", "want", "head"),
    [
        ("How many councillors signed the Barford letter?", Kind.COUNT, Want.NUMBER, ["councillors"]),
        ("how many labour councillors quit", Kind.COUNT, Want.NUMBER, ["labour", "councillors"]),
        ("So how many people were there", Kind.COUNT, Want.NUMBER, ["people"]),
        ("How much will the new library cost?", Kind.COUNT, Want.MONEY, []),
        ("How long did the meeting last?", Kind.COUNT, Want.DURATION, []),
        ("What percentage of members voted yes?", Kind.COUNT, Want.PERCENT, ["members"]),
        ("What was the cost of the bridge?", Kind.COUNT, Want.MONEY, []),
        ("When did Ann Lee resign?", Kind.WHEN, Want.DATE, []),
        ("On what date was the vote held?", Kind.WHEN, Want.DATE, []),
        ("In which year did the mill close", Kind.WHEN, Want.DATE, []),
        ("Why did the council reject the motion?", Kind.WHY, Want.REASON, []),
        ("What was the reason for the delay?", Kind.WHY, Want.REASON, []),
        ("Who chairs Barford council?", Kind.PASSAGE, Want.PERSON, []),
        ("Whom did Lee write to?", Kind.PASSAGE, Want.PERSON, []),
        ("Where was the rally held?", Kind.PASSAGE, Want.PLACE, []),
        ("Which ward does Ann Lee represent?", Kind.PASSAGE, Want.THING, ["ward"]),
        ("Which town hosted the summit?", Kind.PASSAGE, Want.PLACE, ["town"]),
        ("What did Ann Lee say about the bridge?", Kind.PASSAGE, Want.SENTENCE, []),
        ("Did Ann Lee back the bridge?", Kind.PASSAGE, Want.SENTENCE, []),
    ],
)
def test_the_interrogative_decides_what_is_wanted(question: str, kind: Kind, want: Want, head: list[str]) -> None:
    plan = parse(question)
    assert (plan.kind, plan.want, [word.text for word in plan.head]) == (kind, want, head)


def test_terms_leave_the_interrogative_out_and_keep_names() -> None:
    plan = parse("Why was Andy Dale suspended from the Barford Party?")
    assert [term.text for term in plan.terms] == ["Andy", "Dale", "suspended", "Barford", "Party"]
    assert [term.text for term in plan.names] == ["Andy", "Dale", "Barford", "Party"]


def test_offsets_of_terms_point_into_the_question() -> None:
    plan = parse("Tell me, how many e-mails did Ann Lee get?")
    assert all(plan.question[term.start : term.end].lower() == term.text.lower() for term in plan.terms)


def _turn(question: str) -> Turn:
    return Turn(question, Answer(question, Kind.NONE, False, "", Coverage(0, 0, 0, 0), reason="no evidence"))


def test_a_bare_interrogative_takes_the_subject_of_the_question_before() -> None:
    plan = parse("When?", [_turn("Did Ann Lee sign the letter?")])
    assert plan.want is Want.DATE
    assert [term.text for term in plan.terms] == ["Ann", "Lee", "sign", "letter"]


def test_what_about_changes_who_and_keeps_the_rest() -> None:
    plan = parse("And what about Bob Day?", [_turn("Did Ann Lee sign the letter?")])
    assert [term.text for term in plan.terms] == ["sign", "letter", "Bob", "Day"]


@pytest.mark.parametrize("question", ["", "  \n", "why?", "who is it", "?" * 20])
def test_a_question_without_content_is_refused_in_one_sentence(question: str) -> None:
    with pytest.raises(UsageError, match="question"):
        parse(question)


def test_an_endless_question_is_refused_with_its_length() -> None:
    with pytest.raises(UsageError, match=f"{MAX_QUESTION_CHARS + 1:,}"):
        parse("x" * (MAX_QUESTION_CHARS + 1))
