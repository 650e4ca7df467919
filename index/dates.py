"""Dates in English text, found and resolved without guessing. Light: the answer path imports it.

A date that the words only imply ("on Friday", "27 October") is resolved from the article's own date; where
that is missing it is left out. Numeric dates are read in British order, day before month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
_LONG_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY_NAME = rf"(?:(?:{_LONG_DAY}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?,?\s(?:the\s)?)?"
_NTH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_NO_UNIT = r"(?![\d,.]*\d)"

_DATES = re.compile(
    rf"""\b(?:
      (?P<iso>(?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d))(?!\d)
    | (?P<numeric>(?P<num_d>\d{{1,2}})(?P<sep>[/.-])(?P<num_m>\d{{1,2}})(?P=sep)
      (?P<num_y>{_YEAR}|\d\d))(?![\d/])
    | (?P<day_month>{_DAY_NAME}(?P<dm_d>\d{{1,2}}){_NTH}\s(?:of\s)?(?P<dm_m>{_MONTH})
      (?:,?\s(?P<dm_y>{_YEAR})\b)?)
    | (?P<month_day>{_DAY_NAME}(?P<md_m>{_MONTH})\s(?P<md_d>\d{{1,2}}){_NTH}\b{_NO_UNIT}
      (?:,?\s(?P<md_y>{_YEAR})\b)?)
    | (?P<month_year>(?P<my_m>{_MONTH}),?\s(?:of\s)?(?P<my_y>{_YEAR})\b)
    | (?P<month>(?P<m_how>in|last|next|since|until|during|early|late|mid)[\s-](?P<m_m>{_MONTH})(?!,?\s\d))
    | (?P<weekday>(?:(?P<how>last|next|coming)\s)?(?P<w_d>{_LONG_DAY}))\b
    | (?P<relative>the\sday\sbefore\syesterday|yesterday|today|tomorrow|tonight|last\snight
      |this\s(?:morning|afternoon|evening))\b
    | (?P<ago>(?P<ago_n>\d{{1,2}}|one|two|three|four|five|six)\sdays?\s(?:ago|earlier))\b
    | (?P<year>(?:(?:in|since|by|until|from|during|before|after|between
      |early|late|mid|spring|summer|autumn|winter)[\s-])
      (?P<y_y>{_YEAR})\b(?!-\d){_NO_UNIT}(?!%|\s(?:people|of)\b)
      |(?P<y_e>\A{_YEAR}\Z|{_YEAR}(?=\s(?:general\s|local\s|presidential\s)?
      (?:election|referendum|budget|season|manifesto|census|war)s?\b)))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS = r"said|told|says|added|wrote|announced|claimed|argued|tweeted|posted|reported|revealed"
_AHEAD = re.compile(
    rf"\b(?:will|due|ahead\sof|until|upcoming|expected\sto|set\sto|scheduled|is\sto|are\sto|going\sto|plans?\sto|before\snext)\b"
    rf"(?!.*\b(?:{_SAYS}|was|were|had|met|held)\b)",
    re.IGNORECASE,
)
_SAID = re.compile(rf"\b(?:{_SAYS})\b", re.IGNORECASE)
_THEN_WILL = re.compile(r"(?:[’']s)?,?\s(?:[\w’'.-]+\s){0,3}will\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date at ``[start, end)``, characters into the text; ``iso`` is "2023-10-27", "2023-10" or "2016"."""

    start: int
    end: int
    iso: str


def find_dates(text: str, published: date | None = None) -> list[DateFound]:
    """Every date in ``text``, in order; those that need ``published`` only where it is known."""
    found = []
    for match in _DATES.finditer(text):
        kind = next(kind for kind in _RESOLVERS if match[kind])
        iso = _RESOLVERS[kind](match, published)
        if iso:
            start, end = _span(match, kind)
            found.append(DateFound(start, end, iso))
    return found


def resolve_date(words: str, published: date | None = None) -> date | None:
    """The first day that ``words`` name; None where they name none, or need a missing ``published``."""
    days = [found.iso for found in find_dates(words, published) if len(found.iso) == 10]
    return date.fromisoformat(days[0]) if days else None


def _span(match: re.Match[str], kind: str) -> tuple[int, int]:
    """The words of the date itself, without the preposition that showed it to be one."""
    if kind == "year":
        return match.span("y_y" if match["y_y"] else "y_e")
    if kind == "month" and match["m_how"].lower() not in {"last", "next"}:
        return match.span("m_m")
    return match.span(kind)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _full(match: re.Match[str], _: date | None) -> str | None:
    return _iso(_day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"])))


def _numeric(match: re.Match[str], _: date | None) -> str | None:
    if len(match["num_y"]) == 2 and match["sep"] != "/":
        return None  # 10.30.15 is as likely a time or a version
    year = int(match["num_y"]) + (2000 if len(match["num_y"]) == 2 else 0)
    first, second = int(match["num_d"]), int(match["num_m"])
    # 10/27/2023 can only be American
    return _iso(_day(year, second, first) or _day(year, first, second))


def _day_month(match: re.Match[str], published: date | None) -> str | None:
    return _day_of_month(match["dm_d"], match["dm_m"], match["dm_y"], published)


def _month_day(match: re.Match[str], published: date | None) -> str | None:
    if not match["md_y"] and match["md_m"] in {"may", "march", "mar"}:
        return None  # the verb
    return _day_of_month(match["md_d"], match["md_m"], match["md_y"], published)


def _day_of_month(day: str, month: str, year: str | None, published: date | None) -> str | None:
    if year:
        return _iso(_day(int(year), _month_number(month), int(day)))
    if published is None:
        return None
    near = [_day(published.year + step, _month_number(month), int(day)) for step in (-1, 0, 1)]
    return _iso(min(filter(None, near), key=lambda then: abs(then - published), default=None))


def _month_year(match: re.Match[str], _: date | None) -> str:
    return f"{match['my_y']}-{_month_number(match['my_m']):02}"


def _month_alone(match: re.Match[str], published: date | None) -> str | None:
    if published is None or not match["m_m"][0].isupper():
        return None
    month, now = _month_number(match["m_m"]), published.year * 12 + published.month - 1
    months = [(published.year + step) * 12 + month - 1 for step in (-1, 0, 1)]
    how = match["m_how"].lower()
    if how == "last":
        months = [then for then in months if then < now]
    elif how == "next":
        months = [then for then in months if then > now]
    then = min(months, key=lambda month: abs(month - now))
    return f"{then // 12}-{then % 12 + 1:02}"


def _weekday(match: re.Match[str], published: date | None) -> str | None:
    if published is None:
        return None
    since = (published.weekday() - _WEEKDAYS.index(match["w_d"][:3].lower())) % 7
    how = (match["how"] or "").lower()
    if how == "last":
        return _iso(published - timedelta(days=since or 7))
    if how or _lies_ahead(match):
        return _iso(published + timedelta(days=7 - since))
    return _iso(published - timedelta(days=since))


def _lies_ahead(match: re.Match[str]) -> bool:
    """Whether the words around a weekday say that it is still to come."""
    before = _SENTENCE_END.split(match.string[max(0, match.start() - 80) : match.start()])[-1]
    if _AHEAD.search(before):
        return True
    return not _SAID.search(before) and bool(_THEN_WILL.match(match.string, match.end()))


def _relative(match: re.Match[str], published: date | None) -> str | None:
    if published is None:
        return None
    words = match["relative"].lower()
    days = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}.get(words, 0)
    return _iso(published + timedelta(days=days))


def _ago(match: re.Match[str], published: date | None) -> str | None:
    if published is None or match["ago"].lower().endswith("earlier"):
        return None  # earlier than what?
    count = match["ago_n"].lower()
    return _iso(published - timedelta(days=_NUMBERS.get(count) or int(count)))


def _year(match: re.Match[str], _: date | None) -> str:
    return match["y_y"] or match["y_e"]


_RESOLVERS: dict[str, Callable[[re.Match[str], date | None], str | None]] = {
    "iso": _full,
    "numeric": _numeric,
    "day_month": _day_month,
    "month_day": _month_day,
    "month_year": _month_year,
    "month": _month_alone,
    "weekday": _weekday,
    "relative": _relative,
    "ago": _ago,
    "year": _year,
}
