"""Which spans of a sentence can be the short answer."""

from __future__ import annotations

from datetime import date
from functools import partial
from timeit import repeat

import pytest

from assistant.answer.candidates import candidates, whole_list
from assistant.forms import Want

PUBLISHED = date(2023, 11, 17)  # a Friday


def _shorts(sentence: str, want: Want, at_least: float = 0.0) -> list[str]:
    return [c.short for c in candidates(sentence, want, PUBLISHED) if c.strength >= at_least]


@pytest.mark.parametrize(
    ("sentence", "want", "expected"),
    [
        ("It was signed by more than 150 councillors.", Want.NUMBER, "more than 150"),
        ("She has had 2,000 e-mails.", Want.NUMBER, "2,000"),
        ("Around 200 of them left.", Want.NUMBER, "Around 200"),
        ("Seven councillors quit.", Want.NUMBER, "Seven"),
        ("Nearly two dozen members walked out.", Want.NUMBER, "Nearly two dozen"),
        ("The bridge will cost £1.4m.", Want.MONEY, "£1.4m"),
        ("They agreed on $3 billion in aid.", Want.MONEY, "$3 billion"),
        ("Turnout was 35.9%.", Want.PERCENT, "35.9%"),
        ("Some 12 per cent agreed.", Want.PERCENT, "Some 12 per cent"),
        ("He led it for three years.", Want.DURATION, "three years"),
        ("The amendment fell by 529 votes to 68.", Want.NUMBER, "529 votes to 68"),
        ("It resigned in a statement on Thursday.", Want.DATE, "2023-11-16"),
        ("The mill closed in 2016.", Want.DATE, "2016"),
        ("The library opened on 3 November.", Want.DATE, "2023-11-03"),
        ("It will be back by Easter.", Want.DATE, "by Easter"),
        ("They quit over the party's refusal to act.", Want.REASON, "the party's refusal to act"),
        ("She left because she was tired, but he stayed.", Want.REASON, "she was tired"),
        ("It was signed by Mayor Ann Lee in Barford.", Want.PERSON, "Ann Lee"),
        ("They met in Barford Town Hall.", Want.PLACE, "Barford Town Hall"),
        ("She represents Haggerston ward.", Want.THING, "Haggerston ward"),
    ],
)
def test_the_span_wanted_is_among_the_strong_ones(sentence: str, want: Want, expected: str) -> None:
    assert expected in _shorts(sentence, want, 0.4)


@pytest.mark.parametrize(
    "sentence",
    ["It happened in 2016.", "The meeting is on 14 December.", "Doors open at 7.30pm.", "On October 27, 2023."],
)
def test_years_dates_and_times_count_nothing(sentence: str) -> None:
    assert _shorts(sentence, Want.NUMBER) == []


def test_a_day_is_not_resolved_without_a_date_to_resolve_it_from() -> None:
    assert [c for c in candidates("In a statement on Friday, she resigned.", Want.DATE, None) if "-" in c.short] == []


def test_an_age_is_a_weak_number() -> None:
    assert _shorts("Ann Lee, 33, spoke to 40 people.", Want.NUMBER, 0.5) == ["40"]


def test_offsets_are_those_of_the_words() -> None:
    sentence = "“More than 150 councillors” wrote to Ann Lee in Barford on Friday because they were angry 👩‍🚀."
    for want in (Want.NUMBER, Want.REASON, Want.PERSON, Want.PLACE, Want.THING):
        for candidate in candidates(sentence, want, PUBLISHED):
            assert sentence[candidate.start : candidate.end].strip().startswith(candidate.short[:5])


@pytest.mark.parametrize("want", list(Want))
def test_time_grows_with_length_and_no_faster(want: Want) -> None:
    """Twice the text must not take four times as long; the ratio is of the best of several runs."""
    text = "more than 150 of the councillors, who said “no”, met Ann Lee over 2,000 e-mails in May 2016 because, "
    short, long = (
        min(repeat(partial(candidates, text * times, want, PUBLISHED), number=1, repeat=5)) for times in (15, 30)
    )
    assert long <= 3.5 * short + 0.02


def test_one_of_several_people_is_shown_with_the_others() -> None:
    sentence = "On Friday Ann Lee, Bob Day and Cat Fox left; Dan Orr, the leader of Barford, and Eve Ash did not."
    start = sentence.index("Bob Day")
    assert whole_list(sentence, start, start + 7) == "Ann Lee, Bob Day and Cat Fox"
    start = sentence.index("Dan Orr")
    assert whole_list(sentence, start, start + 7) == "Dan Orr"
