"""Mentions that give a name: which of them name the same person or body."""

from __future__ import annotations

from collections.abc import Iterable

from index.statements.labels import HolderType
from index.statements.resolve.cast import Cast, Known
from index.statements.resolve.looks import Gender, Look, Shape
from index.statements.resolve.roles import around
from index.statements.resolve.words import GENERIC_TAILS, NAMING_TITLES
from index.types import Span

#: bodies that are spoken of by more than one name, everywhere in the news
ALIASES = {
    alias: names[0]
    for names in (
        ("united kingdom", "uk", "britain", "great britain"),
        ("united states", "us", "usa", "america", "united states america", "washington"),
        ("united nations", "un"),
        ("european union", "eu"),
        ("downing street", "no 10", "number 10", "number ten"),
        ("conservatives", "tories", "conservative party", "tory party", "conservative", "tory"),
        ("labour", "labour party"),
        ("liberal democrats", "lib dems", "liberal democrat"),
        ("scottish national party", "snp"),
        ("democratic unionist party", "dup"),
        ("republicans", "republican party", "gop"),
        ("democrats", "democratic party"),
    )
    for alias in names
}
_PEERS = frozenset("lord lady baroness baron viscount viscountess earl countess".split())


def join_names(cast: Cast) -> None:
    """Full names first, so that a surname finds them wherever they stand; then short forms, in order."""
    named = [n for n, look in enumerate(cast.looks) if look.shape is Shape.NAME]
    persons = [n for n in named if cast.looks[n].type is HolderType.PERSON]
    bodies = [n for n in named if cast.looks[n].type is not HolderType.PERSON]
    for number in persons:
        if len(cast.looks[number].name) > 1:
            _join_full(cast, number)
    for number in persons:
        if len(cast.looks[number].name) == 1:
            _join_short(cast, number)
    for number in sorted(bodies, key=lambda n: (-len(cast.looks[n].name) > -2, n)):
        _join_body(cast, number)


def _join_full(cast: Cast, number: int) -> None:
    look = cast.looks[number]
    roles = (*look.roles, *around(cast.text, Span(look.mention.start, look.mention.end), cast.sentences))
    for known in cast.known:
        if known.type is HolderType.PERSON and _same_full(look, known):
            cast.join(number, known, "name", known.name_span)
            break
    else:
        known = cast.add(number)
    cast.give_role(known, roles)


def _same_full(look: Look, known: Known) -> bool:
    """Equal, or one is the other with more names in the middle or an initial: "J. Lee", "Ann Mary Lee"."""
    a, b = sorted((look.name, known.name), key=len)
    if a == b:
        return True
    if len(a) < 2 or _clash(look, known):
        return False
    if a[-1] != b[-1]:
        return False
    return a == b[-len(a) :] or _same_given(a[0], b[0])


def _same_given(a: str, b: str) -> bool:
    return a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0])


def _clash(look: Look, known: Known) -> bool:
    genders = {look.gender, known.gender} - {Gender.UNKNOWN}
    return len(genders) > 1


def _join_short(cast: Cast, number: int) -> None:
    """A surname or given name: the nearest person whom it fits, those before it first."""
    look = cast.looks[number]
    roles = (*look.roles, *around(cast.text, Span(look.mention.start, look.mention.end), cast.sentences))
    fits = [(known, rule) for known in cast.known if (rule := _short_rule(look, known))]
    if fits:
        known, rule = max(fits, key=lambda fit: _rank(cast, number, *fit))
        cast.join(number, known, rule, known.name_span)
    else:
        known = cast.add(number)
    cast.give_role(known, roles)


def _short_rule(look: Look, known: Known) -> str:
    """By which rule a name of one word may be that person's, or nothing."""
    if known.type is not HolderType.PERSON or not known.name or _clash(look, known):
        return ""
    word = look.name[0]
    peer, other = _PEERS & set(look.titles), _PEERS & known.titles
    if word in (known.name[-1], "-".join(known.name[-2:])):
        if len(known.name) == 1 and bool(peer) != bool(other) and (look.titles and known.titles):
            return ""
        return "surname" if len(known.name) > 1 else "name"
    plain = not look.titles or look.titles[-1] in NAMING_TITLES - _PEERS
    return "given name" if len(known.name) > 1 and word == known.name[0] and plain else ""


def _rank(cast: Cast, number: int, known: Known, rule: str) -> tuple[bool, bool, bool, int]:
    look = cast.looks[number]
    agree = bool(set(look.titles) & known.titles) or (look.gender is known.gender and look.gender is not Gender.UNKNOWN)
    last = known.before(number)
    near = last if last is not None else -known.mentions[0]
    return last is not None, rule != "given name", agree and bool(look.titles), near


def _join_body(cast: Cast, number: int) -> None:
    look = cast.looks[number]
    best: Known | None = None
    rule = ""
    for known in _bodies(cast.known):
        found = _body_rule(look, known)
        if found and (best is None or found in ("name", "acronym") or _later(known, best)):
            best, rule = known, found
            if found == "name":
                break
    if best is None:
        cast.add(number).head = look.head
    else:
        cast.join(number, best, rule, best.name_span)


def _later(known: Known, best: Known) -> bool:
    return known.mentions[0] > best.mentions[0]


def _bodies(known: Iterable[Known]) -> list[Known]:
    return [k for k in known if k.type is not HolderType.PERSON and k.name]


def _body_rule(look: Look, known: Known) -> str:
    """By which rule the name may be that body's, or nothing."""
    a, b = look.name, known.name
    if a == b or core(a) == core(b):
        return "name"
    if len(a) == 1 and (a[0] in known.acronyms or initials(known.shown, a[0])):
        return "acronym"
    if len(b) == 1 and (b[0] == look.acronym or initials(look.shown, b[0])):
        return "acronym"
    short, long = sorted((a, b), key=len)
    if look.type is not known.type or len(short) == len(long):
        return ""
    if len(short) >= 2 and long[: len(short)] == short and long[-1] not in ("mps", "councillors", "members"):
        return "short name"
    if len(short) == 1 and long[0] == short[0] and long[-1] in GENERIC_TAILS and len(long) == 2:
        return "short name"
    tail = short == long[-len(short) :] and (len(a) < len(b)) and look.definite
    return "short name" if tail else ""


def core(name: tuple[str, ...]) -> tuple[str, ...]:
    """A body's name as it is compared: known aliases unified, "Party" and the like at its end left out."""
    alias = ALIASES.get(" ".join(name))
    if alias:
        return tuple(alias.split())
    cut = len(name)
    while cut > 1 and name[cut - 1] in ("party", "group", "ltd", "limited", "plc", "inc", "corp", "fc"):
        cut -= 1
    return name[:cut]


def initials(shown: str, acronym: str) -> bool:
    """Whether a folded short form is made of the capitals of a longer name: "rcn", "Royal College of Nursing"."""
    if not 2 <= len(acronym) <= 8:
        return False
    capitals = "".join(word[0] for word in shown.replace("-", " ").split() if word[:1].isupper()).casefold()
    every = "".join(word[0] for word in shown.replace("-", " ").split() if word[:1].isalpha()).casefold()
    return acronym in (capitals, every)
