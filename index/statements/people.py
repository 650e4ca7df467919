"""The same person, body or group in several articles: one holder, and why.

Nobody is merged silently. A full name is the same person; a surname alone only where the roles or parties that the
articles show agree, with one candidate; spelling slips are left to ``index.statements.holders.alike`` and a reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.statements.labels import HolderType
from index.statements.records import Holder
from index.statements.resolve.looks import fold, head_noun, words
from index.statements.resolve.names import core, initials
from index.statements.resolve.words import DETERMINERS, HONORIFICS, PARTIES, PREPOSITIONS, TITLES

_ONE_OFFICE = frozenset("mayor president premier prime chancellor taoiseach governor speaker archbishop pope".split())
_PARTY = {
    **dict.fromkeys(("lab", "labour"), "labour"),
    **dict.fromkeys(("con", "conservative", "conservatives", "tory", "tories"), "conservative"),
    **dict.fromkeys(("lib", "dem", "dems", "liberal"), "liberal"),
    **dict.fromkeys(("ind", "independent"), "independent"),
    **dict.fromkeys(("republican", "republicans", "gop", "r"), "republican"),
    **dict.fromkeys(("democrat", "democrats", "democratic", "d"), "democrat"),
    **dict.fromkeys(("green", "greens"), "green"),
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A holder as one article has it.

    Attributes:
        article: id of the article.
        number: the holder's in that article.
        family: copies and rewrites of one report have the same number; others a number of their own.
    """

    article: str
    number: int
    holder: Holder
    family: int


@dataclass(frozen=True, slots=True)
class Member:
    """A sighting (by its place in what was merged), and why it belongs; the first of a figure is "first"."""

    sighting: int
    why: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One holder across articles; ``name`` is the fullest, then the most used."""

    name: str
    type: HolderType
    count: int | None
    members: tuple[Member, ...]


def merge(sightings: Sequence[Sighting]) -> list[Figure]:
    """Every sighting in exactly one figure; figures in the order in which they are first seen."""
    found: list[list[Member]] = []
    by_type = {kind: [n for n, s in enumerate(sightings) if s.holder.type is kind] for kind in HolderType}
    found += _people(sightings, by_type[HolderType.PERSON])
    found += _bodies(sightings, by_type[HolderType.ORGANISATION])
    found += _counted(sightings, by_type[HolderType.GROUP])
    found.sort(key=lambda members: min(member.sighting for member in members))
    return [_figure(sightings, members) for members in found]


def _figure(sightings: Sequence[Sighting], members: list[Member]) -> Figure:
    members.sort(key=lambda member: member.sighting)
    holders = [sightings[member.sighting].holder for member in members]
    names = [holder.name for holder in holders]
    name = max(names, key=lambda n: (len(n.split()), names.count(n), -names.index(n)))
    counts = [holder.count for holder in holders if holder.count is not None]
    return Figure(name, holders[0].type, min(counts, default=None), tuple(members))


def person_key(name: str) -> tuple[str, ...]:
    """Folded words of a person's name, without honorifics and titles; empty for a description."""
    inside = words(name, 0, len(name))
    begin = 0
    while begin < len(inside) - 1 and inside[begin].folded in HONORIFICS | TITLES:
        begin += 1
    left = inside[begin:]
    named = bool(left) and left[0].folded not in DETERMINERS and left[-1].capital
    return tuple(word.folded for word in left) if named else ()


def _people(sightings: Sequence[Sighting], numbers: Iterable[int]) -> list[list[Member]]:
    full: dict[tuple[str, ...], list[Member]] = {}
    short: list[tuple[int, str]] = []
    rest: list[int] = []
    for number in numbers:
        key = person_key(sightings[number].holder.name)
        if len(key) > 1:
            members = full.setdefault(key, [])
            members.append(Member(number, "same name" if members else "first"))
        elif key:
            short.append((number, key[0]))
        else:
            rest.append(number)
    alone = _surnames(sightings, full, short)
    return [*full.values(), *alone, *_copies(sightings, rest)]


def _surnames(
    sightings: Sequence[Sighting], full: Mapping[tuple[str, ...], list[Member]], short: Sequence[tuple[int, str]]
) -> list[list[Member]]:
    """Surnames join the one full name whose roles agree, else an earlier surname whose roles agree."""
    bearers: dict[str, list[list[Member]]] = defaultdict(list)
    for key, members in full.items():
        bearers[key[-1]].append(members)
    said = {id(members): _said(sightings, members) for members in full.values()}
    alone: dict[str, list[list[Member]]] = defaultdict(list)
    for number, surname in short:
        mine = _said(sightings, [Member(number, "")])
        fits = [(m, why) for m in bearers[surname] if (why := _agreement(mine, said[id(m)]))]
        fits = fits or [(m, why) for m in alone[surname] if (why := _agreement(mine, _said(sightings, m)))]
        if len(fits) == 1:
            fits[0][0].append(Member(number, f"surname, and {fits[0][1]}"))
        else:
            alone[surname].append([Member(number, "first")])
    return [members for several in alone.values() for members in several]


def _said(sightings: Sequence[Sighting], members: Sequence[Member]) -> frozenset[str]:
    """The words of all roles, parties unified."""
    roles = (role.text for member in members for role in sightings[member.sighting].holder.roles)
    inside = {word.folded.split("-")[0] for role in roles for word in words(role, 0, len(role))}
    return frozenset(_PARTY.get(word, word) for word in inside - DETERMINERS - PREPOSITIONS)


def _agreement(a: frozenset[str], b: frozenset[str]) -> str:
    """What two sets of role words share that makes one person likely; nothing where a party speaks against it."""
    parties = PARTIES | set(_PARTY.values())
    shared = a & b
    if a & parties and b & parties and not shared & parties:
        return ""
    if shared & parties:
        return "party: " + " ".join(sorted(shared & parties))
    if len(shared) > 1 or shared & _ONE_OFFICE:
        return "role: " + " ".join(sorted(shared))
    return ""


def _bodies(sightings: Sequence[Sighting], numbers: Iterable[int]) -> list[list[Member]]:
    """By name without article and "Party"; then short forms made of the capitals of one longer name."""
    named: dict[tuple[str, ...], list[Member]] = {}
    rest: list[int] = []
    for number in numbers:
        name = sightings[number].holder.name
        inside = [w for w in words(name, 0, len(name)) if w.folded not in ("the", "of", "and", "for")]
        owned = bool(inside) and inside[0].folded in DETERMINERS
        if owned or not any(word.capital for word in inside):
            rest.append(number)
            continue
        members = named.setdefault(core(tuple(word.folded for word in inside)), [])
        members.append(Member(number, "same name" if members else "first"))
    _join_acronyms(sightings, named)
    return [*named.values(), *_copies(sightings, rest)]


def _join_acronyms(sightings: Sequence[Sighting], named: dict[tuple[str, ...], list[Member]]) -> None:
    long: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key, members in named.items():
        shown = sightings[members[0].sighting].holder.name
        if len(key) > 1:
            capitals = "".join(word[0] for word in shown.replace("-", " ").split() if word[:1].isupper())
            long[capitals.casefold()].append(key)
    for key in [key for key in named if len(key) == 1]:
        shown = sightings[named[key][0].sighting].holder.name
        fits = long.get(key[0], []) if shown.isupper() else []
        if len(fits) != 1:
            continue
        target = named[fits[0]]
        whole = sightings[target[0].sighting].holder.name
        if initials(whole, key[0]):
            target += [Member(member.sighting, f"short for {whole}") for member in named.pop(key)]


def _counted(sightings: Sequence[Sighting], numbers: Iterable[int]) -> list[list[Member]]:
    """Only in copies of one report, and only with the same number of the same."""
    found: dict[tuple[object, ...], list[Member]] = {}
    for number in numbers:
        holder, family = sightings[number].holder, sightings[number].family
        noun = head_noun(words(holder.name, 0, len(holder.name)))
        what = noun if holder.count is not None else fold(holder.name)
        members = found.setdefault((family, holder.count, what), [])
        members.append(Member(number, "same group in a copy of the report" if members else "first"))
    return list(found.values())


def _copies(sightings: Sequence[Sighting], numbers: Iterable[int]) -> list[list[Member]]:
    """Descriptions ("the council", "a spokesman") are the same only in copies of one report."""
    found: dict[tuple[int, str], list[Member]] = {}
    for number in numbers:
        key = (sightings[number].family, fold(sightings[number].holder.name))
        members = found.setdefault(key, [])
        members.append(Member(number, "same words in a copy of the report" if members else "first"))
    return list(found.values())
