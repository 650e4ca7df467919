"""Offices, descriptions and bodies by their noun: "the mayor", "the striker", "her government", "the council"."""

from __future__ import annotations

from index.statements.labels import HolderType
from index.statements.records import Mention
from index.statements.resolve.cast import Cast, Known
from index.statements.resolve.looks import OWNERS, Gender, Look, Shape, pronoun, singular, words
from index.statements.resolve.pronouns import REACH, Setting, antecedent
from index.statements.resolve.words import (
    ANY_BODY,
    BODY_NOUNS,
    CONTRASTS,
    FEMALE_NOUNS,
    LOOSE_NOUNS,
    MALE_NOUNS,
    PARTIES,
    ROLE_NOUNS,
)
from index.types import Span

_SURE = 1.0  # learned score from which two mentions are taken for the same although no rule says so


def join_nominal(cast: Cast, number: int, where: Setting) -> None:
    """Joins mention ``number`` to someone known, or adds someone new who is called as it stands."""
    look = cast.looks[number]
    owner = _owner(cast, number, where)
    if owner is not None:
        _owned(cast, number, *owner)
    elif not (_person(cast, number, where) if look.type is HolderType.PERSON else _body(cast, number, where)):
        known = cast.add(number)
        if look.type is HolderType.PERSON:
            cast.hear(known, look.roles)


def _owner(cast: Cast, number: int, where: Setting) -> tuple[Known, str] | None:
    """Whose "his wife" and "their members" are, and the words after the pronoun."""
    mention = cast.looks[number].mention
    inside = words(cast.text, mention.start, mention.end)
    if len(inside) < 2 or inside[0].folded not in OWNERS:
        return None
    look = pronoun(Mention(inside[0].start, inside[0].end, mention.type), cast.text)
    found = antecedent(cast, number, where, look=look) if look else None
    rest = cast.text[inside[0].end : mention.end].strip(" ,;:’'")
    return (found[0], " ".join(rest.split())) if found else None


def _owned(cast: Cast, number: int, owner: Known, rest: str) -> None:
    """ "Ann Lee's wife"; a government keeps "her", and "his party" is the one that his role names."""
    look = cast.looks[number]
    if look.head == "party":
        said = {word for role, _ in owner.role_words for word in role} & PARTIES
        for known in cast.known:
            if known.type is HolderType.ORGANISATION and said & set(known.name):
                cast.join(number, known, "description", known.name_span)
                return
    body = look.type is HolderType.ORGANISATION
    shown = look.mention.of(cast.text) if body else f"{owner.shown}’s {rest}"
    for known in cast.known:
        if known.owner is owner and known.head == look.head and known.type is look.type and look.count == known.count:
            cast.join(number, known, "description")
            return
    known = cast.add(number, shown=shown)
    known.owner = owner


def _body(cast: Cast, number: int, where: Setting) -> bool:
    look = cast.looks[number]
    for at in _back(number):
        known = cast.of[at]
        if known is None or known.type is HolderType.PERSON:
            continue
        learned = where.same.get((number, at), 0.0)
        if (look.definite and learned > -_SURE and _body_fits(look, known)) or learned > 2 * _SURE:
            return _join(cast, number, known, "description", at)
    if not look.definite or singular(look.head) not in ANY_BODY or look.modifiers - {"same"}:
        return False
    for at in _back(number):
        known = cast.of[at]
        if where.sentence[number] - where.sentence[at] > 2:
            break
        if known and known.type is HolderType.ORGANISATION and known.name and not set(known.name) & BODY_NOUNS:
            return _join(cast, number, known, "description", at)
    return False


def _back(number: int) -> range:
    """Earlier mentions, the nearest first."""
    return range(number - 1, max(-1, number - 2 * REACH), -1)


def _join(cast: Cast, number: int, known: Known, rule: str, at: int) -> bool:
    mention = cast.looks[at].mention
    cast.join(number, known, rule, Span(mention.start, mention.end))
    return True


def _body_fits(look: Look, known: Known) -> bool:
    """ "The council" is Barford Council, "the party" a party; a modifier of its own must be in the name."""
    if (look.count is not None and known.count != look.count) or known.owner is not None:
        return False
    noun = singular(look.head)
    modifiers = look.modifiers - {"same"}
    if modifiers and not modifiers <= set(known.name):
        return False
    if noun == "party":
        return known.type is HolderType.ORGANISATION and bool(set(known.name) & PARTIES or "party" in known.name)
    names = {singular(w) for w in known.name} or {singular(known.head)}
    return bool(noun) and noun in names


def _person(cast: Cast, number: int, where: Setting) -> bool:
    look = cast.looks[number]
    best, shown_by, score = None, None, 0.0
    for known in cast.known:
        if known.type is not HolderType.PERSON or _other_gender(look, known) or not known.mentions:
            continue
        points, span = _role_score(look, known)
        if not points:
            continue
        last = known.before(number)
        points += 0.5 if last is not None else 0.0
        points -= 0.02 * (number - last if last is not None else known.mentions[0] - number)
        points += 0.5 * _learned(known, number, where)
        if points > score:
            best, shown_by, score = known, span, points
    if best is not None and look.definite:
        cast.join(number, best, "role", shown_by)
        return True
    return _described(cast, number, where) or _named_later(cast, number, where)


def _other_gender(look: Look, known: Known) -> bool:
    return Gender.UNKNOWN not in (look.gender, known.gender) and look.gender is not known.gender


def _role_score(look: Look, known: Known) -> tuple[float, Span | None]:
    """How well a role that the article gave ``known`` fits an office named again; 0 where it does not."""
    best: tuple[float, Span | None] = (0.0, None)
    wanted = look.modifiers
    for role, span in known.role_words:
        if look.head not in role or (wanted ^ role) & CONTRASTS - {"former", "then"} & (wanted | role):
            continue
        if not (wanted <= role or role <= wanted | {look.head}):
            continue
        points = 1.0 + 0.5 * len(wanted & role) - 0.1 * len(wanted - role)
        if points > best[0]:
            best = (points, span)
    return best


def _learned(known: Known, number: int, where: Setting) -> float:
    scores = [where.same[pair] for at in known.mentions if (pair := (number, at)) in where.same]
    return max(-3.0, min(3.0, max(scores))) if scores else 0.0


def _described(cast: Cast, number: int, where: Setting) -> bool:
    """ "The striker went on": whoever was spoken of in the sentence before, if nothing speaks against it."""
    look = cast.looks[number]
    if not look.definite or any(w.possessive for w in words(cast.text, look.mention.start, look.mention.end)):
        return False
    loose = look.head in LOOSE_NOUNS | MALE_NOUNS | FEMALE_NOUNS
    office = not loose and (look.head in ROLE_NOUNS or _begins(cast, number, where) or _titled(cast, look))
    for at in _back(number):
        known = cast.of[at]
        apart = where.sentence[number] - where.sentence[at]
        if apart > 2:
            break
        if known is None or known.type is not HolderType.PERSON or _other_gender(look, known) or not known.name:
            continue
        learned = where.same.get((number, at), 0.0)
        if learned < -_SURE or (office and learned < _SURE) or (apart == 0 and learned < _SURE):
            continue
        if not _another_party(look, known) and not look.modifiers & (CONTRASTS - {"former", "old"}):
            return _join(cast, number, known, "description", at)
    return False


def _begins(cast: Cast, number: int, where: Setting) -> bool:
    """Whether the mention opens its sentence: there somebody new may come on, "The verger was thanked"."""
    return bool(cast.sentences) and cast.sentences[where.sentence[number]].start == cast.looks[number].mention.start


def _titled(cast: Cast, look: Look) -> bool:
    """Whether the description is a title ("the Archdeacon of Carrow")."""
    inside = words(cast.text, look.mention.start, look.mention.end)
    return any(w.capital and singular(w.folded) == singular(look.head) for w in inside) or "of" in {
        w.folded for w in inside
    }


def _another_party(look: Look, known: Known) -> bool:
    """Whether the description names a party that the known roles contradict."""
    said = {w for role, _ in known.role_words for w in role} & PARTIES
    parties = (look.modifiers | {look.head}) & PARTIES
    return bool(parties and said and not parties & said)


def _named_later(cast: Cast, number: int, where: Setting) -> bool:
    """ "The novelist has handed back her medal. “…,” Ann Lee said": a first person without name, named right after."""
    look = cast.looks[number]
    if not look.definite or any(known.type is HolderType.PERSON for known in cast.of[:number] if known):
        return False
    if look.shape is not Shape.NOMINAL or where.sentence[number] > 1:
        return False
    speakers = {quotation.speaker for quotation in where.quoted}
    for at in range(number + 1, min(len(cast.looks), number + 5)):
        known = cast.of[at]
        if where.sentence[at] - where.sentence[number] > 2:
            return False
        if known is None or known.type is not HolderType.PERSON or cast.looks[at].shape is not Shape.NAME:
            continue
        new = known.mentions[0] >= at and where.sentence[at] > where.sentence[number] and at in speakers
        if not new or _other_gender(look, known) or known.role_words:
            return False
        return _join(cast, number, known, "description", at)
    return False
