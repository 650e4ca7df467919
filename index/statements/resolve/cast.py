"""Who has been met so far in one article: the working state of resolving, and how it becomes holders."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.statements.labels import HolderType
from index.statements.records import Holder, Named, Role
from index.statements.resolve.looks import Gender, Look, Shape, fold, words
from index.statements.resolve.words import DETERMINERS
from index.types import Sentence, Span

_MOST_ROLES = 8


@dataclass(slots=True, eq=False)
class Known:
    """Someone met in the article; grows while mentions are joined to it."""

    type: HolderType
    shown: str
    name: tuple[str, ...] = ()
    name_span: Span | None = None
    titles: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    gender: Gender = Gender.UNKNOWN
    count: int | None = None
    head: str = ""
    roles: dict[str, Role] = field(default_factory=dict)
    role_words: list[tuple[frozenset[str], Span]] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    owner: Known | None = None

    def before(self, number: int) -> int | None:
        """Its last mention before mention ``number``."""
        at = bisect_left(self.mentions, number)
        return self.mentions[at - 1] if at else None


@dataclass(slots=True)
class Cast:
    """All that resolving works on.

    Attributes:
        known: in the order in which they were added; holders are numbered by their first mention instead.
        of: for each mention whom it names, None while undecided.
        why: for each decided mention its rule, and the span that shows it.
    """

    text: str
    looks: Sequence[Look]
    sentences: Sequence[Sentence]
    known: list[Known] = field(default_factory=list)
    of: list[Known | None] = field(default_factory=list)
    why: dict[int, tuple[str, Span | None]] = field(default_factory=dict)

    def add(self, number: int, *, rule: str = "name", shown: str | None = None) -> Known:
        """A new one, first met in mention ``number``."""
        look = self.looks[number]
        known = Known(look.type, shown or look.shown, head=look.head)
        self.known.append(known)
        self.join(number, known, rule)
        return known

    def join(self, number: int, known: Known, rule: str, shown_by: Span | None = None) -> None:
        """Mention ``number`` names ``known``; what it says about them is kept."""
        look = self.looks[number]
        known.mentions.insert(bisect_left(known.mentions, number), number)
        self.of[number] = known
        self.why[number] = (rule, shown_by)
        known.titles.update(look.titles)
        if look.acronym:
            known.acronyms.add(look.acronym)
        if known.gender is Gender.UNKNOWN:
            known.gender = look.gender
        if known.count is None:
            known.count = look.count
        if look.shape is Shape.NAME and _fuller(look, known):
            known.name, known.shown = look.name, look.shown
            known.name_span = Span(look.mention.start, look.mention.end)
        if look.shape is Shape.NAME or look.type is not HolderType.PERSON:
            return
        if look.shape is Shape.NOMINAL and look.definite and rule in ("role", "description", "same"):
            self.give_role(known, look.roles)

    def give_role(self, known: Known, spans: Sequence[Span]) -> None:
        """What the article says that ``known`` is."""
        for span in spans:
            said = span.of(self.text)
            folded = fold(said)
            if folded in known.roles or len(known.roles) >= _MOST_ROLES:
                continue
            known.roles[folded] = Role(span.start, span.end, said)
            self.hear(known, (span,))

    def hear(self, known: Known, spans: Sequence[Span]) -> None:
        """The words by which ``known`` may be called again."""
        for span in spans:
            inside = words(self.text, span.start, span.end)
            known.role_words.append((frozenset(w.folded for w in inside) - DETERMINERS, span))

    def holders(self) -> tuple[tuple[Holder, ...], list[int]]:
        """Numbered by first mention."""
        ordered = sorted((k for k in self.known if k.mentions), key=lambda known: known.mentions[0])
        numbers = {id(known): number for number, known in enumerate(ordered)}
        return tuple(self._holder(known) for known in ordered), [numbers[id(known)] for known in self.of]

    def _holder(self, known: Known) -> Holder:
        roles = sorted(known.roles.values(), key=lambda role: role.start)
        return Holder(known.shown, known.type, known.count, tuple(roles), tuple(map(self._named, known.mentions)))

    def _named(self, number: int) -> Named:
        mention = self.looks[number].mention
        return Named(mention.start, mention.end, *self.why[number])


def _fuller(look: Look, known: Known) -> bool:
    """Whether the mention gives a fuller name: more words, or the same words less shouted."""
    if len(look.name) != len(known.name):
        return len(look.name) > len(known.name)
    return known.shown.isupper() and not look.shown.isupper() and len(known.shown) > 4
