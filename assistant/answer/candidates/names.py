"""Names of people, organisations and places; people named by their office; other noun phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer.candidates.candidate import Candidate
from assistant.forms import Want
from assistant.words import Word, words

_PARTICLES = frozenset(["of", "the", "and", "for", "de", "la", "le", "van", "von", "der", "den", "al", "bin", "upon"])
_TITLES = frozenset(
    """
    mr mrs ms miss dr sir dame councillor cllr councillors professor prof reverend rev canon bishop archbishop
    president minister secretary chancellor mayor chairman chair judge justice captain inspector sergeant
    constable detective superintendent general colonel major leader mp mps ambassador prime foreign home shadow
    deputy senator governor king queen prince princess pope imam rabbi father sister nurse chief executive
    director
    """.split()
)
_ORG_WORDS = frozenset(
    """
    council party union office committee association society club trust company group court agency department
    ministry service network board commission institute college university school hospital church parliament
    bank foundation charity authority assembly house government airlines police ltd plc inc
    """.split()
)
_NO_NAME = frozenset(
    """
    since although though however despite meanwhile today yesterday tomorrow tonight last next earlier later
    instead yet still even also then there asked according among around another besides every like photo picture
    pictured monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december
    """.split()
)
_PLACE_BEFORE = re.compile(
    r"(?:^|[ (])(?:in|at|near|outside|from|to|on|across|into|inside|around|towards|of)(?: the)? $",
    re.IGNORECASE,
)


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


_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?: (?:[A-ZÀ-ÖØ-Þ][\w’'-]*|of|the|de|van))*"
_NAMES = re.compile(rf"{_NAME}(?:, {_NAME})*,? and {_NAME}")
# a list of people is shorter than this, in characters
_LONGEST_LIST = 1_000


def whole_list(sentence: str, start: int, end: int) -> str:
    """The words at ``[start, end)``, with all that are named in one breath with them: "Ann Lee, Bob Day and Cat Fox"."""
    first = max(0, start - _LONGEST_LIST)
    for match in _NAMES.finditer(sentence, first, end + _LONGEST_LIST):
        if match.start() <= start and end <= match.end():
            opens = next(word for word in words(match[0]) if not (word.is_stop or word.text.casefold() in _NO_NAME))
            return match[0][opens.start :]
    return sentence[start:end]


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
