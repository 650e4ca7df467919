"""Short answers: every candidate of every sentence, described for the judge."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.candidates import Candidate, candidates
from assistant.answer.support import Support, Weighted
from assistant.forms import IDENTITY, Want
from assistant.question import Plan
from assistant.words import Word, content, words

_BOUNDARY = re.compile(r"[,;:–—“”\"()]|\b(?:and|but|while|which|who|whose|where|after|before|because|that)\b")


@dataclass(frozen=True, slots=True)
class Short:
    """One candidate in its sentence, with what the judge looks at.

    Attributes:
        form: what equal answers share.
    """

    support: Support
    candidate: Candidate
    features: dict[str, float]
    form: str


def shorts(plan: Plan, terms: Sequence[Weighted], supports: Sequence[Support]) -> list[Short]:
    """All candidates of the sentences, each with features; the same answer in several places is counted."""
    found: list[tuple[Support, Candidate]] = []
    for support in supports:
        published = support.evidence.article.date
        found += [(support, c) for c in candidates(support.evidence.text, plan.want, published)]
    forms = [_form(candidate.short) for _, candidate in found]
    votes = Counter(forms)
    return [
        Short(support, candidate, _features(plan, terms, support, candidate, votes[form]), form)
        for (support, candidate), form in zip(found, forms, strict=True)
    ]


def agree(one: Short, other: Short) -> bool:
    """Whether both give one answer: the same words anywhere, or overlapping words of one sentence."""
    if one.form == other.form and one.support is not other.support:
        # "two" of one thing says nothing about two of another
        return len(one.form) > 3 or one.features["head"] == other.features["head"] == 1.0
    overlap = one.candidate.start < other.candidate.end and other.candidate.start < one.candidate.end
    return overlap and one.support is other.support


def _form(short: str) -> str:
    """A form that equal answers share."""
    return " ".join(word.key for word in content(words(short))) or short.casefold()


def _features(
    plan: Plan, terms: Sequence[Weighted], support: Support, candidate: Candidate, votes: int
) -> dict[str, float]:
    there = support.evidence.words
    inside = [i for i, word in enumerate(there) if candidate.start < word.end and word.start < candidate.end]
    own = {key for i in inside for key in there[i].keys}
    outside = [
        (i, place)
        for i, place in enumerate(support.matched)
        if place >= 0 and place not in inside and not terms[i].is_head
    ]
    distances = [_distance(place, inside) for _, place in outside]
    between = [_boundaries(support.evidence.text, candidate, there[place]) for _, place in outside]
    asked = {key for term in terms for key in term.word.keys}
    after = sum(1 for _, place in outside if inside and place > inside[-1])
    sentence = support.features
    head = _head(plan, support, inside)
    identity = float(bool(IDENTITY.match(plan.question)))
    described = _described(terms, support, candidate)
    apposition = _apposition(support, candidate, inside)
    features = {
        "kindness": candidate.strength,
        "head": head,
        "has_head": float(bool(plan.head)),
        "nearness": 1 / (1 + _mean(distances, 8.0) / 3),
        "close": _close(terms, support, inside, names_only=False),
        "close_names": _close(terms, support, inside, names_only=True),
        "nearest": 1 / (1 + min(distances, default=12)),
        "boundaries": min(_mean(between, 3.0), 4.0) / 4,
        "repeats": len(own & asked) / len(own) if own else 0.0,
        "long": math.log1p(len(inside)) / 3,
        "after": after / len(outside) if outside else 0.5,
        "votes": min(math.log(votes) / 2, 1.0),
        "role": _role(plan, terms, support, inside),
        "apposition": apposition,
        "subject": float(candidate.start < len(support.evidence.text) * 0.15),
        "all_met": sentence["worst_name"] * sentence["worst_other"],
        "head_and_names": head * sentence["names_near"],
        "head_and_all": head * sentence["worst_name"] * sentence["worst_other"],
        "described": identity * max(described, 0.0),
        "described_otherwise": identity * float(0 <= described < 0.5),
        "near_and_kind": sentence["near"] * candidate.strength,
        "here_and_near": sentence["others_here"] * sentence["names_near"],
    }
    return _crossed(features | {f"s_{name}": value for name, value in sentence.items()}, plan.want)


# what weighs differently by the kind of answer wanted
_BY_WANT = "kindness close nearness after head long role repeats s_near s_name_missing".split()


def _crossed(features: dict[str, float], want: Want) -> dict[str, float]:
    """The features, the kind of answer wanted, and some of the one by the other."""
    crossed = {f"{want.value}_{name}": features[name] for name in _BY_WANT}
    return features | {f"want_{want.value}": 1.0} | crossed


def _role(plan: Plan, terms: Sequence[Weighted], support: Support, inside: list[int]) -> float:
    """1 where the candidate stands on the side of the verb that was asked for, 0 on the other, else a half."""
    verbs = [
        place
        for term, place in zip(terms, support.matched, strict=True)
        if place >= 0 and not term.is_name and not term.is_head
    ]
    if not verbs or not inside:
        return 0.5
    comes_first = inside[0] < verbs[0]
    return float(comes_first != plan.wants_object)


def _close(terms: Sequence[Weighted], support: Support, inside: list[int], *, names_only: bool) -> float:
    """Share of the question, by weight, that stands near the candidate: all of it right beside it would be 1."""
    met = total = 0.0
    for term, place, strength in zip(terms, support.matched, support.strength, strict=True):
        if term.is_name or not names_only:
            total += term.weight
            if place >= 0:
                met += term.weight * min(strength, 1.0) / (1 + _distance(place, inside) / 3)
    return met / total if total else 0.0


def _distance(place: int, inside: list[int]) -> int:
    return min((abs(place - i) for i in (inside[:1] + inside[-1:])), default=12)


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _boundaries(text: str, candidate: Candidate, word: Word) -> int:
    """Commas and conjunctions between the candidate and a word that the question has."""
    gap = text[candidate.end : word.start] if word.start >= candidate.end else text[word.end : candidate.start]
    return len(_BOUNDARY.findall(gap))


def _head(plan: Plan, support: Support, inside: list[int]) -> float:
    """1 where the thing asked for ("ward", "councillors") stands with the candidate, else 0."""
    if not plan.head or not inside:
        return 0.0
    there = support.evidence.words
    reach = range(inside[0] - 1, inside[-1] + (5 if plan.want is not Want.THING else 2))
    best = 0.0
    for i in reach:
        if 0 <= i < len(there) and any(set(head.keys) & set(there[i].keys) for head in plan.head[-1:]):
            best = 1.0
    return best


_DESCRIPTION = re.compile(r",? (?:who (?:is|was) |the |a |an |whose )([^,.;:]{3,120})")


def _described(terms: Sequence[Weighted], support: Support, candidate: Candidate) -> float:
    """Share of the question in the words that describe the candidate ("Lee, the leader of Barford, …"); -1 for none."""
    match = _DESCRIPTION.match(support.evidence.text, candidate.end)
    if not match:
        return -1.0
    there = {key for word in words(match[1]) for key in word.keys}
    total = sum(term.weight for term in terms) or 1.0
    return sum(term.weight for term in terms if there & set(term.word.keys)) / total


_IS = re.compile(r"^,? ?(?:(?:who|which) )?(?:is|was|are|were|became|as|,) (?:the|a|an) ?|^, ?", re.IGNORECASE)


def _apposition(support: Support, candidate: Candidate, inside: list[int]) -> float:
    """Whether a word of the question follows the candidate ("Lee, the leader of …") or leads it ("leader Ann Lee")."""
    if not inside:
        return 0.0
    places = {place for place in support.matched if place >= 0}
    text = support.evidence.text
    follows = bool(_IS.match(text[candidate.end : candidate.end + 20])) and any(
        inside[-1] + step in places for step in (1, 2, 3)
    )
    leads = inside[0] - 1 in places and not re.search(r"[,;:]", text[max(0, candidate.start - 2) : candidate.start])
    return 1.0 if follows else 0.6 if leads else 0.0
