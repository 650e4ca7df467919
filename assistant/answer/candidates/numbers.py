"""Figures in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer.candidates.candidate import Candidate
from assistant.forms import Want

_UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDED = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(reversed(_UNITS))}"
_SCALE = r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores?|bn|m|k|tn)"
_MODIFIER = (
    r"(?:(?:well |just |slightly |far |no |not |many )?(?:more|fewer|less|greater|higher|lower) than|(?:just |well )?(?:over|under|above|below)|"
    r"about|around|roughly|approximately|some|almost|nearly|close to|at least|at most|up to|as many as|as few as|only|"
    r"an estimated|a record|a total of|the total|another)"
)
_FIGURE = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?(?:-\d+(?:,\d{{3}})*)?|(?:a|an|{WORDED})(?=[ -]{_SCALE}\b)|{WORDED}|(?:hundreds|thousands|millions|billions|dozens|scores)|half|a third|a quarter|two[- ]thirds|three[- ]quarters|one[- ]third|a dozen)"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<modifier>{_MODIFIER} )?(?P<money>[£$€] ?)?(?P<figure>{_FIGURE})"
    rf"(?P<scale>(?:[ -]?{_SCALE})*)(?P<percent> ?%| per cent\b| percent\b| percentage points?\b)?"
    r"(?P<pence> ?(?:pounds|dollars|euros|pence|p)\b)?(?![\w])",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"^[ -](?:(?:and a half|long|full|more|consecutive) )?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centuries|century)\b",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"^[ -](?:metres?|meters?|miles?|kilometres?|km|feet|foot|ft|inches|tonnes?|tons|kg|kilograms?|litres?|acres?|hectares?|mph|degrees|mm|cm|megawatts?|MW|square (?:miles|metres|feet))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^(?:[.:]\d\d)?\s?(?:am|pm|a\.m|p\.m)\b", re.IGNORECASE)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_OF_MONTH = re.compile(rf"^(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b")
_MONTH_BEFORE = re.compile(rf"(?:{_MONTHS})(?: \d{{1,2}},)? $")


_VOTES = re.compile(r"\b\d[\d,]*(?: votes)?(?: to |-|–)\d[\d,]*(?: votes)?\b|\bbetween [\d,]+ and [\d,]+")
_AGE = re.compile(r"(?:\baged |\bage of |[a-z], )$")
_FIGURES_ELSEWHERE = re.compile(
    r"\b(?:once|twice|several|dozens|a (?=week|month|year|day|decade|fortnight))\b", re.IGNORECASE
)


# what stands before or after a figure is looked for no further than this, in characters
_NEARBY = 40


def numbers(sentence: str, want: Want) -> Iterator[Candidate]:
    """Figures in digits and in words, with "more than", currency, scale and unit; no dates, years or times."""
    if want is Want.NUMBER:
        for match in _VOTES.finditer(sentence):
            yield Candidate(match.start(), match.end(), match[0], 0.6)
    for match in _FIGURES_ELSEWHERE.finditer(sentence):
        duration = _DURATION.match(" " + sentence[match.end() : match.end() + _NEARBY].lstrip())
        if duration and want is Want.DURATION:
            end = match.end() + duration.end() - (1 if match[0].endswith(" ") else 0)
            yield Candidate(match.start(), end, sentence[match.start() : end].strip(), 0.8)
        elif not match[0].startswith(("a ", "A ")) and want is Want.NUMBER:
            yield Candidate(match.start(), match.end(), match[0], 0.5)
    for match in _NUMBER.finditer(sentence):
        after = sentence[match.end() : match.end() + _NEARBY]
        if _is_date_or_time(sentence, match, after):
            continue
        if _AGE.search(sentence[max(0, match.start() - _NEARBY) : match.start()]) and re.match(r"[,.)]", after):
            yield Candidate(match.start(), match.end(), match[0], 0.1)
            continue
        money, percent = bool(match["money"] or match["pence"]), bool(match["percent"])
        duration, unit = _DURATION.match(after), _UNIT_AFTER.match(after)
        end = match.end()
        is_wanted = {
            Want.MONEY: money,
            Want.PERCENT: percent or bool(re.match(r"half|.*third|.*quarter", match["figure"], re.IGNORECASE)),
            Want.DURATION: bool(duration),
            Want.NUMBER: not money and not percent and not duration,
        }[want]
        if duration and want in (Want.DURATION, Want.NUMBER):
            end += duration.end()
        elif unit and want is Want.NUMBER:
            end += unit.end()
        elif match["figure"].casefold() in ("one", "half") and not (match["scale"] or percent):
            is_wanted = False
        strength = 1.0 if is_wanted else 0.2
        yield Candidate(match.start(), end, sentence[match.start() : end].strip(), strength)


def _is_date_or_time(sentence: str, match: re.Match[str], after: str) -> bool:
    if match["money"] or match["percent"] or match["scale"]:
        return False
    figure = match["figure"]
    if (
        _CLOCK.match(after)
        or _DAY_OF_MONTH.match(after)
        or _MONTH_BEFORE.search(sentence[max(0, match.start("figure") - _NEARBY) : match.start("figure")])
    ):
        return True
    is_year = bool(re.fullmatch(r"(?:1[89]|20)\d\d", figure)) and not match["modifier"]
    return is_year and not re.match(r" [a-z]+s\b", after)
