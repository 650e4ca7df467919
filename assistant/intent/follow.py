"""Questions that go on from the one before: "and Sarwar?", "when?", "what exactly did he say?", "only the MPs"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from assistant.intent.forms import alone
from assistant.intent.periods import split
from assistant.intent.types import Intent
from assistant.intent.verbs import AGAINST, FOR, REFUSING, turned
from assistant.types import Kind, Turn
from index.statements.labels import Stance

_PRONOUN = re.compile(
    r"^(?:he|she|they|him|her|them|his|their|both|both of them|the two of them|that person|the same)$", re.IGNORECASE
)
_IT = re.compile(
    r"^(?:it|that|this|one|so|them|those|the same|the same thing|the idea|the topic|the issue|the subject)$",
    re.IGNORECASE,
)
_WHO_TOO = re.compile(
    r"^(?:and|but|so|ok)?[,\s]*(?P<how>(?:what|how)\s+about|and|or)\s+"
    r"(?P<who>(?!(?:when|why|how|where|what|who|which|not|then|it|against|for|is|are|in|on|from|so)\b"
    r"|the (?:rest|others?)\b).{2,80})$",
    re.IGNORECASE,
)
_AND_THEN = re.compile(r"^(?:and|but|so|ok|what about|how about|only|just)?[,\s]*(?P<period>.{4,40})$", re.IGNORECASE)
_AGAIN = (
    (
        re.compile(
            r"^(?:and )?(?:when|on what (?:day|date)|what date|since when)(?: (?:was (?:that|it|this)|(?:did|has|had) (?:he|she|they|it)"
            r"(?: (?:say|said|do|done|call for|back|demand|happen)(?: (?:so|that|it|this))?)?))?$",
            re.IGNORECASE,
        ),
        Kind.WHEN,
    ),
    (
        re.compile(
            r"^(?:and )?(?:why|why not|why so|how come|for what reason)"
            r"(?: (?:(?:is|was) (?:that|it|this)|(?:did|does|has|do) (?:he|she|they)(?: (?:say|do|not|back|want|support)(?: (?:so|that|it|this))?)?))?$",
            re.IGNORECASE,
        ),
        Kind.WHY,
    ),
)
_OTHERS = re.compile(
    r"^(?:and |but )?(?:who|which (?P<group>[\w’' -]{2,40}?)) (?:else )?(?:has |have |had |is |are |was |were |did )?"
    r"(?P<verb>disagree[sd]?|object(?:s|ed)?|refused|said no|dissent(?:s|ed)?|oppose[sd]?|against|agree[sd]?|said yes|did not|not)"
    r"(?: (?:it|that|this|one|them|with (?:it|that|this|them|him|her)|to (?:it|that|this)))?$",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"^(?:and |but |ok |now )?(?:(?:only|just) (?:the |those who are |those )?(?P<a>[\w’' -]{2,60})"
    r"|(?:which|who) of (?:them|these|those) (?:is|are|were|was) (?:an? |the )?(?P<b>[\w’' -]{2,60}))$",
    re.IGNORECASE,
)
#: turns that are gone back for what a question leaves out
_TURNS = 8


def read(question: str, history: Sequence[Turn] = ()) -> Intent | None:
    """What a question asks about positions, after the turns before it; None where it asks about something else."""
    asked = " ".join(unicodedata.normalize("NFKC", question).split())
    found = alone(asked)
    if found is not None and not _leaves_out(found):
        return found
    last = history[-_TURNS:]
    before = read(last[-1].question, last[:-1]) if last else None
    if found is not None:
        return _filled(found, before)
    if before is None:
        return None
    declined = last[-1].answer is not None and last[-1].answer.verdict == "no"
    return _continued(asked.rstrip(" ?!."), replace(before, question=asked), denied=declined)


def _leaves_out(found: Intent) -> bool:
    named = any(_PRONOUN.match(name) for name in found.who) or bool(
        _PRONOUN.match(found.topic) or _IT.match(found.topic)
    )
    return named or (found.kind is Kind.QUOTE and not found.topic)


def _filled(found: Intent, before: Intent | None) -> Intent | None:
    """Pronouns taken from the question before; without one to take them from, nothing is asked."""
    if any(_PRONOUN.match(name) for name in found.who):
        if before is None or not before.who:
            return None
        names = [own for name in found.who for own in (before.who if _PRONOUN.match(name) else (name,))]
        found = replace(found, who=tuple(dict.fromkeys(names)))
        if found.kind is Kind.COMPARE and len(found.who) < 2:
            return None
    if _IT.match(found.topic) or _PRONOUN.match(found.topic):
        if before is None or not before.topic or before.deed:
            return None
        found = replace(found, topic=before.topic)
    if found.kind is Kind.QUOTE and not found.topic and before is not None and found.who == before.who:
        found = replace(found, topic=before.topic)
    return found


def _continued(plain: str, before: Intent, *, denied: bool) -> Intent | None:
    """The question before with something else in it.

    Args:
        denied: the answer before was "no": "why not" asks why.
    """
    own = before.stances or FOR
    for pattern, kind in _AGAIN:
        if pattern.match(plain):
            # an open question ("where does she stand") took nothing for granted, so neither does this one
            if before.kind not in (Kind.POSITION, Kind.WHEN, Kind.WHY) or len(before.who) != 1 or before.is_open:
                return None
            return replace(before, kind=kind, stances=turned(own) if denied else own)
    if before.deed is not None:
        return None
    if match := _OTHERS.match(plain):
        return replace(
            before,
            kind=Kind.LIST,
            who=(),
            stances=_of_others(match["verb"].casefold(), own),
            group=match["group"] or before.group,
            without="",
            is_open=False,
        )
    if before.kind is Kind.LIST and (narrowed := _narrowed(plain, before)):
        return narrowed
    if match := _WHO_TOO.match(plain):
        who = match["who"].strip(" ,")
        if before.kind is Kind.LIST:
            return replace(before, kind=Kind.POSITION, who=(who,), group="", without="")
        kind = Kind.POSITION if before.kind in (Kind.WHEN, Kind.WHY, Kind.COMPARE) else before.kind
        return replace(before, kind=kind, who=(who,), each=False)
    return None


def _of_others(verb: str, own: frozenset[Stance]) -> frozenset[Stance]:
    """The stances of those who agree, or do not, with a question that asked for some."""
    if verb.startswith(("agree", "said yes")):
        return own
    if verb.startswith(("disagree", "dissent", "object")):
        return turned(own) if own != FOR else REFUSING
    return REFUSING | AGAINST


def _narrowed(plain: str, before: Intent) -> Intent | None:
    """A list again, only of some group, or within some days."""
    if (match := _AND_THEN.match(plain)) and match["period"]:
        rest, period = split(f"it {match['period']}")
        if period is not None and rest == "it":
            return replace(before, period=period)
    if match := _NARROWED.match(plain):
        return replace(before, group=(match["a"] or match["b"]).strip())
    return None
