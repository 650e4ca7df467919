"""A mention of a person: where the name is in it, and what else it says about the person."""

from __future__ import annotations

from collections.abc import Sequence

from index.statements.records import Mention
from index.statements.resolve.given import FEMALE, MALE
from index.statements.resolve.looks import (
    DEFINITE,
    Gender,
    Look,
    Shape,
    Word,
    gender_of,
    head_noun,
    words,
)
from index.statements.resolve.words import (
    DETERMINERS,
    FEMALE_NOUNS,
    HONORIFICS,
    MALE_NOUNS,
    NAMING_TITLES,
    PARTICLES,
    PARTIES,
    POST_NOMINALS,
    PREPOSITIONS,
    ROLE_NOUNS,
    TITLES,
)
from index.types import Span

_LONGEST = 300


def person(mention: Mention, text: str) -> Look:
    """The mention, read as a person's."""
    parts = _parts(text, mention.start, min(mention.end, mention.start + _LONGEST))
    for at, part in enumerate(parts):
        if name := _name(part, inside_brackets=text[part[0].start - 1 : part[0].start] == "("):
            return _named(mention, text, parts, at, name)
    return _unnamed(mention, text, parts[0] if parts else [])


def _parts(text: str, start: int, end: int) -> list[list[Word]]:
    """Words between commas, brackets, colons and dashes."""
    parts: list[list[Word]] = [[]]
    last = start
    for word in words(text, start, end):
        if parts[-1] and any(c in ",()[];:–—\n" for c in text[last : word.start]):
            parts.append([])
        parts[-1].append(word)
        last = word.end
    return [part for part in parts if part]


def _name(part: list[Word], *, inside_brackets: bool) -> tuple[int, int] | None:
    """Which words of the part are the name: from, to."""
    if inside_brackets:
        return None
    led = part[0].folded in DETERMINERS
    runs = list(_runs(part))
    for begin, end in runs:
        before = part[begin - 1] if begin else None
        after = part[end] if end < len(part) else None
        if before is not None and before.folded in PREPOSITIONS - {"and", "or"}:
            continue
        if after is not None and after.folded not in PREPOSITIONS and after.folded not in POST_NOMINALS:
            continue
        if part[end - 1].possessive and after is not None:
            continue
        if led and before is part[0]:  # "the Taoiseach": no name follows an article at once
            continue
        if before is not None and before.folded == "of":
            continue
        return begin, end
    return None


def _runs(part: list[Word]) -> list[tuple[int, int]]:
    """Runs of capitalised words that are neither titles, roles nor parties; particles hold them together."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(part):
        if not _nameable(part, at):
            at += 1
            continue
        end = at + 1
        while end < len(part) and not part[end - 1].possessive:
            if _nameable(part, end) or _surname_like(part, at, end):
                end += 1
            elif (past := _past_particles(part, end)) > end:
                end = past
            else:
                break
        runs.append((at, end))
        at = end
    return runs


def _past_particles(part: list[Word], at: int) -> int:
    """Where the name that follows "von der" ends; ``at`` where no particles stand there."""
    end = at
    while end < len(part) and end < at + 3 and part[end].folded in PARTICLES:
        end += 1
    return end + 1 if at < end < len(part) and part[end].capital else at


def _nameable(part: list[Word], at: int) -> bool:
    word = part[at]
    if word.folded in PARTICLES and at + 1 < len(part) and part[at + 1].capital and not word.capital:
        return at == 0  # "de Wit said"
    if not word.capital or word.folded in POST_NOMINALS or word.folded in DETERMINERS:
        return False
    if word.folded in HONORIFICS or word.folded in TITLES:
        return False
    return word.folded not in ROLE_NOUNS and word.folded not in PARTIES


def _surname_like(part: list[Word], begin: int, at: int) -> bool:
    """Whether a word like "Dean" or "Green" ends a part, and so a name, after a given name."""
    word = part[at]
    if not word.capital or at != len(part) - 1 or word.folded in POST_NOMINALS:
        return False
    return word.folded in ROLE_NOUNS | PARTIES and part[begin].folded in MALE | FEMALE


def _named(mention: Mention, text: str, parts: list[list[Word]], at: int, name: tuple[int, int]) -> Look:
    part = parts[at]
    begin, end = name
    before, inside, after = part[:begin], part[begin:end], part[end:]
    titles = tuple(w.folded for w in before)
    roles = _roles(text, parts, at, before, after)
    nouns = frozenset(w.folded for p in (*parts[:at], before, *parts[at + 1 :]) for w in p)
    shown = text[inside[0].start : inside[-1].end]
    if len(inside) == 1 and before and before[-1].folded in NAMING_TITLES and before[-1].capital:
        shown = text[before[-1].start : inside[-1].end]
    given = inside[0].folded if len(inside) > 1 else ""
    gender = gender_of(titles, nouns & (MALE_NOUNS | FEMALE_NOUNS), given)
    folded = tuple(w.folded for w in inside)
    return Look(mention, Shape.NAME, " ".join(shown.split()), folded, titles, roles, gender)


def _roles(text: str, parts: Sequence[list[Word]], at: int, before: list[Word], after: list[Word]) -> tuple[Span, ...]:
    found = [trimmed(text, part[0].start, part[-1].end) for part in parts[:at]]
    begin = 0
    while begin < len(before) and before[begin].folded in HONORIFICS | DETERMINERS:
        begin += 1
    stop = len(before)
    while stop > begin and before[stop - 1].folded in HONORIFICS:
        stop -= 1
    if stop > begin:
        found.append(_with_stop(text, before[begin].start, before[stop - 1].end))
    if after and after[0].folded in POST_NOMINALS:
        stop = next((n for n, w in enumerate(after) if w.folded not in POST_NOMINALS), len(after))
        found.append(Span(after[0].start, after[stop - 1].end))
        after = after[stop:]
    if after:
        found.append(Span(after[0].start, after[-1].end))
    if rest := parts[at + 1 :]:
        found.append(trimmed(text, rest[0][0].start, rest[-1][-1].end))
    return tuple(span for span in found if span.end > span.start)


def _with_stop(text: str, start: int, end: int) -> Span:
    """ "State Rep." keeps its full stop."""
    return Span(start, end + (text[end : end + 2] == ". " and text[end - 1] != "."))


def trimmed(text: str, start: int, end: int) -> Span:
    """Without an article in front."""
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if text.startswith(article, start) and start + len(article) < end:
            return Span(start + len(article), end)
    return Span(start, end)


def _unnamed(mention: Mention, text: str, part: list[Word]) -> Look:
    head = _head(part)
    nouns = frozenset(w.folded for w in part) | {head}
    gender = gender_of((), nouns & (MALE_NOUNS | FEMALE_NOUNS), "") if head else Gender.UNKNOWN
    span = trimmed(text, part[0].start, part[-1].end) if part else Span(mention.start, mention.end)
    modifiers = frozenset(w.folded for w in part if w.folded != head and w.folded not in DETERMINERS | {"of", "for"})
    definite = bool(part) and (part[0].folded in DEFINITE or any(w.possessive for w in part))
    shown = " ".join(text[span.start : span.end].split()) or mention.of(text)
    return Look(
        mention,
        Shape.NOMINAL,
        shown,
        roles=(span,) if part else (),
        gender=gender,
        head=head,
        modifiers=modifiers,
        definite=definite,
    )


def _head(part: list[Word]) -> str:
    noun = head_noun(part)
    return "year-old" if noun.endswith("year-old") else noun
