"""Which source and content belong to a cue, and which holders and contents to the cue of a position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.statements.labels import Act, HolderType, Stance
from index.statements.pairs import features
from index.statements.scorer import Arrays, decisions, pair_scores, sigmoid, softmax
from index.statements.tagger import Tagged

Span = tuple[int, int]
#: a holder in the sentence of a cue that is as probable as this needs none in another sentence beside it
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source expresses a content through a cue; spans of words, one source at most."""

    source: tuple[Span, ...]
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """The cue of a position with what belongs to it; spans of words.

    Attributes:
        holders: mentions by their number, with the probability that they hold it.
        claims: contents, in order; the most probable one is ``claim``.
        acts, stances: probabilities. *Shape:* ``(12,)`` and ``(4,)``.
    """

    cue: Span
    holders: tuple[tuple[int, float], ...]
    claim: Span | None
    claims: tuple[Span, ...]
    acts: NDArray[np.float32]
    stances: NDArray[np.float32]

    @property
    def act(self) -> Act:
        """The most probable act."""
        return list(Act)[int(self.acts.argmax())]

    @property
    def stance(self) -> Stance:
        """The most probable stance toward the content."""
        return list(Stance)[int(self.stances.argmax())]


@dataclass(frozen=True, slots=True)
class Relations:
    """All cues of positions in a text, over one list of mentions.

    Attributes:
        mentions: words of possible holders, with their type, in order.
        same: logit that a later mention is the same holder as an earlier one. *Shape:* ``(mentions, mentions)``.
    """

    mentions: tuple[tuple[int, int, HolderType], ...]
    linked: tuple[Linked, ...]
    same: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure the linker must be; fitted on the training parts of the data."""

    source: float = 0.5
    content: float = 0.5
    holder: float = 0.5
    claim: float = 0.5


class Linker:
    """What belongs together."""

    def __init__(self, weights: Arrays, thresholds: Thresholds = Thresholds()) -> None:
        self._weights = weights
        self._at = thresholds

    def attributions(self, tagged: Tagged) -> list[Attribution]:
        """PolNeAR's attributions: every cue with its best source and its contents."""
        cues = [span[:2] for span in tagged.spans["cue"]]
        sources = [span[:2] for span in tagged.spans["source"]]
        contents = [span[:2] for span in tagged.spans["content"]]
        of_source = self._probable("source", tagged, cues, sources)
        of_content = self._probable("content", tagged, cues, contents)
        own = [[at for at, p in enumerate(row) if p >= self._at.content] for row in of_content]
        if cues:  # no content stands alone: it goes with its most probable cue
            for at, column in enumerate(of_content.T):
                best = int(column.argmax())
                if at not in own[best]:
                    own[best].append(at)
        found = []
        for number, cue in enumerate(cues):
            best = int(of_source[number].argmax()) if sources else -1
            source = (sources[best],) if best >= 0 and of_source[number, best] >= self._at.source else ()
            found.append(Attribution(source, cue, tuple(contents[at] for at in sorted(own[number]))))
        return found

    def relations(self, tagged: Tagged) -> Relations:
        """Cues of positions with their holders and contents, acts and stances."""
        types = list(HolderType)
        mentions = tuple((a, b, types[kind]) for a, b, kind in tagged.spans["mention"])
        cues = [span[:2] for span in tagged.spans["act"]]
        claims = [span[:2] for span in tagged.spans["claim"]]
        places = [mention[:2] for mention in mentions]
        of_holder = self._probable("holder", tagged, cues, places)
        of_claim = self._probable("claim", tagged, cues, claims)
        best = [int(row.argmax()) if claims else -1 for row in of_claim]
        sure = [at >= 0 and of_claim[number, at] >= self._at.claim / 2 for number, at in enumerate(best)]
        own = np.zeros((len(cues), tagged.first.shape[1]), dtype=np.float32)
        if any(sure):
            own[sure] = tagged.vectors(claims)[[at for at, is_sure in zip(best, sure, strict=True) if is_sure]]
        acts, stances = decisions(self._weights, tagged.vectors(cues), own)
        acts, stances = softmax(acts), softmax(stances)
        linked = []
        for number, cue in enumerate(cues):
            at = best[number]
            claim = claims[at] if sure[number] else None
            several = tuple(c for k, c in enumerate(claims) if of_claim[number, k] >= self._at.claim or c == claim)
            holders = tuple((k, float(p)) for k, p in enumerate(of_holder[number]) if p >= self._at.holder)
            holders = _at_hand(cue, holders, places, tagged.layout.sentence)
            linked.append(Linked(cue, holders, claim, several, acts[number], stances[number]))
        same = self._scores("same", tagged, places, places, earlier=True)
        return Relations(mentions, tuple(linked), same)

    def _scores(
        self, name: str, tagged: Tagged, anchors: Sequence[Span], arguments: Sequence[Span], *, earlier: bool = False
    ) -> NDArray[np.float32]:
        if not anchors or not arguments:
            return np.zeros((len(anchors), len(arguments)), dtype=np.float32)
        between = features(anchors, arguments, tagged.layout)
        vectors = tagged.vectors(anchors), tagged.vectors(arguments)
        return pair_scores(self._weights, name, *vectors, between, earlier=earlier)

    def _probable(
        self, name: str, tagged: Tagged, anchors: Sequence[Span], arguments: Sequence[Span]
    ) -> NDArray[np.float32]:
        return sigmoid(self._scores(name, tagged, anchors, arguments))


def _at_hand(
    cue: Span, holders: tuple[tuple[int, float], ...], places: Sequence[Span], sentence: NDArray[np.int64]
) -> tuple[tuple[int, float], ...]:
    """Without those of other sentences, where a sure holder stands before the cue in its own: that is its subject."""
    own = sentence[cue[0]]
    inside = [(k, p) for k, p in holders if sentence[places[k][0]] == own]
    has_subject = any(p >= _SURE and places[k][1] <= cue[0] for k, p in inside)
    return tuple(inside) if has_subject else holders
