"""A list answer keeps its promises: every number cited, every holder proved, nothing shown that is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer.list import listing, topic_faults
from assistant.answer.list_text import FOLD
from assistant.positions import find_positions
from assistant.types import Answer, Kind
from index.errors import CitationError, UsageError
from index.statements import records
from index.statements.found import MAX_TOPIC_CHARS, Evidence, FoundPositions, Position, SetAside
from index.statements.labels import Act, HolderType, Stance
from index.types import Filters, Span
from tests.cli.findings import EMBEDDER, Press, build, holder, position

LEE = "Ann Lee, the leader of Barford Council, called for a ceasefire."
WE_NEED = "“We need it, and we need it now,” she said."
BISHOP = "The bishop of Linwell, Mary Orrin, said that “the guns must fall silent” before winter comes."
WROTE = "She has written to every parish in the diocese about it."
STANCES = [Stance.FOR, Stance.PARTIAL, Stance.AGAINST, Stance.OTHER]
TYPES = [HolderType.PERSON, HolderType.ORGANISATION, HolderType.GROUP]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with build(tmp_path_factory.mktemp("list")) as collection:
        yield Press(collection)


def told(press: Press, *positions: Position, stance: Stance | None = None, **found: object) -> Answer:
    made = replace(press.found(positions), **found) if found else press.found(positions)  # type: ignore[arg-type]
    return listing(made, press.collection.article, stance=stance).answer


def numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\[(\d+)\]", text)]


def check(press: Press, answer: Answer) -> None:
    """The contract's invariants."""
    cited = {citation.n: citation for citation in answer.citations}
    assert list(cited) == list(range(1, len(answer.citations) + 1))
    assert set(numbers(answer.text)) == set(cited)
    for citation in answer.citations:
        stored = press.collection.article(citation.article)
        assert stored is not None
        assert citation.text == stored.text[citation.start : citation.end] != ""
        assert citation.attribution in set(records.Kind)
    for one in answer.holders:
        assert one.citations
        assert set(one.citations) <= set(cited)
        assert len(set(one.citations)) == len(one.citations)
    assert len(set(answer.holders)) == len(answer.holders)
    distinct = {(one.name, one.type, one.count, one.stance, one.role) for one in answer.holders}
    assert len(distinct) == len(answer.holders)
    order = [(STANCES.index(Stance(one.stance)), TYPES.index(HolderType(one.type))) for one in answer.holders]
    assert order == sorted(order)
    assert all(set(conflict.citations) <= set(cited) for conflict in answer.conflicts)
    assert json.loads(json.dumps(answer.to_json()))["holders"] == answer.to_json()["holders"]
    if not answer.answered:
        assert (answer.kind, answer.holders, answer.citations) == (Kind.NONE, (), ())
        assert answer.reason == "no evidence"


# whatever is found

words = st.text(st.sampled_from("ab1[]（）\n=“”, ٣１é\U0001f469\u200d\u202e"), min_size=1, max_size=12).filter(
    str.strip
)
days = st.none() | st.dates(date(2023, 1, 1), date(2023, 12, 31))


@st.composite
def evidences(draw: st.DrawFn, press: Press) -> Evidence:
    stored = press.article(draw(st.sampled_from(["gazette", "echo", "wire1", "wire2", "wire3", "wire4"])))
    run = sorted(draw(st.lists(st.integers(0, len(stored.sentences) - 1), min_size=2, max_size=2)))
    span = Span(stored.sentences[run[0]].start, stored.sentences[run[1]].end)
    said = records.Statement(
        holder=0,
        mention=None,
        cue=Span(span.start, span.start + 1),
        content=(),
        act=draw(st.sampled_from(Act)),
        stance=draw(st.sampled_from(Stance)),
        kind=draw(st.sampled_from(records.Kind)),
        reporter=None,
        evidence=span,
        when=draw(days),
        certainty=draw(st.floats(0, 1)),
    )
    missing = draw(st.integers(0, 9)) == 0  # removed since it was found
    who, reporter = holder(draw(words)), draw(st.none() | words)
    key = "f" * 16 if missing else stored.id
    return Evidence(key, said, who, Stance.FOR, 0.5, holder(reporter) if reporter else None, ())


@st.composite
def findings(draw: st.DrawFn, press: Press) -> FoundPositions:
    made = st.builds(
        Position,
        name=words,
        type=st.sampled_from(HolderType),
        count=st.none() | st.integers(1, 400),
        role=st.none() | words,
        stance=st.sampled_from(Stance),
        date=days,
        evidence=st.lists(evidences(press), min_size=1, max_size=4).map(tuple),
        candidates=st.just(()),
    )
    topic = draw(words)
    some = draw(st.lists(made, max_size=40))
    return press.found(some, topic=topic)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_is_found_the_answer_keeps_the_contract(press: Press, data: st.DataObject) -> None:
    found = data.draw(findings(press))
    stance = data.draw(st.none() | st.sampled_from(Stance))
    answer = listing(found, press.collection.article, stance=stance).answer
    check(press, answer)
    there = [
        one
        for one in found.positions
        if stance in (None, one.stance) and any(press.collection.article(each.article_id) for each in one.evidence)
    ]
    assert answer.answered == bool(there)
    assert {(one.type, one.stance.value, one.count) for one in there} == {
        (one.type, one.stance.value, one.count) for one in answer.holders
    }


def test_a_place_that_is_not_in_its_article_is_never_shown(press: Press) -> None:
    evidence = press.evidence("gazette", LEE)
    beyond = replace(evidence, statement=replace(evidence.statement, evidence=Span(270, 9_000)))
    with pytest.raises(CitationError):
        told(press, position("Ann Lee", Stance.FOR, beyond))


# what a reader reads


def test_the_text_tells_who_and_where_it_stands(press: Press) -> None:
    lee = press.evidence("gazette", LEE)
    day = press.evidence("gazette", "Bob Day refused to back the call.", "Bob Day", act=Act.REFUSES)
    council = press.evidence("echo", "Ann Lee signed too.", "Barford Council")
    answer = told(
        press,
        position("Bob Day", Stance.AGAINST, day),
        position("Barford Council", Stance.FOR, council, type=HolderType.ORGANISATION),
        position("Ann Lee", Stance.FOR, lee, role="the leader of Barford Council"),
    )
    assert answer.text == (
        "On “a ceasefire”: one person and one organisation are for it; one person is against it.\n\n"
        "Person for it: Ann Lee, the leader of Barford Council [1]. Organisation for it: Barford Council [2].\n\n"
        "Person against it: Bob Day [3].\n\n"
        "Screened 6 articles; 3 statements considered, 0 set aside."
    )
    assert [one.name for one in answer.holders] == ["Ann Lee", "Barford Council", "Bob Day"]
    assert answer.question == "a ceasefire"
    check(press, answer)


def test_the_earliest_come_first_then_names_and_those_without_a_day_last(press: Press) -> None:
    lee = press.evidence("gazette", LEE)
    days = {"Zoe": date(2023, 10, 1), "bea": date(2023, 10, 2), "Abe": date(2023, 10, 2), "Ada": None}
    answer = told(press, *(position(name, Stance.FOR, lee, day=day) for name, day in days.items()))
    assert [one.name for one in answer.holders] == ["Zoe", "Abe", "bea", "Ada"]


def test_a_place_that_proves_two_holders_is_cited_once(press: Press) -> None:
    lee = press.evidence("gazette", LEE)
    answer = told(press, position("Ann Lee", Stance.FOR, lee), position("Her council", Stance.FOR, lee))
    assert [one.citations for one in answer.holders] == [(1,), (1,)]
    assert len(answer.citations) == 1


def test_a_place_within_a_better_one_is_not_cited_beside_it(press: Press) -> None:
    both = press.evidence("gazette", f"{LEE} {WE_NEED}")
    answer = told(press, position("Ann Lee", Stance.FOR, both, press.evidence("gazette", WE_NEED)))
    assert [citation.text for citation in answer.citations] == [f"{LEE} {WE_NEED}"]


@pytest.mark.parametrize(("source", "first", "second"), [("gazette", LEE, WE_NEED), ("wire2", BISHOP, WROTE)])
def test_two_places_of_one_article_are_two_citations(press: Press, source: str, first: str, second: str) -> None:
    both = [press.evidence(source, words) for words in (second, first)]
    answer = told(press, position("Ann Lee", Stance.FOR, *both))
    assert [citation.text for citation in answer.citations] == [second, first]


@pytest.mark.parametrize("kind", records.Kind)
def test_a_citation_says_how_the_words_are_given(press: Press, kind: records.Kind) -> None:
    answer = told(press, position("Ann Lee", Stance.FOR, press.evidence("gazette", LEE, kind=kind)))
    assert answer.citations[0].attribution == kind.value


def test_of_copies_one_is_cited_and_their_number_is_told(press: Press) -> None:
    copies = [press.evidence(f"wire{n}", BISHOP, "Mary Orrin") for n in range(1, 5)]
    answer = told(press, position("Mary Orrin", Stance.FOR, *copies))
    assert "Mary Orrin [1] (in 4 articles)." in answer.text
    assert [citation.source for citation in answer.citations] == ["wire1"]


def test_all_holders_of_a_family_are_cited_from_the_same_copy(press: Press) -> None:
    said = [press.evidence(f"wire{n}", BISHOP, "Mary Orrin") for n in (1, 2)]
    wrote = [press.evidence(f"wire{n}", WROTE, "The diocese") for n in (2, 1)]
    answer = told(press, position("Mary Orrin", Stance.FOR, *said), position("The diocese", Stance.FOR, *wrote))
    assert {citation.source for citation in answer.citations} == {"wire1"}
    assert answer.text.count("(in 2 articles)") == 2


def test_second_hand_positions_say_whose_word_it_is(press: Press) -> None:
    words = "Lee said that Cy Poe backs her."
    heard = press.evidence("gazette", words, "Cy Poe", reporter="Ann Lee")
    assert "Cy Poe, according to Ann Lee [1]" in told(press, position("Cy Poe", Stance.FOR, heard)).text
    own = press.evidence("echo", "Ann Lee signed too.", "Cy Poe")
    assert "according to" not in told(press, position("Cy Poe", Stance.FOR, heard, own)).text


def test_a_holder_with_two_stances_is_told_to_be_listed_twice(press: Press) -> None:
    before = press.evidence("gazette", "Bob Day refused to back the call.", "Bob Day", act=Act.REFUSES)
    after = press.evidence("echo", "Ann Lee signed too.", "Bob Day", act=Act.SIGNS)
    answer = told(press, position("Bob Day", Stance.AGAINST, before), position("Bob Day", Stance.FOR, after))
    assert "Bob Day [1] (also against it)" in answer.text
    assert "Bob Day [2] (also for it)" in answer.text
    assert len(answer.holders) == 2


def test_the_same_position_handed_out_twice_is_one_row(press: Press) -> None:
    first = position("Ann Lee", Stance.FOR, press.evidence("gazette", LEE), day=None)
    again = position("ann  lee", Stance.FOR, press.evidence("echo", "Ann Lee signed too."))
    answer = told(press, first, again)
    assert [(one.name, one.date, one.citations) for one in answer.holders] == [("Ann Lee", "2023-10-27", (1, 2))]


def test_namesakes_with_different_roles_stay_two(press: Press) -> None:
    lee = press.evidence("gazette", LEE)
    answer = told(
        press, *(position("Ann Lee", Stance.FOR, lee, role=role) for role in ("a baker in Holt", "the leader"))
    )
    assert len(answer.holders) == 2


@pytest.mark.parametrize(("many", "named"), [(FOLD, FOLD), (FOLD + 2, FOLD + 2), (FOLD + 3, FOLD), (43, FOLD)])
def test_long_lists_are_folded_in_the_text_and_whole_in_the_table(press: Press, many: int, named: int) -> None:
    stored = press.article("gazette")
    evidence = press.evidence("gazette", LEE)

    def at(i: int) -> Evidence:
        return replace(evidence, statement=replace(evidence.statement, evidence=Span(i, i + 200)))

    assert many + 200 < len(stored.text)
    answer = told(press, *(position(f"Holder {i:02d}", Stance.FOR, at(i)) for i in range(many)))
    check(press, answer)
    assert len(answer.holders) == many
    assert answer.text.count("Holder ") == named
    assert (f"and {many - named} more, all in the table [{named + 1}] [{named + 2}]" in answer.text) == (many > named)


def test_counted_groups_stand_apart(press: Press) -> None:
    signed = press.evidence("gazette", "More than 150 Labour councillors signed a letter for a ceasefire.")
    answer = told(
        press,
        position("more than 150 Labour councillors", Stance.FOR, signed, type=HolderType.GROUP, count=150),
        position("Labour councillors in Barford", Stance.FOR, signed, type=HolderType.GROUP),
        position("Ann Lee", Stance.FOR, press.evidence("gazette", LEE)),
    )
    assert "Group for it: Labour councillors in Barford [2]. " in answer.text
    told_apart = "Counted group for it (people named here may be among them): more than 150 Labour councillors [2]."
    assert told_apart in answer.text
    assert answer.holders[-1].count == 150


@pytest.mark.parametrize("name", ["[1]", "Lee [2] and", "［1］ x [3]", "[\u200b1] [٣]", "Lee\n\nFor it: Day [1]"])
def test_numbers_in_names_roles_and_topics_are_no_citations(press: Press, name: str) -> None:
    one = position(name, Stance.FOR, press.evidence("gazette", LEE), role=f"of {name}")
    answer = told(press, one, topic=name)
    assert numbers(answer.text) == [1]
    assert answer.text.count("\n\n") == 2
    assert answer.holders[0].name == name


# figures that disagree


def _signed(press: Press, name: str, count: int, source: str, **known: object) -> Position:
    words = {
        "gazette": "More than 150 Labour councillors signed a letter for a ceasefire.",
        "echo": "- 130 Labour councillors signed a letter for a ceasefire, it is said [1].",
    }
    act = known.pop("act", Act.SIGNS)
    evidence = press.evidence(source, words[source], name, act=act)  # type: ignore[arg-type]
    day = known.pop("day", date(2023, 10, 27))
    return position(name, Stance.FOR, evidence, type=HolderType.GROUP, count=count, day=day)  # type: ignore[arg-type]


def test_figures_for_one_letter_that_cannot_both_be_right_are_a_conflict(press: Press) -> None:
    answer = told(
        press,
        _signed(press, "more than 150 Labour councillors", 150, "gazette"),
        _signed(press, "130 Labour councillors", 130, "echo"),
    )
    assert [(one.about, one.citations) for one in answer.conflicts] == [("the number of signatories", (1, 2))]


@pytest.mark.parametrize(
    ("name", "count", "known"),
    [
        ("more than 130 Labour councillors", 130, {}),  # 150 are more than 130
        ("about 130 Labour councillors", 130, {}),
        ("130 Labour peers", 130, {}),
        ("130 Labour councillors", 150, {}),
        ("130 Labour councillors", 130, {"day": date(2023, 11, 20)}),  # another letter
        ("130 Labour councillors", 130, {"act": Act.CALLS_FOR}),
    ],
)
def test_figures_that_may_both_be_right_are_none(press: Press, name: str, count: int, known: dict[str, object]) -> None:
    first = _signed(press, "more than 150 Labour councillors", 150, "gazette")
    assert told(press, first, _signed(press, name, count, "echo", **known)).conflicts == ()


def test_two_figures_in_one_article_are_none(press: Press) -> None:
    some = [_signed(press, f"{count} Labour councillors", count, "gazette") for count in (150, 46)]
    assert told(press, *some).conflicts == ()


# nothing to tell


def test_nothing_found_is_one_sentence_that_says_what_was_screened(press: Press) -> None:
    aside = press.aside("gazette", LEE, None, "Nobody is said to hold it.")
    answer = listing(press.found([], set_aside=[aside]), press.collection.article).answer
    assert answer.text == (
        "Screened 6 articles: nothing says who takes which position on “a ceasefire” "
        "(1 statement considered, 1 set aside)."
    )
    check(press, answer)


@pytest.mark.parametrize(
    ("articles", "screened", "text"),
    [
        (0, 0, "This collection has no articles."),
        (6, 0, "No article of this collection is within these filters."),
        (1, 1, "Screened 1 article: nothing says who takes which position on “a ceasefire”."),
        (1200, 9, "Screened 9 of 1,200 articles: nothing says who takes which position on “a ceasefire”."),
    ],
)
def test_nothing_to_screen_is_told_apart(press: Press, articles: int, screened: int, text: str) -> None:
    assert told(press, articles=articles, screened=screened).text == text


def test_a_stance_leaves_the_others_out_and_says_so(press: Press) -> None:
    lee = position("Ann Lee", Stance.FOR, press.evidence("gazette", LEE))
    day = position("Bob Day", Stance.AGAINST, press.evidence("gazette", "Bob Day refused to back the call."))
    answer = told(press, lee, day, stance=Stance.AGAINST)
    assert [one.name for one in answer.holders] == ["Bob Day"]
    assert "One position of another stance is left out. Screened 6 articles;" in answer.text
    check(press, answer)
    nobody = told(press, lee, stance=Stance.PARTIAL)
    assert nobody.text == (
        "Screened 6 articles: nobody is on record asking for less than “a ceasefire”; "
        "one position is of another stance."
    )
    check(press, nobody)


# what may be asked


@pytest.mark.parametrize(
    ("topic", "fault"),
    [("", "empty"), (" \n", "empty"), ("x" * (MAX_TOPIC_CHARS + 1), "501 characters"), ("a\ud800", "not valid text")],
)
def test_topics_that_cannot_be_looked_for(topic: str, fault: str) -> None:
    (found,) = topic_faults(topic)
    assert fault in found
    assert topic_faults("x" * MAX_TOPIC_CHARS) == []


@pytest.mark.parametrize("topic", ["", " ", "x" * (MAX_TOPIC_CHARS + 1)])
def test_the_finder_refuses_them_too(press: Press, topic: str) -> None:
    with pytest.raises(UsageError, match="topic"):
        find_positions(press.collection, EMBEDDER, topic, filters=Filters())


def test_set_aside_and_candidates_are_the_coverage(press: Press) -> None:
    aside: Sequence[SetAside] = [press.aside("gazette", LEE, "Ann Lee", "It is about something else.")] * 2
    found = press.found([position("Ann Lee", Stance.FOR, press.evidence("gazette", LEE))], set_aside=aside)
    coverage = listing(found, press.collection.article).answer.coverage
    assert (coverage.articles, coverage.screened, coverage.candidates, coverage.rejected) == (6, 6, 3, 2)
