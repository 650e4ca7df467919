"""Spans of a sentence that could be the short answer to a question, by the kind of thing wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.question import Want
from assistant.words import Word, words
from index.dates import find_dates


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible short answer at ``[start, end)`` of the sentence.

    Attributes:
        short: what to show: the words, or for a day its ISO date.
        strength: how surely it is the kind of thing wanted, 0 to 1.
    """

    start: int
    end: int
    short: str
    strength: float = 1.0


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDED = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(reversed(_UNITS))}"
_SCALE = r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores?|bn|m|k|tn)"
_MODIFIER = (
    r"(?:(?:well |just |slightly |far |no |not |many )?(?:more|fewer|less|greater|higher|lower) than|(?:just |well )?(?:over|under|above|below)|"
    r"about|around|roughly|approximately|some|almost|nearly|close to|at least|at most|up to|as many as|as few as|only|"
    r"an estimated|a record|a total of|the total|another)"
)
_FIGURE = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?(?:-\d+(?:,\d{{3}})*)?|(?:a|an|{_WORDED})(?=[ -]{_SCALE}\b)|{_WORDED}|(?:hundreds|thousands|millions|billions|dozens|scores)|half|a third|a quarter|two[- ]thirds|three[- ]quarters|one[- ]third|a dozen)"
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
_FIGURES_ELSEWHERE = re.compile(r"\b(?:once|twice|several|dozens|a (?=week|month|year|day|decade|fortnight))\b", re.IGNORECASE)


def numbers(sentence: str, want: Want) -> Iterator[Candidate]:
    """Figures in digits and in words, with "more than", currency, scale and unit; no dates, years or times."""
    if want is Want.NUMBER:
        for match in _VOTES.finditer(sentence):
            yield Candidate(match.start(), match.end(), match[0], 0.6)
    for match in _FIGURES_ELSEWHERE.finditer(sentence):
        duration = _DURATION.match(" " + sentence[match.end() :].lstrip())
        if duration and want is Want.DURATION:
            end = match.end() + duration.end() - (1 if match[0].endswith(" ") else 0)
            yield Candidate(match.start(), end, sentence[match.start() : end].strip(), 0.8)
        elif not match[0].startswith(("a ", "A ")) and want is Want.NUMBER:
            yield Candidate(match.start(), match.end(), match[0], 0.5)
    for match in _NUMBER.finditer(sentence):
        after = sentence[match.end() :]
        if _is_date_or_time(sentence, match, after):
            continue
        if _AGE.search(sentence[: match.start()]) and re.match(r"[,.)]", after):
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
    if _CLOCK.match(after) or _DAY_OF_MONTH.match(after) or _MONTH_BEFORE.search(sentence[: match.start("figure")]):
        return True
    is_year = bool(re.fullmatch(r"(?:1[89]|20)\d\d", figure)) and not match["modifier"]
    return is_year and not re.match(r" [a-z]+s\b", after)


_CLOCK_TIME = re.compile(
    rf"\b(?:\d{{1,2}}(?:[.:]\d\d)? ?(?:am|pm|a\.m\.|p\.m\.)|noon|midnight|\d\d[.:]\d\d|"
    rf"(?:{_WORDED})(?: o['’]clock| in the (?:morning|afternoon|evening)| at night|(?= sharp)))",
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
    """"The 22nd" of the month of publication, or of the month before or after it."""
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


# connectives that open a reason, the surest first
_REASONS = (
    (r"because of|because|due to|owing to|on the grounds? (?:that|of)|in protest (?:at|against|over)|thanks to|as a result of", 1.0),
    (r"over|citing|blaming|in response to|accused of|accusing|prompted by|caused by|driven by|out of|arguing(?: that)?|given", 0.8),
    (r"after|following|since|saying(?: that)?|so that|in order to|so as to|to avoid|to make|to allow|to protest|to give|to save|to protect|to let|to help|to stop", 0.6),
    (r"as|for|amid|to|by|when|with", 0.3),
)
_REASON = re.compile("|".join(rf"(?P<c{i}>\b(?:{words_})\b)" for i, (words_, _) in enumerate(_REASONS)), re.IGNORECASE)
_REPORTED = re.compile(
    r"^(?:[\w’']+ ){1,4}?(?:said|says|found|ruled|decided|concluded|heard|warned|told [\w’']+)(?: that)? ", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[;:]|, (?:but|while|and (?:he|she|they|it|the)|which|who|although|though|said|says|he|she|they)\b|[.!?][”’\"']*$|[”\"] (?:he|she|they|the|said)\b| – ")


_CLAIM = re.compile(
    r"\b(?:argu|think|thought|believ|fear|worr|complain|explain|insist|claim|sa(?:id|ys?)\b|warn|told [\w’']+\b|felt\b|feels\b)"
    r"(?:s|es|ed|ing)?(?: that)? ([^;:“”\"]{8,200}?)(?=[;:.!?]|, (?:but|and|while|has|have|had|was|is)\b|$)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|who|that) ((?:[^,;:.]|[.,](?=\d)){6,160})")
_SAID_QUOTE = re.compile(r"[“\"]([^”\"]{8,300}?)[,.]?(?:[”\"]|$)")


def reasons(sentence: str) -> Iterator[Candidate]:
    """What follows "because", "over", "after officials said" … up to the end of its clause."""
    for match in _REASON.finditer(sentence):
        strength = next(weight for i, (_, weight) in enumerate(_REASONS) if match[f"c{i}"])
        start = match.end()
        while start < len(sentence) and sentence[start] in " ,":
            start += 1
        end_match = _CLAUSE_END.search(sentence, start)
        end = end_match.start() if end_match else len(sentence)
        reported = _REPORTED.match(sentence[start:end])
        if reported and match["c2"]:
            start += reported.end()
        if len(sentence[start:end].split()) >= 2:
            yield Candidate(start, end, sentence[start:end].strip(" ,"), strength)
    for pattern, strength in ((_CLAIM, 0.5), (_WHICH, 0.4), (_SAID_QUOTE, 0.4)):
        for match in pattern.finditer(sentence):
            if len(match[1].split()) >= 2:
                yield Candidate(match.start(1), match.end(1), match[1], strength)
    yield Candidate(0, len(sentence), sentence.strip(), 0.1)


_PARTICLES = frozenset("of the and for de la le van von der den al bin on in upon".split())
_TITLES = frozenset(
    """mr mrs ms miss dr sir dame councillor cllr councillors professor prof reverend rev canon bishop
    archbishop president minister secretary chancellor mayor chairman chair judge justice captain inspector sergeant
    constable detective superintendent general colonel major leader mp mps ambassador prime foreign home shadow deputy
    senator governor king queen prince princess pope imam rabbi father sister nurse chief executive director""".split()
)
_ORG_WORDS = frozenset(
    """council party union office committee association society club trust company group court agency department
    ministry service network board commission institute college university school hospital church parliament bank
    foundation charity authority assembly house government airlines police ltd plc inc""".split()
)
_NO_NAME = frozenset(
    """since although though however despite meanwhile today yesterday tomorrow tonight last next earlier later instead
    yet still even also then there asked according among around another besides every like photo picture pictured
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december""".split()
)
_PLACE_BEFORE = re.compile(r"(?:^|[ (])(?:in|at|near|outside|from|to|on|across|into|inside|around|towards|of)(?: the)? $", re.IGNORECASE)


def names(sentence: str, want: Want) -> Iterator[Candidate]:
    """Runs of capitalised words, whole and without the titles before them."""
    for run in _capital_runs(sentence):
        for part in _parts(run):
            start, end = part[0].start, part[-1].end
            text = sentence[start:end].removesuffix("’s").removesuffix("'s")
            plain = [word.text.casefold() for word in part]
            is_org = any(word in _ORG_WORDS for word in plain)
            is_person = 2 <= len(part) <= 4 and not is_org and not any(word in _TITLES for word in plain)
            strength = 0.5
            if want is Want.PERSON:
                strength = 1.0 if is_person else 0.5 if is_org else 0.3 if plain[0] in _TITLES else 0.4
            elif want is Want.PLACE:
                strength = 1.0 if _PLACE_BEFORE.search(sentence[max(0, start - 14) : start]) else 0.3
            yield Candidate(start, start + len(text), text, strength)


_OFFICES = re.compile(
    r"\b(?:the|a|an|his|her|its|their) ((?:[a-z][\w’'-]+ ){0,2}?(?:sergeant|chair|chairman|auditor|archdeacon|bishop|vicar|mayor|"
    r"minister|secretary|president|chancellor|speaker|leader|council|police|government|clerk|judge|coroner|captain|manager|"
    r"spokesman|spokeswoman|editor|author|treasurer|headteacher|mother|father|widow|daughter|son|wife|husband))\b"
)


def offices(sentence: str) -> Iterator[Candidate]:
    """People named by their office alone: "the auditor", "the first minister"."""
    for match in _OFFICES.finditer(sentence):
        yield Candidate(match.start(), match.end(), match[0], 0.3)


def _capital_runs(sentence: str) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words(sentence):
        joined = bool(run) and re.fullmatch(r"[ ]|’s |'s ", sentence[run[-1].end : word.start]) is not None
        if run and not joined:
            yield from _trimmed(run)
            run = []
        is_function = word.is_stop or word.text.casefold() in _NO_NAME
        opens = word.is_capital and not (is_function and not (run and word.text.isupper()))
        if opens or (run and word.text in _PARTICLES):
            run.append(word)
        elif run:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _trimmed(run: list[Word]) -> Iterator[list[Word]]:
    """The run without particles at its end."""
    while run and run[-1].text in _PARTICLES:
        run = run[:-1]
    if run:
        yield run


def _parts(run: list[Word]) -> Iterator[list[Word]]:
    """The run; without the titles before a name; and each side of an "and"."""
    yield run
    after_title = 0
    for i, word in enumerate(run):
        if word.text.casefold() in _TITLES:
            after_title = i + 1
    if 0 < after_title < len(run) and run[after_title].is_capital:
        yield run[after_title:]
    # a possessive ends a name: "Sadiq Khan’s Labour Party"
    sides: list[list[Word]] = [[]]
    for word in run:
        if word.text == "and":
            sides.append([])
            continue
        sides[-1].append(word)
        if word.text.endswith(("’s", "'s")):
            sides.append([])
    if len(sides) > 1:
        for side in sides:
            yield from _trimmed(side)


_QUOTED = re.compile(r"[“\"‘]([^”\"“]{2,80}?)[,.]?[”\"’](?!\w)")
_STOPS = frozenset(
    """and or but which who that is are was were has have had will would can could should may might must to be been as
    if than then when while because after before with by for from at on in into over under about it he she they we his
    her their said says also not""".split()
)


def things(sentence: str, *, after: bool = False) -> Iterator[Candidate]:
    """Quoted titles, and runs of words between function words (with "of" inside): noun phrases, roughly."""
    for match in _QUOTED.finditer(sentence):
        yield Candidate(match.start(1), match.end(1), match[1], 0.5)
    run: list[Word] = []
    for word in [*words(sentence), None]:
        gap = "" if not run or word is None else sentence[run[-1].end : word.start]
        if word is None or word.text.casefold() in _STOPS or gap.strip(" ‘’“”'\""):
            yield from _phrases(sentence, run)
            run = [] if word is None or word.text.casefold() in _STOPS else [word]
        else:
            run.append(word)


def _phrases(sentence: str, run: list[Word]) -> Iterator[Candidate]:
    while run and run[0].text.casefold() in ("a", "an", "the", "of", "its", "this", "these", "those"):
        run = run[1:]
    while run and run[-1].text.casefold() in ("a", "an", "the", "of"):
        run = run[:-1]
    if not run or len(run) > 9:
        return
    start, end = run[0].start, run[-1].end
    yield Candidate(start, end, sentence[start:end], 0.4)
    for i, word in enumerate(run):  # "library of X": both the whole and the X
        if word.text == "of" and 0 < i < len(run) - 1:
            yield from _phrases(sentence, run[i + 1 :])
            yield from _phrases(sentence, run[:i])
            return


def candidates(sentence: str, want: Want, published: date | None) -> list[Candidate]:
    """All candidates in one sentence, without repeats, the strongest of equals."""
    makers: dict[Want, Callable[[], Iterator[Candidate]]] = {
        Want.NUMBER: lambda: numbers(sentence, want),
        Want.MONEY: lambda: numbers(sentence, want),
        Want.PERCENT: lambda: numbers(sentence, want),
        Want.DURATION: lambda: numbers(sentence, want),
        Want.DATE: lambda: dates(sentence, published),
        Want.REASON: lambda: reasons(sentence),
        Want.PERSON: lambda: _either(names(sentence, want), offices(sentence)),
        Want.PLACE: lambda: _either(names(sentence, want), things(sentence)),
        Want.THING: lambda: _either(names(sentence, want), things(sentence)),
        Want.SENTENCE: lambda: iter(()),
    }
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in makers[want]():
        place = (candidate.start, candidate.end)
        if place not in best or best[place].strength < candidate.strength:
            best[place] = candidate
    return list(best.values())


def _either(*makers: Iterator[Candidate]) -> Iterator[Candidate]:
    for maker in makers:
        yield from maker
