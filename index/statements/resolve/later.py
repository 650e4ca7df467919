"""Mentions that give no name, in reading order: sets of persons, descriptions, pronouns, and first persons last."""

from __future__ import annotations

from index.statements.labels import HolderType
from index.statements.resolve import groups
from index.statements.resolve.cast import Cast, Known
from index.statements.resolve.looks import FIRST_PERSON, Look, Shape, singular, words
from index.statements.resolve.nominals import join_nominal
from index.statements.resolve.pronouns import REACH, Setting, antecedent
from index.statements.resolve.quotes import enclosing
from index.types import Span


def join_rest(cast: Cast, where: Setting) -> None:
    """Everything undecided, in order; first persons last, since their speakers may be named after them."""
    late = []
    for number, look in enumerate(cast.looks):
        if cast.of[number] is not None:
            continue
        if look.shape is Shape.PRONOUN and look.head in FIRST_PERSON:
            late.append(number)
        elif _set(cast, number):
            continue
        elif look.shape is not Shape.PRONOUN:
            join_nominal(cast, number, where)
        elif found := antecedent(cast, number, where):
            cast.join(number, found[0], "pronoun", _mention_span(cast, found[1]))
        else:
            cast.add(number, rule="pronoun")
    for number in late:
        _first_person(cast, number, where)


def _set(cast: Cast, number: int) -> bool:
    """ "The pair", "both", and "they" of two persons joined by "and"."""
    mention = cast.looks[number].mention
    they = mention.of(cast.text).lower() == "they"
    if not they and groups.set_size(mention.of(cast.text)) is None:
        return False
    persons = persons_before(cast, number)
    if they and not _two_just_named(cast, number, persons):
        return False
    found = groups.meant(cast.text, mention, persons)
    if not found:
        return False
    known = cast.add(number, rule="pair")
    known.type, known.count = HolderType.GROUP, len(found)
    cast.why[number] = ("pair", Span(found[0].start, found[-1].end))
    return True


def _two_just_named(cast: Cast, number: int, persons: list[groups.Person]) -> bool:
    """Whether "they" may be the persons last joined by "and": no body or group is named after them."""
    if len(persons) < 2 or not groups.listed(cast.text, persons[-2], persons[-1]):
        return False
    since = cast.of[_last_person(cast, number) + 1 : number]
    return all(known is None or known.type is HolderType.PERSON for known in since)


def _last_person(cast: Cast, number: int) -> int:
    return next((n for n in range(number - 1, -1, -1) if (k := cast.of[n]) and k.type is HolderType.PERSON), 0)


def persons_before(cast: Cast, number: int) -> list[groups.Person]:
    """Decided mentions of persons before ``number``."""
    found = []
    for at in range(max(0, number - REACH), number):
        known = cast.of[at]
        if known is not None and known.type is HolderType.PERSON:
            mention = cast.looks[at].mention
            nouns = {singular(w) for role, _ in known.role_words for w in role}
            nouns |= {singular(w.folded) for w in words(cast.text, mention.start, mention.end)}
            found.append(groups.Person(id(known), mention.start, mention.end, frozenset(nouns)))
    return found


def _first_person(cast: Cast, number: int, where: Setting) -> None:
    """I and we: the speaker in a quotation; outside one, the body that writes, or the author."""
    look = cast.looks[number]
    quotation = enclosing(where.quoted, look.mention.start)
    if quotation and quotation.speaker is not None and (speaker := cast.of[quotation.speaker]):
        mention = cast.looks[quotation.speaker].mention
        cast.join(
            number,
            _spoken_for(cast, quotation.speaker, speaker, look, where),
            "speaker",
            Span(mention.start, mention.end),
        )
        return
    if look.head.startswith(("we", "us", "our")):
        for at in range(number - 1, -1, -1):
            known = cast.of[at]
            if (
                known
                and known.type is not HolderType.PERSON
                and not enclosing(where.quoted, cast.looks[at].mention.start)
            ):
                cast.join(number, known, "pronoun", _mention_span(cast, at))
                return
    for known in cast.known:
        if known.shown == "the author":
            cast.join(number, known, "author")
            return
    cast.add(number, rule="author", shown="the author").type = HolderType.PERSON


def _spoken_for(cast: Cast, number: int, speaker: Known, look: Look, where: Setting) -> Known:
    """Whom a speaker's "we" means: "Ann Lee, for the Cyclists' Council: “We would fight it.”" is the council."""
    if look.type is HolderType.PERSON or speaker.type is not HolderType.PERSON:
        return speaker
    if number + 1 < len(cast.looks) and (body := cast.of[number + 1]) and body.type is not HolderType.PERSON:
        between = cast.text[cast.looks[number].mention.end : cast.looks[number + 1].mention.start]
        if len(between) < 30 and (" of " in between or " for " in between):
            return body
    for at in range(number - 1, max(-1, number - REACH), -1):
        body = cast.of[at]
        if body and body.type is not HolderType.PERSON and where.first.get(where.sentence[at]) == at:
            return body if where.sentence[number] - where.sentence[at] <= 2 else speaker
    return speaker


def _mention_span(cast: Cast, number: int) -> Span:
    mention = cast.looks[number].mention
    return Span(mention.start, mention.end)
