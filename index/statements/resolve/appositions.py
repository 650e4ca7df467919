"""Two mentions side by side that mean one: "The Tory candidate, Hugo Brand, is …", "We, the stewards of Depot 9, …"."""

from __future__ import annotations

from index.statements.labels import HolderType
from index.statements.resolve.cast import Cast
from index.statements.resolve.looks import FIRST_PERSON, Look, Shape
from index.types import Span

_GAPS = frozenset((", ", ": ", " – ", " — ", ", alias "))
_AFTER = frozenset(",.;:—–)\n") | {""}


def join_appositions(cast: Cast) -> None:
    """Joins a description to the name (or "we" to the group) that stands beside it between commas."""
    for number in range(len(cast.looks) - 1):
        first, second = cast.looks[number], cast.looks[number + 1]
        if not _beside(cast, number) or not _one(first, second):
            continue
        name, other = (number, number + 1) if cast.of[number] is not None else (number + 1, number)
        known = cast.of[name] or cast.add(name)
        if cast.of[other] is None:
            mention = cast.looks[name].mention
            cast.join(other, known, "apposition", Span(mention.start, mention.end))
            if first.type is HolderType.PERSON and cast.looks[other].shape is Shape.NOMINAL:
                cast.give_role(known, cast.looks[other].roles)


def _beside(cast: Cast, number: int) -> bool:
    first, second = cast.looks[number].mention, cast.looks[number + 1].mention
    gap = cast.text[first.end : second.start]
    if gap not in _GAPS or (gap[0] == ":" and cast.looks[number].shape is not Shape.NOMINAL):
        return False
    after = cast.text[second.end : second.end + 1]
    verb = cast.text[second.end : second.end + 4] != " and" and cast.looks[number + 1].shape is Shape.NAME
    listed = (
        cast.text[max(0, first.start - 2) : first.start] == ", " or cast.text[second.end : second.end + 5] == " and "
    )
    who = cast.text.startswith(" who ", second.end) and cast.looks[number + 1].shape is Shape.NOMINAL
    return (after in _AFTER or who or (verb and gap != ", ")) and not listed and not _goes_on(cast, number)


def _goes_on(cast: Cast, number: int) -> bool:
    """Whether the two only begin a list: "the mayor, Ann Lee, Bob Day and …"."""
    if number + 2 >= len(cast.looks):
        return False
    second, third = cast.looks[number + 1].mention, cast.looks[number + 2].mention
    return cast.text[second.end : third.start] in (", ", ", and ", " and ") and third.end > third.start


def _one(first: Look, second: Look) -> bool:
    if first.shape is Shape.PRONOUN:
        return first.head in FIRST_PERSON and second.type is not HolderType.PERSON and second.shape is not Shape.PRONOUN
    if Shape.PRONOUN in (first.shape, second.shape) or first.type is not second.type:
        return False
    if first.type is HolderType.GROUP:
        return False
    return {first.shape, second.shape} == {Shape.NAME, Shape.NOMINAL}
