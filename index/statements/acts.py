"""What was done: the linker's act and stance, put right where the cue's own words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.statements.labels import Act, Stance
from index.statements.link import Linked
from index.types import Span

#: the holder is asked to do it, which is not doing it
_PRESSED = re.compile(
    r"\bunder (?:\w+ ){0,2}pressure\b|\bfac(?:es|ed|ing) (?:\w+ ){0,2}(?:calls|demands|pressure)\b"
    r"|\b(?:is|was|are|were|been|being) (?:\w+ ){0,1}(?:urged|pressed|asked|told|called on|lobbied)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:refus(?:e|es|ed|ing|al)|declin(?:e|es|ed|ing)|rul(?:e|es|ed|ing) out|reject(?:s|ed|ing)?|rebuff(?:s|ed|ing)?"
    r"|resist(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:ha(?:s|ve|d) (?:still )?yet to|stop(?:s|ped|ping)? short of|f(?:a|e)ll(?:s|ing)? short of)\b", re.IGNORECASE
)
_FOR = frozenset({Act.CALLS_FOR, Act.SUPPORTS, Act.SIGNS, Act.VOTES_FOR})


def is_pressed(cue: str) -> bool:
    """Whether the cue says that its holder is asked for something: "is under growing pressure to call for"."""
    return _PRESSED.search(cue) is not None


def is_refusal(cue: str) -> bool:
    """Whether the cue names a refusal: "has refused to back", "ruled out"."""
    return _REFUSED.search(cue) is not None and "not ruled out" not in cue.casefold()


def act_and_stance(
    text: str, cue: Span, content: Sequence[Span], linked: Linked
) -> tuple[Act, Stance, tuple[str, ...]]:
    """The act, the stance toward the content, and why."""
    words = cue.of(text)
    act, stance = linked.act, linked.stance
    reasons = [f"cue {words!r}: {act.value} {float(linked.acts.max()):.2f}"]
    if content:
        reasons.append(f"stance {stance.value} {float(linked.stances.max()):.2f}")
    if act in _FOR and stance is Stance.FOR and _NOT_YET.search(words):
        act, stance = Act.REFUSES, Stance.OTHER
        reasons.append("it was not done yet, or not quite")
    elif act in _FOR and stance is Stance.FOR and is_refusal(words):
        act, stance = Act.REFUSES, Stance.AGAINST
        reasons.append("the cue names a refusal")
    return act, stance, tuple(reasons)
