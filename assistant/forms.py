"""Ways of asking, and what each asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Kind


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
class Form:
    """One way of asking: a pattern whose match is the interrogative."""

    pattern: re.Pattern[str]
    kind: Kind
    want: Want


# what ends the noun phrase after "how many" and "which", besides function words and "-ed"
VERBS = frozenset(
    """
    won left lost made took held went came gave told became ran met spoke wrote quit led got kept began rose
    fell said saw sent sold bought built broke brought caught chose cost cut fought found grew hit paid put read
    sat set shot spent stood struck taught thought want wants need needs back backs support supports say live
    work
    """.split()
)
MAX_HEAD = 4
#: verbs that say little by themselves: a sentence may answer without them
LIGHT_VERBS = frozenset(
    """make makes made making take takes took taken taking give gives gave given get gets got have happen happens happened
    hold holds held do go goes went come comes came call calls called name names named represent represents represented
    live lives lived place use used work works worked belong belongs stand stands serve serves""".split()
)


def _form(pattern: str, kind: Kind, want: Want) -> Form:
    return Form(re.compile(pattern, re.IGNORECASE), kind, want)


_START = (
    r"^(?:and|but|so|ok|okay|then|please|tell me|can you tell me|do you know|i want to know|i'd like to know|[,\s])*"
)

# the first that matches wins: an interrogative at the start before one anywhere
FORMS = tuple(
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
        (
            r"(?:for )?how many (?=(?:\w+ )?(?:years|months|weeks|days|hours|minutes)\b)",
            Kind.COUNT,
            Want.DURATION,
        ),
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
        (
            r"(?:to |for |from |by |with |against |on |in |under )?(?:whom|whose|who)(?:'s|’s)?\b",
            Kind.PASSAGE,
            Want.PERSON,
        ),
        (r"(?:from |to )?where(?:'s|’s)?\b", Kind.PASSAGE, Want.PLACE),
        (r"(?:at|in|on|to|from|for|with|by|of) (?:which|what)\b", Kind.PASSAGE, Want.THING),
        (r"(?:what|which)(?:'s|’s)?\b", Kind.PASSAGE, Want.THING),
    )
)

PLACE_HEADS = frozenset(
    """
    place city town village country venue location area region county borough street
    """.split()
)
PERSON_HEADS = frozenset(
    """
    person politician minister councillor mp leader mayor man woman player spokesman
    """.split()
)
SAYING = re.compile(
    r"^what (?:did|does|do|has|have|had|was|is|were|are)\b.*\b(?:say|said|saying|think|write|wrote|tell|told|view|position|stance|opinion|respond|react)\b",
    re.IGNORECASE,
)
IDENTITY = re.compile(r"^\W*who(?:['’]s| is| was| are| were) ", re.IGNORECASE)
AUXILIARY = re.compile(r"^(?:\s+[\w’'-]+){0,3}?\s+(?:did|does|do|has|have|had|will|would|can|could)\b", re.IGNORECASE)
ASKS_AGAIN = re.compile(r"^\W*(?:and|but|so)?\W*(?:what|how)\s+about\b", re.IGNORECASE)
