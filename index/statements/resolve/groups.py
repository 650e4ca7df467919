"""Counted groups, and "the pair": which mentions mean the same people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.statements.labels import HolderType
from index.statements.records import Holder
from index.statements.resolve.cast import Cast, Known
from index.statements.resolve.counts import least, number_span
from index.statements.resolve.looks import Look, Shape, singular, words
from index.statements.resolve.quotes import sentence_at
from index.statements.resolve.words import DETERMINERS, NUMBER_WORDS, PREPOSITIONS
from index.types import Span

_SET = re.compile(
    r"(?:both(?:\s(?:of\s(?:them|the\s)?)?[\w'’-]{0,30}){0,3}|(?:the|these|those)\s(?:pair|duo|trio|two|three|four)"
    r"(?:\s[\w'’-]{1,30}){0,3}|all\s(?:two|three|four)(?:\s[\w'’-]{1,30}){0,2}|neither|either)\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(r",?\s(?:and|&)\s(?:[\w'’.-]{1,20},?\s){0,5}\Z")
#: fit any persons: "both men", "the two leaders"
_COMMA = re.compile(r",\s(?:[\w'’.-]{1,20}\s){0,3}\Z")
_ANYONE = frozenset("man woman leader politician figure side sister brother friend colleague other signatory".split())
_NO_NOUN = frozenset("pair duo trio two three four both all these those the of them neither either".split())
#: what is counted in the place of people
_VOTES = frozenset("vote abstention signature name hand aye noe no for against favour abstaining ayes noes".split())
_PEOPLE = frozenset(
    "mp msp td mla councillor senator deputy peer member country state nation people person minister delegate"
    " backbencher lawmaker signatory resident worker protester student union company employee staff party group"
    " frontbencher governor bishop leader official farmer nurse teacher doctor parent republican democrat conservative"
    " alderperson representative club household family".split()
)


#: and of these, whom a bare number in the same sentence may count
_COUNTABLE = _PEOPLE - frozenset(
    "party group company leader official family household club minister republican democrat conservative".split()
)
#: who votes; a bare number of votes is theirs where the article names one kind only
_VOTERS = re.compile(
    r"\b(MPs|MSPs|MLAs|TDs|MEPs|peers|senators|councillors|deputies|lawmakers|delegates|countries|member states"
    r"|aldermen|alderpersons|shareholders|bishops|legislators)\b",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"\b(?:vot\w+|motion|amendment|bill|passed|carried|defeated|ayes|noes|majority|ballot|division|abst\w+)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's mention, as far as "the pair" needs it."""

    holder: int
    start: int
    end: int
    nouns: frozenset[str]


def set_size(mention: str) -> int | None:
    """How many persons "the pair", "both men" or "the two councillors" mean; None for other words."""
    said = " ".join(mention.split()).strip(" ,.;:“”\"’'")
    if len(said) > 60 or not _SET.match(said):
        return None
    return least(said)


def meant(text: str, mention: Span, persons: Sequence[Person]) -> list[Person]:
    """The persons whom a mention of a set means: those last mentioned before it that its noun fits.

    Args:
        persons: of mentions before ``mention``, in order.

    Returns:
        As many as the mention says, in order; nothing where there are fewer.
    """
    said = mention.of(text)
    chain = _chain(text, persons)
    size = set_size(said)
    if size is None:
        return chain if said.lower() == "they" else []
    noun = _noun(said)
    anyone = not noun or noun in _ANYONE
    fitting = [p for p in persons if noun in p.nouns]
    if len(chain) == size and (anyone or all(p in fitting for p in chain)):
        return chain
    chosen = _last(fitting, size) or (_last(persons, size) if anyone else [])
    return sorted(chosen, key=lambda person: person.start)


def _chain(text: str, persons: Sequence[Person]) -> list[Person]:
    """The last persons who are named together: "Ann Lee, Bob Day and Cy Orr"."""
    last = len(persons) - 1
    while last > 0 and not _joined(text, persons[last - 1], persons[last], _LISTED):
        last -= 1
    first = last - 1
    while first > 0 and _joined(text, persons[first - 1], persons[first], _COMMA):
        first -= 1
    chain = list(persons[max(first, 0) : last + 1]) if last > 0 else []
    return chain if len({person.holder for person in chain}) == len(chain) else []


def _joined(text: str, first: Person, second: Person, by: re.Pattern[str]) -> bool:
    return 0 < second.start - first.end < 60 and bool(by.match(text[first.end : second.start]))


def _noun(said: str) -> str:
    left = [w.folded for w in words(said, 0, len(said)) if w.folded not in _NO_NOUN and w.folded not in NUMBER_WORDS]
    return singular(left[-1]) if left else ""


def _last(persons: Sequence[Person], size: int) -> list[Person]:
    """Those of the last ``size`` different holders."""
    chosen: dict[int, Person] = {}
    for person in reversed(persons):
        chosen.setdefault(person.holder, person)
        if len(chosen) == size:
            return list(chosen.values())
    return []


def listed(text: str, first: Person, second: Person) -> bool:
    """Whether two mentions are joined by "and"."""
    return _joined(text, first, second, _LISTED)


def persons_of(holders: Sequence[Holder], text: str) -> list[Person]:
    """Mentions of persons, in order."""
    found = []
    for number, holder in enumerate(holders):
        if holder.type is HolderType.PERSON:
            nouns = _nouns(*(role.text for role in holder.roles))
            found += [Person(number, m.start, m.end, nouns | _nouns(m.of(text))) for m in holder.mentions]
    return sorted(found, key=lambda person: person.start)


def _nouns(*said: str) -> frozenset[str]:
    return frozenset(singular(w.folded) for phrase in said for w in words(phrase, 0, min(len(phrase), 120)))


def join_groups(cast: Cast) -> None:
    """Counted groups in order: the same number again, with "the", is the same group."""
    for number, look in enumerate(cast.looks):
        if look.type is not HolderType.GROUP or cast.of[number] is not None or look.shape is Shape.PRONOUN:
            continue
        if set_size(look.mention.of(cast.text)) is not None and _any_pair(cast, number):
            continue
        known = _again(cast, number, look)
        if known:
            cast.join(number, known, "same group", _first_span(cast, known))
        elif look.count or not look.definite:
            known = cast.add(number, shown=_shown(cast, look))


def _any_pair(cast: Cast, number: int) -> bool:
    """Whether persons stand before a mention of a set; if so it waits until they are resolved."""
    persons = {id(known) for known in cast.of[:number] if known and known.type is HolderType.PERSON}
    return len(persons) >= 2


def _again(cast: Cast, number: int, look: Look) -> Known | None:
    for known in reversed(cast.known):
        if known.type is not HolderType.GROUP or not known.mentions or known.mentions[0] > number:
            continue
        same_head = look.head == known.head or _bare(look.head) or _bare(known.head)
        if (
            look.count
            and look.count == known.count
            and same_head
            and (look.definite or (look.shown == known.shown and not _countless(look)))
        ):
            return known
        if _same_words(look, known, cast.looks[known.mentions[0]].modifiers):
            return known
    return None


def _same_words(look: Look, known: Known, theirs: frozenset[str]) -> bool:
    """ "The rebels" are the Labour rebels, unless both say of what kind and differ."""
    if look.count or not look.head or look.head != known.head:
        return False
    again = look.definite or look.shown.casefold() == known.shown.casefold()
    return again and (look.modifiers <= theirs or theirs <= look.modifiers)


def _bare(head: str) -> bool:
    return not head or head in NUMBER_WORDS or head[:1].isdigit() or head in _VOTES


def _first_span(cast: Cast, known: Known) -> Span:
    mention = cast.looks[known.mentions[0]].mention
    return Span(mention.start, mention.end)


def _shown(cast: Cast, look: Look) -> str:
    """The noun phrase; a bare number takes the noun that its sentence gives."""
    shown = _small_start(look.shown)
    if look.count is None or not _countless(look):
        return shown
    noun = _counted_noun(cast, look)
    return f"{_digits(look)} {noun}" if noun else shown


def _counted_noun(cast: Cast, look: Look) -> str:
    """The nearest plural of people in the sentence of a bare number: "MPs rejected it by 363 to 103"."""
    if not cast.sentences:
        return ""
    sentence = cast.sentences[sentence_at(cast.sentences, look.mention.start)]
    nouns = [
        word
        for word in words(cast.text, sentence.start, min(sentence.end, sentence.start + 1200))
        if word.folded not in _PEOPLE and singular(word.folded) in _COUNTABLE
    ]
    if not nouns:
        return _voters(cast.text) if _VOTE.search(cast.text, sentence.start, sentence.end) else ""
    nearest = min(nouns, key=lambda word: abs(word.start - look.mention.start))
    return nearest.raw if nearest.raw[1:] != nearest.raw[1:].lower() else nearest.raw.lower()


def _voters(text: str) -> str:
    """Who votes in the article, where it names only one kind of voter."""
    kinds = {found[0].lower(): found[0] for found in _VOTERS.finditer(text)}
    if len(kinds) != 1:
        return ""
    noun = next(iter(kinds.values()))
    return noun if noun[1:] != noun[1:].lower() else noun.lower()


def _digits(look: Look) -> str:
    place = number_span(look.shown)
    return look.shown[slice(*place)].lower() if place else look.shown


def _countless(look: Look) -> bool:
    """Whether only a number, or a number of votes, stands there."""
    inside = [w.folded for w in words(look.shown, 0, len(look.shown))]
    left = [w for w in inside if not _bare(singular(w)) and w not in DETERMINERS | PREPOSITIONS]
    return not left


def _small_start(shown: str) -> str:
    """ "Five metro mayors" in the middle of a sentence."""
    first = shown.split(" ", 1)[0].split("-")[0].casefold()
    small = first in NUMBER_WORDS or first in (
        "more some several many dozens hundreds thousands scores tens around about over nearly almost at a an most"
        " members residents people relatives other others all up fewer half both nobody".split()
    )
    return shown[:1].lower() + shown[1:] if small else shown
