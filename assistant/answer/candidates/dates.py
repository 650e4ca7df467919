"""Days, months, years and the times that name none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.answer.candidates.candidate import Candidate
from assistant.answer.candidates.numbers import WORDED
from index.dates import find_dates

_CLOCK_TIME = re.compile(
    rf"\b(?:\d{{1,2}}(?:[.:]\d\d)? ?(?:am|pm|a\.m\.|p\.m\.)|noon|midnight|\d\d[.:]\d\d|"
    rf"(?:{WORDED})(?: o['’]clock| in the (?:morning|afternoon|evening)| at night|(?= sharp)))",
    re.IGNORECASE,
)
# times that name no day: shown as they stand
_WHEN_WORDS = re.compile(
    r"\b(?:(?:by|since|until|before|after|at|in|from|later in|earlier in|within) )?"
    r"(?:the end of (?:the|this|next) (?:year|month|week)|(?:earlier |later )?(?:this|last|next|that|the previous|the following) "
    r"(?:year|month|week|weekend|spring|summer|autumn|winter|night|morning|evening)|(?:the )?(?:spring|summer|autumn|winter|new year)\b|"
    r"Easter|Christmas|Ramadan|(?:a|an|one|two|three|four|five|six|ten|\d+) (?:days?|weeks?|months?|years?|hours?|decades?) "
    r"(?:ago|later|earlier|before|after)|(?:a|one|two|three|\d+) (?:days?|weeks?|months?|years?)\b|"
    r"the (?:first|last) (?:Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|day) of (?:the|each|every) month)",
    re.IGNORECASE,
)
_DAY_ONLY = re.compile(r"\bthe (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:century|place|ward|district|floor|minute))")
_YEAR_SPAN = re.compile(r"\b(?:from|between) (?:19|20)\d\d (?:to|and|until) (?:19|20)\d\d")
_TO_COME = re.compile(r"\b(?:will|due|to be|are to|is to|faces?|meets?|next|plans?|for)\b", re.IGNORECASE)


def dates(sentence: str, published: date | None) -> Iterator[Candidate]:
    """Days, months and years that the sentence names, relative ones resolved from the day of publication."""
    for found in find_dates(sentence, published):
        is_month = len(found.iso) == 7
        words_ = sentence[found.start : found.end]
        yield Candidate(found.start, found.end, words_ if is_month else found.iso, 0.8 if is_month else 1.0)
    for match in _CLOCK_TIME.finditer(sentence):
        yield Candidate(match.start(), match.end(), match[0], 0.3)
    for pattern, strength in ((_WHEN_WORDS, 0.5), (_YEAR_SPAN, 0.6)):
        for match in pattern.finditer(sentence):
            yield Candidate(match.start(), match.end(), match[0], strength)
    for match in _DAY_ONLY.finditer(sentence) if published else ():
        day = _nearest_day(int(match["day"]), published, to_come=bool(_TO_COME.search(sentence)))
        if day:
            yield Candidate(match.start(), match.end(), day.isoformat(), 0.6)


def _nearest_day(day: int, published: date | None, *, to_come: bool) -> date | None:
    """ "The 22nd" of the month of publication, or of the month before or after it."""
    if published is None:
        return None
    steps = (0, 1) if to_come else (0, -1)
    for step in steps:
        month = published.month - 1 + step
        try:
            found = date(published.year + month // 12, month % 12 + 1, day)
        except ValueError:
            continue
        if (found >= published) if to_come else (found <= published):
            return found
    return None
