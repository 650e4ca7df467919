"""What the tagger and the linker are trained to tell apart, in the order of their outputs."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What a holder does with a content."""

    CALLS_FOR = "calls_for"
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    REFUSES = "refuses"
    CRITICISES = "criticises"
    DENIES = "denies"
    VOTES_FOR = "votes_for"
    VOTES_AGAINST = "votes_against"
    ABSTAINS = "abstains"
    SIGNS = "signs"
    RESIGNS_OVER = "resigns_over"
    SAYS = "says"


class Stance(StrEnum):
    """A stance toward a content or a topic; ``partial`` asks for less, ``other`` is involved without a stance."""

    FOR = "for"
    AGAINST = "against"
    PARTIAL = "partial"
    OTHER = "other"


class HolderType(StrEnum):
    """Who may hold a position."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"


#: tag sequences, and how many kinds of span each tells apart. The first three follow PolNeAR's guidelines, the
#: others the marked-up passages: mentions of possible holders by type, cues of positions and their contents
HEADS = {"source": 1, "cue": 1, "content": 1, "mention": len(HolderType), "act": 1, "claim": 1}
#: only in training: names as a general tagger sees them
ENTITIES = ("PERSON", "ORGANIZATION", "LOCATION", "MISC")
#: pairs that are scored, as anchor and argument
LINKS = {
    "source": ("cue", "source"),
    "content": ("cue", "content"),
    "holder": ("act", "mention"),
    "claim": ("act", "claim"),
    "same": ("mention", "mention"),
}
