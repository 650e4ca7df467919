"""How well a sentence bears on a question, as a handful of numbers that mean something to a person.

Whether the sentence *answers* the question is decided from these numbers by ``judge.py``, whose weights are
fitted on question sets; nothing here knows any weight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.forms import LIGHT_VERBS, Want
from assistant.question import Plan
from assistant.retrieve import Evidence
from assistant.similar import WordSimilarity
from assistant.words import Word, content, marks, name_marks, words

# below this cosine two single words are no more alike than chance (measured on pairs of frequent nouns and verbs)
_ALIKE = 0.45
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|without|\w+n['’]t|refus\w+|declin\w+|rejected|denied|denies|failed to|"
    r"stopped short|yet to)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|his|her|hers|them|their|its|I|my|we|our)\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|would|could|may|might|plans? to|due to|expected to|if)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term of the question with its weight: rare words tell more than common ones.

    Attributes:
        family: index, among the terms, of the last word of the name that this word belongs to; -1 for none.
    """

    word: Word
    weight: float
    is_name: bool
    is_head: bool
    is_light: bool
    family: int = -1

    @property
    def wanted(self) -> frozenset[str]:
        """What a word of an article must be met by to be this term."""
        return name_marks(self.word.text) if self.is_name and not self.word.is_number else frozenset(self.word.keys)


@dataclass(frozen=True, slots=True)
class Support:
    """One sentence against one question.

    Attributes:
        matched: for each term the place (index of a word of the sentence) where it is met, or -1.
        strength: for each term how well it is met in the sentence, 0 to 1.
        features: name -> value, each about 0 to 1.
    """

    evidence: Evidence
    matched: tuple[int, ...]
    strength: tuple[float, ...]
    features: dict[str, float]


def weigh(plan: Plan, frequency: dict[str, int], passages: int) -> list[Weighted]:
    """The plan's terms with inverse document frequencies (Robertson and Spärck Jones's form, as BM25 has it)."""
    heads = {word.key for word in plan.head}
    weighted = {}
    for word in plan.terms:
        count = max((frequency.get(key, 0) for key in word.keys), default=0)
        light = 0.3 if word.text.casefold() in LIGHT_VERBS else 1.0
        weight = light * (math.log(1 + (passages - count + 0.5) / (count + 0.5)) + 0.5)
        weighted[word.key] = Weighted(word, weight, word.is_capital or word.is_number, word.key in heads, light < 1)
    return _with_families(list(weighted.values()))


def _with_families(terms: list[Weighted]) -> list[Weighted]:
    """Words of one name ("Ann", "Lee") know its last word: articles go on with the surname alone."""
    found = list(terms)
    for i in range(len(terms) - 2, -1, -1):
        this, after = terms[i].word, terms[i + 1].word
        if this.is_capital and after.is_capital and after.start == this.end + 1:
            last = found[i + 1].family if found[i + 1].family >= 0 else i + 1
            found[i] = replace(found[i], family=last)
    return found


def _met_by(there: Sequence[Word]) -> set[str]:
    return {mark for word in there for mark in marks(word.text)}


class Supporter:
    """Compares sentences with one question."""

    def __init__(self, plan: Plan, terms: Sequence[Weighted], similar: WordSimilarity) -> None:
        self._plan = plan
        self._terms = terms
        self._similar = similar
        self._total = sum(term.weight for term in terms) or 1.0
        self._negated = bool(_NEGATION.search(plan.question))

    def rough(self, evidence: Evidence) -> float:
        """Share of the question met literally in the sentence or just before it: cheap, to choose what to read."""
        here = _met_by(evidence.words)
        near = _met_by(words(evidence.before))
        met = 0.0
        for term in self._terms:
            met += term.weight * (1.0 if here & term.wanted else 0.5 if near & term.wanted else 0.0)
        return met / self._total

    def compare(self, found: Sequence[Evidence]) -> list[Support]:
        """A ``Support`` for each sentence."""
        alike = self._likeness(found)
        return [self._support(evidence, alike) for evidence in found]

    def _likeness(self, found: Sequence[Evidence]) -> dict[tuple[str, str], float]:
        """Likeness above chance of the question's ordinary words with those of the sentences."""
        asked = [term.word for term in self._terms if not term.is_name]
        there = {
            word.key: word.text.casefold()
            for evidence in found
            for word in content(evidence.words)
            if not word.is_number and len(word.text) > 2
        }
        cosines = self._similar.between([word.text.casefold() for word in asked], there.values())
        return {
            (word.key, key): max(0.0, (float(cosines[row, column]) - _ALIKE) / (1 - _ALIKE))
            for row, word in enumerate(asked)
            for column, key in enumerate(there)
        }

    def _support(self, evidence: Evidence, alike: dict[tuple[str, str], float]) -> Support:
        met = [self._meet(term, evidence.words, alike) for term in self._terms]
        matched = tuple(place for place, _ in met)
        strength = [value for _, value in met]
        around = self._around(evidence)
        self._share_surnames(strength, around)
        return Support(evidence, matched, tuple(strength), self._features(evidence, strength, around))

    def _meet(self, term: Weighted, there: list[Word], alike: dict[tuple[str, str], float]) -> tuple[int, float]:
        best, place = 0.0, -1
        for index, word in enumerate(there):
            if term.wanted & marks(word.text):
                return index, 1.0
            value = alike.get((term.word.key, word.key), 0.0)
            if value > best:
                best, place = value, index
        return place, best * 0.9

    def _around(self, evidence: Evidence) -> list[float]:
        """How well each term is met outside the sentence: before it, in the title, after it, anywhere else."""
        levels = (
            (1.0, evidence.before),
            (0.8, evidence.article.title or ""),
            (0.6, evidence.after),
        )
        keyed = [(level, _met_by(words(text))) for level, text in levels]
        whole = evidence.article.text.casefold()
        return [
            max(
                [level for level, there in keyed if there & term.wanted]
                or [0.4 if term.word.text.casefold() in whole else 0.0]
            )
            for term in self._terms
        ]

    def _share_surnames(self, strength: list[float], around: list[float]) -> None:
        """A first name that the article has counts as met wherever the surname is."""
        for i, term in enumerate(self._terms):
            if term.family >= 0 and (around[i] > 0 or strength[i] > 0):
                strength[i] = max(strength[i], strength[term.family])
                around[i] = max(around[i], around[term.family])

    def _features(self, evidence: Evidence, strength: Sequence[float], around: Sequence[float]) -> dict[str, float]:
        terms = self._terms
        names = [i for i, term in enumerate(terms) if term.is_name]
        others = [i for i, term in enumerate(terms) if not (term.is_name or term.is_head or term.is_light)]
        literal = [1.0 if value >= 1.0 else 0.0 for value in strength]
        near = [max(value, 0.8 * level) for value, level in zip(strength, around, strict=True)]

        def share(values: Sequence[float], chosen: Sequence[int]) -> float:
            total = sum(terms[i].weight for i in chosen)
            return sum(terms[i].weight * values[i] for i in chosen) / total if total else 1.0

        everything = range(len(terms))
        return {
            "literal": share(literal, everything),
            "literal_all": max(0.0, share(literal, everything) - 0.7) / 0.3,
            "soft": share(strength, everything),
            "soft_all": max(0.0, share(strength, everything) - 0.7) / 0.3,
            "near_all": max(0.0, share(near, everything) - 0.8) / 0.2,
            "near": share(near, everything),
            "names_here": share(literal, names),
            "names_near": share([1.0 if value >= 0.6 else 0.0 for value in near], names),
            "names_absent": 1.0 - share([1.0 if value > 0 else 0.0 for value in near], names),
            "others_here": share(strength, others),
            "others_near": share(near, others),
            "worst_other": min([near[i] for i in others], default=1.0),
            "worst_name": min([near[i] for i in names], default=1.0),
            "name_unlinked": float(any(literal[i] == 0 for i in names) and not _PRONOUN.search(evidence.text)),
            "rival": self._rival(evidence, near),
            "modifier_missing": self._modifier_missing(strength, near),
            "name_missing": float(any(near[i] < 0.5 for i in names)),
            "name_nowhere": float(any(near[i] == 0 for i in names)),
            "other_missing": float(any(near[i] < 0.3 for i in others)),
            "others_missing": min(sum(near[i] < 0.3 for i in others), 4) / 4,
            "no_other_here": float(bool(others) and max(strength[i] for i in others) < 0.5),
            "first": 1.0 / (1 + evidence.rank),
            "adjacent": self._adjacent(strength, evidence),
            "negation": float(bool(_NEGATION.search(evidence.text)) != self._negated),
            "unsure": float(bool(_FUTURE.search(evidence.text)) and not _FUTURE.search(self._plan.question)),
            "question_mark": float(evidence.text.rstrip("”’\"' ").endswith("?")),
            "terms": min(len(terms), 8) / 8,
            "typed": float(self._plan.want is not Want.SENTENCE),
        }

    def _rival(self, evidence: Evidence, near: Sequence[float]) -> float:
        """Whether the sentence has another of the same name: "Storm Babet" where "Storm Agnes" was asked about."""
        there = evidence.words
        for i, term in enumerate(self._terms):
            other = self._terms[term.family] if term.family >= 0 else None
            if other is None or max(near[i], near[term.family]) < 0.9 or min(near[i], near[term.family]) >= 0.5:
                continue
            met = (term if near[i] > near[term.family] else other).wanted
            for j, word in enumerate(there):
                beside = [there[k] for k in (j - 1, j + 1) if 0 <= k < len(there)]
                if met & marks(word.text) and any(next_.is_capital and not next_.is_stop for next_ in beside):
                    return 1.0
        return 0.0

    def _modifier_missing(self, strength: Sequence[float], near: Sequence[float]) -> float:
        """Share of pairs of neighbouring terms of which only one is met: "general election" by "by-election"."""
        terms = self._terms
        pairs = [(i, i + 1) for i in range(len(terms) - 1) if terms[i + 1].word.start == terms[i].word.end + 1]
        halves = sum((strength[i] >= 1.0) != (strength[j] >= 1.0) and min(near[i], near[j]) < 0.3 for i, j in pairs)
        return halves / len(pairs) if pairs else 0.0

    def _adjacent(self, strength: Sequence[float], evidence: Evidence) -> float:
        """Share of neighbouring terms of the question that stand within three words of each other here."""
        places: dict[int, list[int]] = {}
        for i, term in enumerate(self._terms):
            places[i] = [j for j, word in enumerate(evidence.words) if term.wanted & marks(word.text)]
        pairs = list(zip(range(len(self._terms)), range(1, len(self._terms)), strict=False))
        close = sum(any(abs(left - right) <= 3 for left in places[i] for right in places[j]) for i, j in pairs)
        return close / len(pairs) if pairs else float(bool(strength and strength[0] >= 1.0))
