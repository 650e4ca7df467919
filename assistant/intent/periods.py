"""When it was to have been said: "before 1 November", "in October 2023", "on 27 October"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import find_dates

_HOW = re.compile(r"[\s,](?P<how>before|after|since|until|till|up to|on|in|during|from)\s+", re.IGNORECASE)
_LONGEST = 40
#: any day: whether words are a date can be told without knowing which
_ANY = date(2001, 6, 15)


@dataclass(frozen=True, slots=True)
class Period:
    """How a date limits what is asked ("before", "in"), and the date in the words of the question."""

    how: str
    words: str

    def days(self, near: date | None) -> tuple[date | None, date | None]:
        """First and last day, None where it is open, or where the words name no date.

        Args:
            near: of several years the one nearest to this day is meant, where the words name none.
        """
        whole = _dated(self, near)
        if whole is None:
            return None, None
        first, last = whole
        match self.how:
            case "before":
                return None, first - timedelta(days=1)
            case "after":
                return last + timedelta(days=1), None
            case "since" | "from":
                return first, None
            case "until" | "till" | "up to":
                return None, last
            case _:
                return first, last


def split(words: str) -> tuple[str, Period | None]:
    """The words without a period at their end, and that period."""
    for match in _HOW.finditer(words, max(0, len(words) - _LONGEST)):
        period = Period(match["how"].casefold(), words[match.end() :].strip())
        if words[: match.start()].strip() and _dated(period, _ANY):
            return words[: match.start()].rstrip(" ,"), period
    return words, None


def _dated(period: Period, near: date | None) -> tuple[date, date] | None:
    """First and last day of a date that is all of the words; None where there is none, or more is said."""
    whole = f"in {period.words}"
    found = find_dates(whole, near)
    if len(found) != 1 or whole[: found[0].start].strip().casefold() not in ("in", "in the"):
        return None
    if whole[found[0].end :].strip():
        return None
    year, *rest = map(int, found[0].iso.split("-"))
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) == 2:
        day = date(year, *rest)
        return day, day
    following = date(year + rest[0] // 12, rest[0] % 12 + 1, 1)
    return date(year, rest[0], 1), following - timedelta(days=1)
