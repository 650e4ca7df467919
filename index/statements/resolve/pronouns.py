"""Pronouns of the third person: the antecedent that agrees and stands best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.statements.labels import HolderType
from index.statements.resolve.cast import Cast, Known
from index.statements.resolve.looks import RELATIVE, Gender, Look, Shape, fold
from index.statements.resolve.quotes import Quotation, enclosing, sentence_at

SameScores = Mapping[tuple[int, int], float]

REACH = 40  # mentions back that an antecedent may stand
_LEAST = -3.0  # score below which a pronoun stays alone
_OBJECT = frozenset("told to with by against of on for about from than asked accused urged like over and".split())


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands where in the article: the same for every mention."""

    quoted: Sequence[Quotation]
    sentence: Sequence[int]
    first: Mapping[int, int]
    paragraph: Sequence[int]
    same: SameScores


def setting(cast: Cast, quoted: Sequence[Quotation], same: SameScores | None) -> Setting:
    """Sentence and paragraph of every mention; the first mention of each sentence."""
    at = [sentence_at(cast.sentences, look.mention.start) for look in cast.looks]
    first: dict[int, int] = {}
    for number, sentence in enumerate(at):
        first.setdefault(sentence, number)
    paragraphs = [cast.sentences[s].paragraph if cast.sentences else 0 for s in at]
    return Setting(quoted, at, first, paragraphs, same or {})


def antecedent(cast: Cast, number: int, where: Setting, *, look: Look | None = None) -> tuple[Known, int] | None:
    """Whom a pronoun at the place of mention ``number`` means, and the mention that shows it.

    Args:
        look: the pronoun, where it is only a part of the mention ("his wife").
    """
    look = look or cast.looks[number]
    best, chosen, score = None, -1, _LEAST
    for at in range(number - 1, max(-1, number - REACH), -1):
        known = cast.of[at]
        if known is None or not _agrees(look, known):
            continue
        points = antecedent_score(cast, number, at, known, where, look)
        if points > score:
            best, chosen, score = known, at, points
    return (best, chosen) if best is not None else _ahead(cast, number, where, look)


def _ahead(cast: Cast, number: int, where: Setting, look: Look) -> tuple[Known, int] | None:
    """Someone named in the same sentence or the next, for a pronoun that comes first: "When he spoke, Lee …"."""
    for at in range(number + 1, min(len(cast.looks), number + 4)):
        known = cast.of[at]
        if known and where.sentence[at] <= where.sentence[number] + 1 and _agrees(look, known):
            return known, at
    return None


def _agrees(look: Look, known: Known) -> bool:
    word = look.head
    if word in RELATIVE:
        return True
    if look.gender is not Gender.UNKNOWN:
        return known.type is HolderType.PERSON and known.gender in (look.gender, Gender.UNKNOWN)
    if word in ("it", "its", "itself"):
        return known.type is HolderType.ORGANISATION or (known.type is HolderType.GROUP and not known.count)
    return known.type is not HolderType.PERSON


def antecedent_score(cast: Cast, number: int, at: int, known: Known, where: Setting, look: Look) -> float:
    """How well mention ``at`` would do as what the pronoun ``number`` means; higher is better."""
    other = cast.looks[at]
    apart = where.sentence[number] - where.sentence[at]
    points = -1.0 * apart - 0.12 * (number - at)
    if where.first.get(where.sentence[at]) == at:
        points += 0.9
    if look.head in RELATIVE:
        return points + (4.0 if number - at == 1 and apart == 0 else -4.0)
    if look.gender is not Gender.UNKNOWN and known.gender is look.gender:
        points += 1.0
    if other.shape is Shape.PRONOUN and fold(other.mention.of(cast.text)) == look.head:
        points += 0.6
    points += _place(cast, number, at, where)
    points += 0.2 * min(3, len(known.mentions))
    if look.type is known.type or (look.type is HolderType.GROUP) == (known.type is HolderType.GROUP):
        points += 0.5
    score = where.same.get((number, at))
    return points if score is None else points + 0.8 * max(-3.0, min(3.0, score))


def _place(cast: Cast, number: int, at: int, where: Setting) -> float:
    """What quotations, prepositions and possessives near the two say."""
    look, other = cast.looks[number].mention, cast.looks[at].mention
    inner, outer = enclosing(where.quoted, look.start), enclosing(where.quoted, other.start)
    points = 0.0
    if inner and inner.speaker is not None and cast.of[inner.speaker] is cast.of[at]:
        points -= 4.0
    elif inner is not outer:
        points -= 1.2 if outer else 0.4
    before = cast.text[max(0, other.start - 12) : other.start].split()
    if before and fold(before[-1]) in _OBJECT:
        points -= 0.8
    if cast.text[other.end : other.end + 2] in ("'s", "’s"):
        points -= 0.3
    return points
