"""Questions that go on from the one before."""

from __future__ import annotations

from assistant.intent import Intent, read
from assistant.types import Answer, Coverage, Kind, Turn
from index.statements.labels import Stance


def after(*questions: str) -> Intent | None:
    """The last of some questions, read after the others."""
    turns = [Turn(one, Answer(one, Kind.NONE, False, "", Coverage(0, 0, 0, 0))) for one in questions[:-1]]
    return read(questions[-1], turns)


def test_somebody_else() -> None:
    found = after("Did Ann Lee call for a tram line?", "And what about Bob Day?")
    assert found is not None
    assert (found.kind, found.who, found.topic) == (Kind.POSITION, ("Bob Day",), "a tram line")


def test_somebody_of_a_list() -> None:
    found = after("Who called for a tram line?", "and Day?")
    assert found is not None
    assert (found.kind, found.who, found.topic) == (Kind.POSITION, ("Day",), "a tram line")


def test_when_and_why() -> None:
    for question, kind in (("When?", Kind.WHEN), ("why was that", Kind.WHY), ("When did she say so?", Kind.WHEN)):
        found = after("Did Ann Lee call for a tram line?", question)
        assert found is not None
        assert (found.kind, found.who, found.topic) == (kind, ("Ann Lee",), "a tram line")


def test_when_of_a_list_is_no_position() -> None:
    assert after("Who called for a tram line?", "When?") is None


def test_a_pronoun_is_whoever_was_asked_about() -> None:
    found = after("Did Ann Lee call for a tram line?", "What exactly did she say?")
    assert found is not None
    assert (found.kind, found.who, found.topic) == (Kind.QUOTE, ("Ann Lee",), "a tram line")
    found = after("Did Ann Lee call for a tram line?", "What did she say about it?")
    assert found is not None
    assert (found.who, found.topic) == (("Ann Lee",), "a tram line")


def test_a_pronoun_for_nobody_asks_nothing() -> None:
    assert read("What did she say about the tram line?") is None
    assert read("Who called for it?") is None


def test_who_disagreed() -> None:
    found = after("Who called for a tram line?", "Who disagreed?")
    assert found is not None
    assert (found.kind, found.topic) == (Kind.LIST, "a tram line")
    assert found.stances == {Stance.AGAINST, Stance.PARTIAL}


def test_only_some_of_them() -> None:
    found = after("Who called for a tram line?", "only the MPs")
    assert found is not None
    assert (found.kind, found.group, found.topic) == (Kind.LIST, "MPs", "a tram line")


def test_a_chain_goes_back_as_far_as_it_must() -> None:
    found = after("Did Ann Lee call for a tram line?", "When?", "And what about Bob Day?")
    assert found is not None
    assert (found.kind, found.who, found.topic) == (Kind.POSITION, ("Bob Day",), "a tram line")


def test_the_same_people_compared_with_another() -> None:
    found = after("Did Ann Lee call for a tram line?", "Does she agree with Bob Day on the bypass?")
    assert found is not None
    assert (found.kind, found.who, found.topic) == (Kind.COMPARE, ("Ann Lee", "Bob Day"), "the bypass")


def test_other_days() -> None:
    found = after("Who called for a tram line?", "and before 1 November?")
    assert found is not None
    assert found.period is not None
    assert (found.kind, found.period.how) == (Kind.LIST, "before")


def test_who_disagreed_with_those_against() -> None:
    found = after("Who opposes the bypass?", "who disagreed?")
    assert found is not None
    assert found.stances == {Stance.FOR}


def test_an_open_question_takes_nothing_for_granted() -> None:
    assert after("Where does Ann Lee stand on a tram line?", "why?") is None
