"""From mentions to holders, within one article: who each mention names, and what shows it.

Names are joined first, offices and descriptions by the roles that the article gave, pronouns by agreement and
nearness, first persons by who speaks the quotation. A learned score that two mentions are the same is one more
reason where there is one; without it the rules decide alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.statements.labels import HolderType
from index.statements.records import Holder, Mention
from index.statements.resolve import groups
from index.statements.resolve.appositions import join_appositions
from index.statements.resolve.cast import Cast
from index.statements.resolve.later import join_rest
from index.statements.resolve.looks import Look, Shape, counted, fold, organisation, pronoun, words
from index.statements.resolve.names import join_names
from index.statements.resolve.persons import person
from index.statements.resolve.pronouns import SameScores, setting
from index.statements.resolve.quotes import quotations
from index.types import Sentence

__all__ = ["SameScores", "alike", "members", "resolve"]


def resolve(
    text: str, mentions: Sequence[Mention], sentences: Sequence[Sentence], same: SameScores | None = None
) -> tuple[tuple[Holder, ...], list[int]]:
    """The holders of an article, and for each mention the number of its holder.

    Args:
        text: the article's.
        mentions: whole noun phrases, in order.
        sentences: as ``split_sentences`` gives them.
        same: by (later mention, earlier mention) how surely both mean the same, as a logit; may be incomplete.
    """
    looks = _surnames([_look(text, mention) for mention in mentions])
    cast = Cast(text, looks, sentences, of=[None] * len(looks))
    join_names(cast)
    join_appositions(cast)
    groups.join_groups(cast)
    join_rest(cast, setting(cast, quotations(text, looks, sentences), same))
    return cast.holders()


def _look(text: str, mention: Mention) -> Look:
    if found := pronoun(mention, text):
        return found
    if mention.type is HolderType.PERSON:
        return person(mention, text)
    return organisation(mention, text) if mention.type is HolderType.ORGANISATION else counted(mention, text)


def _surnames(looks: list[Look]) -> list[Look]:
    """A single word that looks like an office ("Bishop") is a name where someone in the article bears it."""
    borne = {look.name[-1] for look in looks if look.type is HolderType.PERSON and len(look.name) > 1}
    for number, look in enumerate(looks):
        single = look.type is HolderType.PERSON and look.shape is Shape.NOMINAL and look.shown[:1].isupper()
        if single and fold(look.shown) in borne and not look.definite:
            looks[number] = replace(look, shape=Shape.NAME, name=(fold(look.shown),), roles=(), head="")
    return looks


def members(text: str, holders: Sequence[Holder], mention_numbers: Sequence[int], mention: int) -> list[int]:
    """The persons whom "the pair" or "both men" means.

    Args:
        holders, mention_numbers: as ``resolve`` gives them.
        mention: number of the mention among those that were resolved.

    Returns:
        Numbers of holders, in the order in which they are named; empty for any other mention.
    """
    holder = holders[mention_numbers[mention]]
    named = holder.mentions[sum(number == mention_numbers[mention] for number in mention_numbers[:mention])]
    if named.rule != "pair" or named.shown_by is None:
        return []
    persons = [p for p in groups.persons_of(holders, text) if p.end <= named.shown_by.end]
    return [person.holder for person in groups.meant(text, named, persons)]


def alike(name_a: str, name_b: str) -> bool:
    """Whether two names differ in one word only, by one letter or two that changed places: "Adbul", "Abdul"."""
    a, b = ([word.folded for word in words(name, 0, len(name))] for name in (name_a, name_b))
    if len(a) != len(b):
        return False
    unequal = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(unequal) == 1 and _one_slip(*unequal[0])


def _one_slip(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 3 or abs(len(a) - len(b)) > 1:
        return False
    first = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return short[first:] == long[first + 1 :]
    return a[first + 1 :] == b[first + 1 :] or (
        a[first + 2 :] == b[first + 2 :] and a[first : first + 2] == b[first : first + 2][::-1]
    )
