"""What the words just before and after a person's name say about that person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.statements.resolve.given import FEMALE, MALE
from index.statements.resolve.looks import Word, words
from index.statements.resolve.persons import trimmed
from index.statements.resolve.words import DETERMINERS, HONORIFICS, PARTIES, POST_NOMINALS, ROLE_NOUNS
from index.types import Sentence, Span

_BRACKETS = re.compile(r",?\s?\(([^()\n]{2,70})\)")
_COMMA = re.compile(r",\s([^,;:.()“”\"\n]{2,110})(?=[,;.)–—\n]|\s[–—]|\Z)")
_OF = re.compile(r"\s(of\s(?:the\s)?[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,4})")
_FOR = re.compile(r",\s((?:of|for|from|representing)\s(?:the\s)?[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,4})(?=[,.:])")
_BECAME = re.compile(r"\s(?:is|was|became|becomes)\s(?:now\s)?((?:the\s|a\s|an\s)?[^,;:.()“”\"\n]{2,60})(?=[,;.:]|\Z)")
_WHO = re.compile(
    r",\swho\s((?:chairs|leads|heads|runs|represents|edits|owns|teaches|sits\sfor|speaks\sfor|drafted|chaired|led|ran"
    r"|headed|represented|founded|wrote)\s[^,;:.()“”\"\n]{2,70})"
)
#: stand between an article and an office
_ADJECTIVES = frozenset(
    "shadow foreign home prime deputy assistant former acting veteran senior junior interior finance defence defense"
    " justice health education transport environment energy culture business trade labor housing council union group"
    " party chief executive opposition backbench general managing national local state security press first vice then"
    " outgoing incoming independent parish borough county police army club team school bridge planning policy city town"
    " regional sports".split()
)
_BACK = 110  # characters before a name that are looked at
_NO_ROLE = frozenset("said says told asked added who which and but while after before with".split())


def around(text: str, name: Span, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Roles beside ``name``: "(Lab, Barford)", ", the mayor," after it; "the Labour leader, " and titles before it."""
    at = bisect_right(sentences, name.start, key=lambda s: s.start) - 1
    start = sentences[at].start if at >= 0 else 0
    found = [_before(text, max(start, name.start - _BACK), name.start), *_after(text, name.end)]
    return tuple(span for span in found if span)


def _after(text: str, end: int) -> list[Span | None]:
    if text[end : end + 1] == ",":
        if who := _WHO.match(text, end) or _FOR.match(text, end):
            return [Span(*who.span(1))]
        comma = _COMMA.match(text, end)
        if comma and _says_role(text, *comma.span(1), reach=7):
            return [trimmed(text, *comma.span(1))]
    if found := _BRACKETS.match(text, end) or _OF.match(text, end):
        return [Span(*found.span(1))]
    became = _BECAME.match(text, end)
    if became and _says_role(text, *became.span(1), reach=3):
        return [trimmed(text, *became.span(1))]
    return []


def _says_role(text: str, start: int, end: int, *, reach: int) -> bool:
    """Whether a phrase is an apposition that names an office among its first words, and no clause, no other name."""
    inside = words(text, start, end)
    if not inside or len(inside) > 16 or inside[0].folded in _NO_ROLE:
        return False
    if inside[0].capital and (inside[0].folded in MALE | FEMALE or (_role(inside[0]) and _named_next(inside))):
        return False
    if inside[0].capital and len(inside) <= 2 and not _role(inside[-1]):
        return False
    first = next((n for n, word in enumerate(inside) if _role(word)), None)
    return first is not None and first <= reach and not any(w.folded in _NO_ROLE - {"and"} for w in inside[:first])


def _named_next(inside: list[Word]) -> bool:
    """ "Councillor Tom Ashdown": the next in a list, and not what the one before is."""
    return len(inside) > 1 and inside[1].capital and not _role(inside[1]) and inside[0].folded not in POST_NOMINALS


def _role(word: Word) -> bool:
    return word.folded in ROLE_NOUNS or word.folded in ("mps", "man", "woman")


def _before(text: str, start: int, end: int) -> Span | None:
    """The office right before a name: "Labour leader ", "Jordan's foreign minister, "."""
    gap = text[max(start, end - 2) : end]
    comma = gap == ", "
    if not comma and not gap.endswith(" "):
        return None
    stop = end - 2 if comma else end - 1
    cut = max((text.rfind(mark, start, stop) + 1 for mark in ',;:()“”"\n–—'), default=start)
    inside = words(text, max(start, cut), stop)
    while inside and not comma and inside[-1].folded in HONORIFICS:
        inside.pop()
    if not inside or not _ends_at(text, inside[-1].end, stop):
        return None
    return _of_comma(text, inside) if comma else _of_titles(text, inside)


def _ends_at(text: str, end: int, stop: int) -> bool:
    """Whether only honorifics ("Sir") stand between the office and the name."""
    left = words(text, end, stop)
    return all(word.folded in HONORIFICS for word in left) and text[end:stop].strip(" .") in (
        "",
        *(w.raw for w in left),
    )


def _of_titles(text: str, inside: list[Word]) -> Span | None:
    """As many words as belong to an office that ends right before the name."""
    if (
        not inside
        or inside[-1].possessive
        or not (_role(inside[-1]) or (inside[-1].folded in PARTIES and len(inside) > 1))
    ):
        return None
    begin = len(inside) - 1
    while begin > 0 and _modifies(inside[begin - 1], inside[begin], text):
        begin -= 1
    return Span(inside[begin].start, inside[-1].end + (text[inside[-1].end : inside[-1].end + 1] == "."))


def _modifies(word: Word, following: Word, text: str) -> bool:
    if text[word.end : following.start].strip() not in ("", ".", "'s", "’s", "'", "’"):
        return False
    if (word.possessive and not word.capital) or word.folded in DETERMINERS:
        return False
    folded = word.folded
    return word.capital or folded in ROLE_NOUNS or folded in PARTIES or folded in _ADJECTIVES


def _of_comma(text: str, inside: list[Word]) -> Span | None:
    """ "Jordan's foreign minister, ": from the article or the owner on."""
    first = next((n for n, w in enumerate(inside) if _role(w)), None)
    if first is None:
        return None
    begin = first
    while first + 1 < len(inside) and _role(inside[first + 1]):
        first += 1
    while begin > 0 and _modifies(inside[begin - 1], inside[begin], text):
        begin -= 1
    led = begin > 0 and inside[begin - 1].folded in ("the", "a", "an", "its", "his", "her", "their", "our", "my")
    owned = any(w.possessive for w in inside[begin:first])
    if not led and not owned and not inside[begin].capital:
        return None
    tail = inside[first + 1 :]
    if tail and (
        tail[0].folded not in ("of", "for", "at", "in", "on", "to") or any(w.folded in _NO_ROLE for w in tail)
    ):
        return None
    return Span(inside[begin].start, inside[-1].end)
