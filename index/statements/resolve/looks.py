"""What the words of one mention say by themselves: a name, an office, a pronoun, a number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from index.statements.labels import HolderType
from index.statements.records import Mention
from index.statements.resolve import counts
from index.statements.resolve.given import FEMALE, MALE
from index.statements.resolve.words import (
    BODY_NOUNS,
    DETERMINERS,
    FEMALE_NOUNS,
    FEMALE_TITLES,
    MALE_NOUNS,
    MALE_TITLES,
    PREPOSITIONS,
)
from index.types import Span

WORD = re.compile(r"[^\W_][\w.'’&-]*")
_POSSESSIVE = re.compile(r"[’']s?\Z")
_LONGEST = 300  # characters of a mention that are looked at


class Shape(StrEnum):
    """What kind of words a mention is made of."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    COUNTED = "counted"


class Gender(StrEnum):
    """How third-person pronouns refer to a person; unknown where nothing says it."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Word(Span):
    """A word of the article, as it stands and folded, without its possessive ending."""

    raw: str
    folded: str
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether it begins like a name."""
        return self.raw[:1].isupper() or (self.raw[:3].lower() in ("al-", "el-") and self.raw[3:4].isupper())


@dataclass(frozen=True, slots=True)
class Look:
    """One mention, read by itself.

    Attributes:
        name: folded words of the proper name, without titles; empty for pronouns and nominals.
        shown: the name as it is to be shown.
        titles: folded titles and honorifics before the name.
        roles: where the mention itself says what its holder is.
        head: folded main noun of a nominal or group; the pronoun itself.
        count: lower bound of a counted group.
        acronym: folded short form in parentheses, else empty.
    """

    mention: Mention
    shape: Shape
    shown: str
    name: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    roles: tuple[Span, ...] = ()
    gender: Gender = Gender.UNKNOWN
    head: str = ""
    modifiers: frozenset[str] = frozenset()
    definite: bool = False
    count: int | None = None
    acronym: str = ""

    @property
    def type(self) -> HolderType:
        """As the tagger has it."""
        return self.mention.type


PRONOUNS = {
    **dict.fromkeys("he him his himself".split(), (Gender.MALE, False)),
    **dict.fromkeys("she her hers herself".split(), (Gender.FEMALE, False)),
    **dict.fromkeys("they them their theirs themselves".split(), (Gender.UNKNOWN, True)),
    **dict.fromkeys("it its itself who whose whom i me my mine myself".split(), (Gender.UNKNOWN, False)),
    **dict.fromkeys("we us our ours ourselves both".split(), (Gender.UNKNOWN, True)),
}
DEFINITE = frozenset("the this that these those all both".split())
OWNERS = frozenset("his her its their".split())
FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
RELATIVE = frozenset(("who", "whose", "whom"))


def fold(text: str) -> str:
    """Without case, accents, and full stops: what names are compared by."""
    if text.isascii():
        return text.lower().replace(".", "")
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace(".", "")


def words(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``, a possessive ending cut off."""
    found = []
    for match in WORD.finditer(text, start, end):
        raw = match[0].rstrip("'’-&")
        bare = raw[: -len(_POSSESSIVE.search(raw)[0])] if raw[-2:] in ("'s", "’s") else raw  # type: ignore[index]
        if bare:
            owns = bare != raw or match[0][len(raw) :][:1] in ("'", "’")
            found.append(Word(match.start(), match.start() + len(bare), bare, fold(bare), owns))
    return found


def given_gender(name: str) -> Gender:
    """What a folded given name suggests."""
    first = name.split("-")[0]
    if first in MALE:
        return Gender.UNKNOWN if first in FEMALE else Gender.MALE
    return Gender.FEMALE if first in FEMALE else Gender.UNKNOWN


def gender_of(titles: tuple[str, ...], nouns: frozenset[str], given: str) -> Gender:
    """Titles decide before nouns ("spokeswoman"), nouns before the given name."""
    for male, female in ((MALE_TITLES, FEMALE_TITLES), (MALE_NOUNS, FEMALE_NOUNS)):
        said = frozenset(titles) | nouns
        if said & male and not said & female:
            return Gender.MALE
        if said & female and not said & male:
            return Gender.FEMALE
    return given_gender(given)


def pronoun(mention: Mention, text: str) -> Look | None:
    """The mention, where it is a pronoun."""
    word = fold(mention.of(text).strip(" ,;:.“”\"'")) if mention.end - mention.start < 14 else ""
    known = PRONOUNS.get(word)
    return known and Look(mention, Shape.PRONOUN, mention.of(text), gender=known[0], head=word)


def counted(mention: Mention, text: str) -> Look:
    """A group: its noun phrase, without the article, and its number."""
    inside = words(text, mention.start, min(mention.end, mention.start + _LONGEST))
    shown = _without_article(text, mention.start, mention.end)
    count = counts.least(mention.of(text))
    head = head_noun(inside)
    before = frozenset(w.folded for w in inside if w.folded != head and w.folded not in DETERMINERS)
    definite = bool(inside) and inside[0].folded in DEFINITE
    shape = Shape.COUNTED if count else Shape.NOMINAL
    return Look(mention, shape, shown, head=head, modifiers=before, definite=definite, count=count)


def head_noun(inside: list[Word]) -> str:
    """The last word before a preposition, singular: "members" of "31 members of the party" gives "member"."""
    head = ""
    for word in inside:
        if head and (word.folded in PREPOSITIONS or word.folded in ("have", "had", "are", "were", "but", "not")):
            break
        if word.folded in DETERMINERS or word.possessive:
            continue
        head = word.folded
    return singular(head)


def singular(noun: str) -> str:
    """A rough singular, only for comparing."""
    if noun.endswith("men"):
        return noun[:-2] + "an"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 2 else noun


def _without_article(text: str, start: int, end: int) -> str:
    inside = words(text, start, end)
    if inside and inside[0].folded in ("the", "a", "an") and len(inside) > 1 and not _is_dozen(inside):
        start = inside[0].end
    shown = text[start:end].strip(' ,;:\n“”"').removesuffix("’s").removesuffix("'s").strip()
    return " ".join(shown.split())


def _is_dozen(inside: list[Word]) -> bool:
    return inside[0].folded == "a" and inside[1].folded in (
        "dozen",
        "hundred",
        "thousand",
        "million",
        "couple",
        "score",
    )


def organisation(mention: Mention, text: str) -> Look:
    """A body: by its name, or as "the council"."""
    inside, end, acronym = _without_brackets(mention, text)
    led = bool(inside) and inside[0].folded in DETERMINERS
    core = inside[1:] if led and len(inside) > 1 else inside
    head = head_noun(inside)
    definite = led and inside[0].folded in DEFINITE
    modifiers = frozenset(w.folded for w in core if w.folded != head)
    named = [w for w in core if w.capital and not (w is inside[0] and _common(w, core))]
    if not named:
        shown = " ".join(text[core[0].start : end].split()).rstrip(" ,;:'’") if core else mention.of(text)
        return Look(mention, Shape.NOMINAL, shown, head=head, modifiers=modifiers, definite=definite)
    begin = core[0]
    lead = core[: core.index(named[0])]
    if led and not begin.capital and not any(w.folded in PREPOSITIONS or w.possessive for w in lead):
        begin = named[0]
    name = tuple(w.folded for w in core if begin.start <= w.start and w.folded not in ("of", "the", "and", "for"))
    shown = " ".join(text[begin.start : core[-1].end].split())
    count = counts.least(mention.of(text)) if "-member" in mention.of(text) else None
    look = Look(mention, Shape.NAME, shown, name, head=head, modifiers=modifiers, definite=definite)
    return replace(look, count=count, acronym=acronym)


def _without_brackets(mention: Mention, text: str) -> tuple[list[Word], int, str]:
    """The words before a bracket or a description after a comma, where they end, and the acronym in the bracket."""
    end = min(mention.end, mention.start + _LONGEST)
    inside, acronym = words(text, mention.start, end), ""
    if (opened := text.find("(", mention.start, end)) > 0:
        within = [w for w in inside if w.start > opened]
        acronym = within[0].folded if len(within) == 1 and sum(c.isupper() for c in within[0].raw) > 1 else ""
        inside, end = [w for w in inside if w.end <= opened], opened
    if (comma := text.find(", ", mention.start, end)) > 0 and text[comma + 2 : comma + 3].islower():
        inside, end = [w for w in inside if w.end <= comma], comma
    return inside, end, acronym


def _common(word: Word, core: list[Word]) -> bool:
    """Whether a capital at the start of a phrase is likely only the start of a sentence."""
    return len(core) > 1 and not core[1].capital and singular(word.folded) in BODY_NOUNS
