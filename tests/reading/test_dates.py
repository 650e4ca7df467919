"""Dates found in text, resolved only from what is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dates import find_dates, resolve_date

_FRIDAY = date(2023, 10, 27)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023-10-27", "2023-10-27"),
        ("27 October 2023", "2023-10-27"),
        ("27th of October 2023", "2023-10-27"),
        ("October 27, 2023", "2023-10-27"),
        ("Fri, 27 Oct 2023", "2023-10-27"),
        ("27/10/2023", "2023-10-27"),
        ("3/11/23", "2023-11-03"),
        ("3.11.2023", "2023-11-03"),
        ("10/27/2023", "2023-10-27"),
        ("Sept. 11, 2001", "2001-09-11"),
    ],
)
def test_full_dates_need_no_publication_date(words: str, day: str) -> None:
    assert resolve_date(words) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("said on Friday", "2023-10-27"),
        ("in talks on Wednesday", "2023-10-25"),
        ("on Saturday", "2023-10-21"),
        ("next Friday", "2023-11-03"),
        ("last Friday", "2023-10-20"),
        ("will meet on Monday", "2023-10-30"),
        ("ahead of Thursday’s by-election", "2023-11-02"),
        ("On Monday the council will vote", "2023-10-30"),
        ("said on Tuesday that he will resign", "2023-10-24"),
        ("yesterday", "2023-10-26"),
        ("today", "2023-10-27"),
        ("tomorrow", "2023-10-28"),
        ("last night", "2023-10-26"),
        ("two days ago", "2023-10-25"),
        ("27 October", "2023-10-27"),
        ("on October 7", "2023-10-07"),
        ("28 December", "2023-12-28"),
        ("1 January", "2024-01-01"),
    ],
)
def test_implied_dates_are_resolved_from_the_publication_date_and_never_without_it(words: str, day: str) -> None:
    assert resolve_date(words, _FRIDAY) == date.fromisoformat(day)
    assert resolve_date(words) is None
    assert find_dates(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "last week",
        "a month ago",
        "in 2016",
        "October 2023",
        "31 February 2023",
        "by 2,000 people",
        "it may 5",
        "",
        "99/99/2023",
    ],
)
def test_words_that_name_no_day_resolve_to_none(words: str) -> None:
    assert resolve_date(words, _FRIDAY) is None


@pytest.mark.parametrize(
    ("words", "found", "iso"),
    [
        ("elected in 2016, he", "2016", "2016"),
        ("2016", "2016", "2016"),
        ("the 2019 general election", "2019", "2019"),
        ("a raid in October 2023", "October 2023", "2023-10"),
        ("last October", "last October", "2022-10"),
        ("Friday 27 October 2023.", "Friday 27 October 2023", "2023-10-27"),
        ("horrific October 7 terrorist attack", "October 7", "2023-10-07"),
    ],
)
def test_spans_hold_the_words_of_the_date(words: str, found: str, iso: str) -> None:
    (date_found,) = find_dates(words, _FRIDAY)
    assert (words[date_found.start : date_found.end], date_found.iso) == (found, iso)


@settings(deadline=None)
@given(st.text(alphabet="0123456789/-. ,ocnvmadyfris", max_size=60))
def test_found_dates_are_real_and_in_order(text: str) -> None:
    end = 0
    for found in find_dates(text, _FRIDAY):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        date.fromisoformat(
            found.iso + "-01-01"[: 10 - len(found.iso)] if len(found.iso) < 7 else (found.iso + "-01")[:10]
        )


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_weekday_alone_is_never_in_the_future_nor_a_week_past(published: date) -> None:
    day = resolve_date("he said on Tuesday", published)
    assert day is not None
    assert day.weekday() == 1
    assert timedelta(0) <= published - day < timedelta(7)
