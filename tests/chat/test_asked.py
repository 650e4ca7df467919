from __future__ import annotations

from datetime import date

import pytest

from assistant.chat.asked import check
from index.errors import UsageError
from index.types import Filters


def test_empty_fields_are_no_filter() -> None:
    assert check("Who?", "", None, " ") == ("Who?", Filters())


def test_filters_are_read() -> None:
    asked = check("Who?", "2023-10-01", " 2023-11-30 ", " County Wire ")
    assert asked == ("Who?", Filters(date(2023, 10, 1), date(2023, 11, 30), "County Wire"))


def test_everything_wrong_is_named_in_one_sentence() -> None:
    with pytest.raises(UsageError) as caught:
        check(" ", "yesterday", "30/11/2023", "x" * 201)
    told = str(caught.value)
    assert told.startswith("There is no question")
    for fault in ("the first day is not a date", "the last day is not a date", "the outlet"):
        assert fault in told


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(UsageError, match="2023-11-05, is after the last, 2023-11-01"):
        check("Who?", "2023-11-05", "2023-11-01", None)


def test_the_longest_question_passes_and_one_character_more_does_not() -> None:
    check("w" * 2000, None, None, None)
    with pytest.raises(UsageError, match="2,001 characters: 2,000 at most"):
        check("w" * 2001, None, None, None)


def test_halves_of_characters_are_refused() -> None:
    with pytest.raises(UsageError, match="not valid text"):
        check("who \ud800?", None, None, None)
