"""Every measure against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evaluate.measures import MEASURES
from assistant.evaluate.measures.latency import percentile
from assistant.evaluate.questions import Evidence, Name
from assistant.types import Kind, Stance
from tests.evaluate.evaluation_cases import TEXT, TEXTS, answer, citation, holder, outcome, question, value

GOLD = (
    Name("Ann Lee", ("Councillor Lee",)),
    Name("more than 150 Labour councillors", count=150),
    Name("Cy Fox"),
)
LIST = question(kind=Kind.LIST, names=(*GOLD, Name("Barford Labour group", optional=True)), forbidden=("Bob Day",))


def test_a_list_is_scored_by_holders_with_optional_names_neither_for_nor_against() -> None:
    given = answer(
        holders=(
            holder("Cllr. Lee"),  # right, by an alias without its honorific
            holder("over 150 councillors from London", count=150),  # right, by number and head noun
            holder("the Barford Labour Group"),  # optional
            holder("Sir Bob Day MP"),  # wrong, and forbidden
            holder("Dan Roe"),  # wrong
        )
    )
    # 2 right of 4 named (the optional one left out); 2 of 3 required; f1 = 2*2/(4+3)
    assert value("list.precision", outcome(LIST, given)) == pytest.approx(2 / 4)
    assert value("list.recall", outcome(LIST, given)) == pytest.approx(2 / 3)
    assert value("list.f1", outcome(LIST, given)) == pytest.approx(4 / 7)
    assert value("list.forbidden", outcome(LIST, given)) == 1


def test_lists_are_averaged_and_a_failed_or_declined_one_scores_zero() -> None:
    right = answer(holders=(holder("Ann Lee"), holder("150 councillors", count=150), holder("CY FOX")))
    outcomes = [outcome(LIST, right), outcome(LIST, None), outcome(LIST, answer(answered=False))]
    for name in ("list.precision", "list.recall", "list.f1"):
        assert value(name, *outcomes) == pytest.approx(1 / 3), name


def test_a_holder_named_twice_is_right_once() -> None:
    twice = answer(holders=(holder("Ann Lee"), holder("Mrs Ann Lee")))
    assert value("list.precision", outcome(LIST, twice)) == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("more than 150 Labour councillors", 151),  # another number
        ("150 Labour MPs", 150),  # another noun
        ("150", 150),  # no noun at all
    ],
)
def test_a_counted_group_needs_its_number_and_its_noun(name: str, count: int) -> None:
    gold = question(kind=Kind.LIST, names=(Name("150 councillors", count=150),))
    assert value("list.recall", outcome(gold, answer(holders=(holder(name, count=count),)))) == 0


def test_position_accuracy_needs_the_verdict_and_the_stance_where_one_is_given() -> None:
    asked = question(kind=Kind.POSITION, answer="no", stance=Stance.PARTIAL)
    paused = answer(verdict="no", holders=(holder("Bob Day", stance=Stance.PARTIAL),))
    refused = answer(verdict="no", holders=(holder("Bob Day", stance=Stance.AGAINST),))
    compared = question(kind=Kind.COMPARE, answer="no")
    outcomes = [
        outcome(asked, paused),
        outcome(asked, refused),
        outcome(compared, refused),
        outcome(asked, None),
    ]
    assert value("position.accuracy", *outcomes) == pytest.approx(2 / 4)


def test_quote_exact_minds_words_but_not_spaces_and_outer_marks() -> None:
    asked = question(kind=Kind.QUOTE, answer="We cannot be bystanders.")
    same = answer("“We cannot\u00a0be bystanders.”")
    other = answer("We can not be bystanders.")
    assert value("quote.exact", outcome(asked, same), outcome(asked, other)) == pytest.approx(1 / 2)


def test_span_measures_take_the_best_of_answer_and_accept() -> None:
    asked = question(kind=Kind.COUNT, answer="more than 150", accept=("150",))
    # against "more than 150": P 1/1, R 1/3, f1 1/2; against "150": 1
    assert value("span.em", outcome(asked, answer("The 150!"))) == 1
    assert value("span.f1", outcome(asked, answer("the 150 letters"))) == pytest.approx(2 / 3)
    assert value("span.em", outcome(asked, answer("150 letters"))) == 0


def test_span_f1_counts_repeated_words_as_often_as_they_stand() -> None:
    asked = question(kind=Kind.WHY, answer="no no yes")
    assert value("span.f1", outcome(asked, answer("no no no"))) == pytest.approx(2 / 3)


def test_span_answers_compare_across_typographic_marks() -> None:
    asked = question(kind=Kind.WHY, answer='it was "deeply offensive"')
    assert value("span.em", outcome(asked, answer("it was “deeply offensive”"))) == 1


def test_no_question_leaves_the_denominator_of_span() -> None:
    asked = question(kind=Kind.WHEN, answer="2016")
    outcomes = [
        outcome(asked, answer("2016")),
        outcome(asked, answer(None)),
        outcome(asked, answer(answered=False)),
        outcome(asked, None),
        outcome(question(kind=Kind.LIST, names=GOLD), answer("2016")),  # no span is asked for
    ]
    assert value("span.em", *outcomes) == pytest.approx(1 / 4)


def test_abstention_counts_refusals_and_never_failures() -> None:
    unanswerable = question(answerable=False)
    outcomes = [
        outcome(unanswerable, answer(answered=False)),
        outcome(unanswerable, answer("2016")),
        outcome(unanswerable, None),
        outcome(question(), answer(answered=False)),
    ]
    assert value("abstain.precision", *outcomes) == pytest.approx(1 / 2)
    assert value("abstain.recall", *outcomes) == pytest.approx(1 / 3)


def test_cite_exact_needs_text_place_and_hash() -> None:
    good = citation(0, 7)
    moved = citation(1, 8, text=TEXT[0:7])
    rehashed = replace(good, sha256="0" * 64)
    outside = replace(good, end=len(TEXT) + 1)
    gone = replace(good, article="a9")
    given = answer(citations=(good, moved, rehashed, outside, gone))
    assert value("cite.exact", outcome(question(), given)) == pytest.approx(1 / 5)


def test_cite_recall_is_by_overlap_in_the_same_source() -> None:
    asked = question(evidence=(Evidence("000.txt", "signed by 46 councillors"),))
    at = TEXT.index("46")
    inside = answer(citations=(citation(0, 7), citation(at, at + 2)))
    beside = answer(citations=(citation(0, 30),))
    elsewhere = answer(citations=(citation(at, at + 2, source="001.txt"),))
    below = answer(citations=(citation(at, at + 2, source="articles/000.txt"),))
    assert value("cite.recall", outcome(asked, inside)) == 1
    assert value("cite.recall", outcome(asked, beside)) == 0
    assert value("cite.recall", outcome(asked, elsewhere)) == 0
    assert value("cite.recall", outcome(asked, below)) == 1
    assert value("cite.recall", outcome(asked, inside), outcome(asked, None)) == pytest.approx(1 / 2)


def test_evidence_is_found_through_no_break_spaces_and_line_breaks() -> None:
    asked = question(evidence=(Evidence("000.txt", "Lee called for a\u00a0ceasefire"),))
    assert value("cite.recall", outcome(asked, answer(citations=(citation(20, 22, article="a2"),)))) == 1
    assert value("cite.recall", outcome(asked, answer(citations=(citation(27, 32, article="a2"),)))) == 0


def test_cite_precision_is_over_questions_with_complete_evidence() -> None:
    evidence = (Evidence("000.txt", "Ann Lee called"),)
    complete, partial = question(evidence=evidence, complete=True), question(evidence=evidence)
    half = answer(citations=(citation(0, 7), citation(73, 82)))
    assert value("cite.precision", outcome(complete, half), outcome(partial, half)) == pytest.approx(1 / 2)
    assert value("cite.precision", outcome(complete, half), outcome(complete, None)) == pytest.approx(1 / 4)


def test_percentiles_are_by_nearest_rank() -> None:
    times = [30.0, 10.0, 20.0, 40.0]
    assert [percentile(times, percent) for percent in (25, 50, 51, 95)] == [10, 20, 30, 40]
    outcomes = [outcome(question(), None, milliseconds=time) for time in times]
    assert value("latency.p50", *outcomes) == 20
    assert value("latency.p95", *outcomes) == 40


def test_a_measure_over_nothing_has_no_value() -> None:
    found = {name: measure.score([], TEXTS.get).value for name, measure in MEASURES.items()}
    assert set(found.values()) == {None}


def test_measures_are_registered_under_the_contract_s_names() -> None:
    assert list(MEASURES) == [
        "list.precision",
        "list.recall",
        "list.f1",
        "list.forbidden",
        "position.accuracy",
        "quote.exact",
        "span.em",
        "span.f1",
        "abstain.precision",
        "abstain.recall",
        "cite.exact",
        "cite.recall",
        "cite.precision",
        "R@5",
        "R@10",
        "R@20",
        "nDCG@10",
        "RR@10",
        "latency.p50",
        "latency.p95",
    ]
