"""Who is meant: a name, a surname or an office in a question against the holders that articles name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum

from index.collection import terms
from index.names import normal, words
from index.statements.found import Position
from index.statements.holders import alike
from index.statements.labels import HolderType

#: words of an office that say nothing by themselves
_SMALL = frozenset("the a an of for in on at from to and his her their s".split())


#: what makes another office of an office
_BARRED = frozenset(
    "former ex deputy vice acting shadow assistant spokesman spokeswoman spokesperson ambassador aide adviser".split()
)
_OF = re.compile(r"\s(?:of|for|in|at|to|on)\s", re.IGNORECASE)
_LONG = 5  # letters of a word in which a slip is likelier than another name


class Fit(IntEnum):
    """How well a name fits; only the best fits of all are meant."""

    NONE = 0
    SLIP = 1  # but for one letter
    FIRST = 2  # a first name alone
    PART = 3  # a surname for a full name, or the other way round
    OFFICE = 4  # and something more: "the leader" for the leader of the council
    NAME = 5  # or exactly the office


def fit(asked: str, name: str, kind: HolderType, roles: Iterable[str]) -> Fit:
    """Whether ``asked`` means the holder of this name and these roles."""
    wanted, own = normal(asked).split(), normal(name).split()
    if not wanted or not own:
        return Fit.NONE
    if wanted == own or words(asked) == words(name):
        return Fit.NAME
    if office := max((_office(asked, name, role) for role in roles), default=Fit.NONE):
        return office
    if kind is not HolderType.PERSON:
        return Fit.NONE
    if (len(wanted) == 1 or len(own) == 1) and wanted[-1] == own[-1]:
        return Fit.PART
    if len(wanted) > 1 and len(own) > 1 and {wanted[0], wanted[-1]} == {own[0], own[-1]}:
        return Fit.PART  # a middle name more, or less
    if len(wanted) == 1 and wanted[0] == own[0]:
        return Fit.FIRST
    return Fit.SLIP if alike(" ".join(wanted), " ".join(own)) and _is_slip(wanted, own) else Fit.NONE


def best(asked: str, positions: Sequence[Position]) -> tuple[Fit, list[Position]]:
    """The best fit, and the positions that fit so; a first name alone only where one holder has it."""
    fits = [fit(asked, one.name, one.type, roles(one)) for one in positions]
    highest = max(fits, default=Fit.NONE)
    found = [one for one, own in zip(positions, fits, strict=True) if own is highest and highest]
    if highest is Fit.FIRST and len({one.name for one in found}) > 1:
        return Fit.NONE, []
    return highest, found


def roles(position: Position) -> list[str]:
    """What the articles say a holder is, each once."""
    return list(dict.fromkeys(role.text for one in position.evidence for role in one.holder.roles))


def _office(asked: str, name: str, role: str) -> Fit:
    """Whether all words of what was asked stand in the name and the role, its head among them, and no bar to it."""
    wanted = {stem for stem in terms(asked) if stem not in _SMALL}
    held = {stem for stem in terms(role) if stem not in _SMALL}
    if not wanted or not wanted <= held | set(terms(name)) or _head(asked) != _head(role):
        return Fit.NONE
    if {stem for word in _BARRED for stem in terms(word)} & held - wanted:
        return Fit.NONE
    return Fit.NAME if wanted == held else Fit.OFFICE


def _head(words: str) -> str:
    """The noun of an office: "leader" of "the leader of the council" and of "the council leader"."""
    found = [stem for stem in terms(_OF.split(words.split(",")[0])[0]) if stem not in _SMALL]
    return found[-1] if found else ""


def _is_slip(wanted: Sequence[str], own: Sequence[str]) -> bool:
    """Whether the one word that differs is long enough to be a slip: Iran is no slip of Iraq."""
    return all(min(len(a), len(b)) >= _LONG for a, b in zip(wanted, own, strict=False) if a != b)
