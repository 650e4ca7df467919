"""A question in plain words -> a Plan: what kind of answer is wanted, about what.

The kinds that need statements (list, position, quote, compare) have no reading of their own here: such
questions are planned as ``PASSAGE`` and answered with the sentences that bear on them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.types import Kind, Turn
from assistant.words import Word, content, words
from index.errors import UsageError

MAX_QUESTION_CHARS = 2_000


class Want(StrEnum):
    """What the short answer should be."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    DATE = "date"
    REASON = "reason"
    PERSON = "person"
    PLACE = "place"
    THING = "thing"
    SENTENCE = "sentence"  # no short answer: the sentences themselves


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked.

    Attributes:
        question: as asked, white space folded.
        terms: content words that evidence should have, without the interrogative.
        head: of the thing asked for: "ward" in "which ward does she represent", "emails" in "how many emails".
        continued: whether the terms come from an earlier question.
        wants_object: "whom did she write to" asks for the object of the verb, "who wrote" for its subject.
    """

    question: str
    kind: Kind
    want: Want
    terms: tuple[Word, ...]
    head: tuple[Word, ...] = ()
    continued: bool = False
    wants_object: bool = False

    @property
    def names(self) -> tuple[Word, ...]:
        """Terms written as names."""
        return tuple(term for term in self.terms if term.is_capital)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of asking: a pattern whose match is the interrogative."""

    pattern: re.Pattern[str]
    kind: Kind
    want: Want


# what ends the noun phrase after "how many" and "which", besides function words and "-ed"
_VERBS = frozenset(
    """won left lost made took held went came gave told became ran met spoke wrote quit led got kept began rose fell
    said saw sent sold bought built broke brought caught chose cost cut fought found grew hit paid put read sat set shot
    spent stood struck taught thought want wants need needs back backs support supports say live work""".split()
)
_MAX_HEAD = 4


def _form(pattern: str, kind: Kind, want: Want) -> _Form:
    return _Form(re.compile(pattern, re.IGNORECASE), kind, want)


_START = r"^(?:and|but|so|ok|okay|then|please|tell me|can you tell me|do you know|i want to know|i'd like to know|[,\s])*"

# the first that matches wins: an interrogative at the start before one anywhere
_FORMS = tuple(
    _form(opening + pattern, kind, want)
    for opening in (_START, r"\b")
    for pattern, kind, want in (
        (r"how long\b", Kind.COUNT, Want.DURATION),
        (r"how old\b", Kind.COUNT, Want.NUMBER),
        (r"how (?:often|frequently)\b", Kind.COUNT, Want.NUMBER),
        (r"(?:how long ago|since when|from when|by when|when)\b", Kind.WHEN, Want.DATE),
        (
            r"(?:on |in |at |by |from |since )?(?:what|which) (?:exact |precise )?(?:date|day|year|month|week|time)\b",
            Kind.WHEN,
            Want.DATE,
        ),
        (r"(?:for )?how many (?=(?:\w+ )?(?:years|months|weeks|days|hours|minutes)\b)", Kind.COUNT, Want.DURATION),
        (r"(?:by |with |to |of |for )?how many\b", Kind.COUNT, Want.NUMBER),
        (
            r"how much (?:money|funding|cash|does|did|do|will|would|was|were|is|has|had|have|in|of)\b",
            Kind.COUNT,
            Want.MONEY,
        ),
        (r"how much\b", Kind.COUNT, Want.NUMBER),
        (
            r"how (?:big|large|high|tall|far|fast|deep|wide|heavy|wide|small|low)\b",
            Kind.COUNT,
            Want.NUMBER,
        ),
        (
            r"what (?:percentage|per cent|percent|proportion|share|fraction)(?: of)?\b",
            Kind.COUNT,
            Want.PERCENT,
        ),
        (
            r"(?:what|which) (?:(?:was|is|were|are) )?(?:the )?(?:total |exact |final )?(?:number|figure|count|total)(?: of)?\b",
            Kind.COUNT,
            Want.NUMBER,
        ),
        (
            r"what (?:was|is|were|are|will be|would be) the (?:total |estimated |final |full )?(?:cost|price|fee|budget|value|bill)\b",
            Kind.COUNT,
            Want.MONEY,
        ),
        (
            r"what (?:was|is|will be|were) (?=(?:the |[\w’'-]+ ){1,4}?(?:majority|margin|turnout|score|attendance|population|total)\b)",
            Kind.COUNT,
            Want.NUMBER,
        ),
        (r"(?:why|how come|what for)\b", Kind.WHY, Want.REASON),
        (
            r"(?:(?:for|on) )?(?:what|which) (?:(?:was|is|were|are) )?(?:the )?(?:main |stated |official )?(?:reasons?|grounds?|cause)(?: for| of| why| that)?\b",
            Kind.WHY,
            Want.REASON,
        ),
        (r"what (?:caused|prompted|led to|triggered)\b", Kind.WHY, Want.REASON),
        (r"(?:to |for |from |by |with |against |on |in |under )?(?:whom|whose|who)(?:'s|’s)?\b", Kind.PASSAGE, Want.PERSON),
        (r"(?:from |to )?where(?:'s|’s)?\b", Kind.PASSAGE, Want.PLACE),
        (r"(?:at|in|on|to|from|for|with|by|of) (?:which|what)\b", Kind.PASSAGE, Want.THING),
        (r"(?:what|which)(?:'s|’s)?\b", Kind.PASSAGE, Want.THING),
    )
)

_PLACE_HEADS = frozenset("place city town village country venue location area region county borough street".split())
_PERSON_HEADS = frozenset("person politician minister councillor mp leader mayor man woman player spokesman".split())
_SAYING = re.compile(r"^what (?:did|does|do|has|have|had|was|is|were|are)\b.*\b(?:say|said|saying|think|write|wrote|tell|told|view|position|stance|opinion|respond|react)\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"^(?:\s+[\w’'-]+){0,3}?\s+(?:did|does|do|has|have|had|will|would|can|could)\b", re.IGNORECASE)
_ASKS_AGAIN = re.compile(r"^\W*(?:and|but|so)?\W*(?:what|how)\s+about\b", re.IGNORECASE)


def parse(question: str, history: Sequence[Turn] = ()) -> Plan:
    """Read a question; one that has no content of its own ("When?") takes that of the question before it.

    Raises:
        UsageError: nothing in it to look for, or too long to be a question.
    """
    asked = " ".join(unicodedata.normalize("NFKC", question).split())
    if not asked:
        raise UsageError("The question is empty: ask one in plain words.")
    if len(asked) > MAX_QUESTION_CHARS:
        raise UsageError(
            f"The question is {len(asked):,} characters long: ask one of at most {MAX_QUESTION_CHARS:,}."
        )
    plan = _plan(asked)
    if history and (not plan.terms or _ASKS_AGAIN.match(asked)):
        plan = _continue(plan, parse(history[-1].question, history[:-1]))
    if not plan.terms:
        raise UsageError(f"The question {asked[:80]!r} has no word to look for: name a person, a place or a subject.")
    return plan


def _plan(asked: str) -> Plan:
    form, match = next(
        ((form, match) for form in _FORMS if (match := form.pattern.search(asked))), (None, None)
    )
    if form is None or match is None or _SAYING.match(asked):
        return Plan(asked, Kind.PASSAGE, Want.SENTENCE, _terms(asked, 0))
    rest = match.end()
    head = _head(asked[rest:]) if match[0].casefold().endswith(("which", "what", "many", "of")) else ()
    want = form.want
    if want is Want.THING and head:
        last = head[-1].text.casefold()
        want = Want.PLACE if last in _PLACE_HEADS else Want.PERSON if last in _PERSON_HEADS else want
    wants_object = bool(_AUXILIARY.match(asked[rest:])) or match[0].casefold().endswith("whom")
    return Plan(asked, form.kind, want, _terms(asked, rest, skip=match), head, wants_object=wants_object)


def _head(rest: str) -> tuple[Word, ...]:
    """The noun phrase at the very start of ``rest``: "Labour councillors" in "Labour councillors signed it"."""
    found: list[Word] = []
    for word in words(rest)[:_MAX_HEAD]:
        plain = word.text.casefold()
        if word.is_stop or plain in _VERBS or (found and plain.endswith("ed")):
            break
        found.append(word)
    return tuple(found)


def _terms(asked: str, rest: int, *, skip: re.Match[str] | None = None) -> tuple[Word, ...]:
    """Content words outside the interrogative; a capital that only opens the sentence makes no name."""
    before = words(asked[: skip.start()]) if skip else []
    after = [
        replace(word, start=word.start + rest, end=word.end + rest)
        for word in words(asked[rest:])
    ]
    found = content([*before, *after])
    return tuple(
        replace(word, text=word.text.lower()) if word.start == 0 and not word.text.isupper() and len(found) > 1 and _common(found, word) else word
        for word in found
    )


def _common(found: list[Word], word: Word) -> bool:
    """Whether a first word is likely capitalised only because it comes first."""
    following = [other for other in found if other.start > word.end]
    return not (following and following[0].is_capital)


def _continue(plan: Plan, before: Plan) -> Plan:
    """The new question about the old subject: "When?" keeps all of it, "What about Lee?" changes who."""
    if not plan.terms:
        return replace(before, question=plan.question, kind=plan.kind, want=plan.want, head=plan.head, continued=True)
    kept = tuple(term for term in before.terms if not (term.is_capital and plan.names))
    return replace(before, question=plan.question, terms=kept + plan.terms, continued=True)
