"""Reading for an answer: passages found, sentences compared, the best proposals judged. Shared by every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.short import Short, shorts
from assistant.answer.support import Support, Supporter, Weighted, weigh
from assistant.question import Plan
from assistant.retrieve import Evidence, find_passages, sentences_of
from assistant.similar import WordSimilarity
from index.collection import Collection
from index.models.embedder import Embedder
from index.types import Filters

#: sentences that are compared closely, chosen by literal overlap
_CLOSE = 24
#: sentences whose candidates are considered
_FOR_SHORT = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for a plan, before anything is decided.

    Attributes:
        absent: names of the question that occur nowhere in the collection.
        read: how many sentences were looked at.
    """

    terms: list[Weighted]
    supports: list[Support]
    shorts: list[Short]
    absent: tuple[str, ...]
    read: int


def read(
    plan: Plan, collection: Collection, embedder: Embedder, similar: WordSimilarity, *, filters: Filters
) -> Reading:
    """Search, compare and collect proposals for ``plan``."""
    hits = find_passages(plan, collection, embedder, filters=filters)
    keys = sorted({key for term in plan.terms for key in term.keys})
    frequency = collection.document_frequency(keys)
    terms = weigh(plan, frequency, collection.passage_count)
    found = sentences_of(hits, collection)
    supporter = Supporter(plan, terms, similar)
    close = _closest(supporter, found)
    supports = supporter.compare(close)
    supports.sort(key=lambda support: -support.features["near"])
    absent = tuple(
        term.word.text for term in terms if term.is_name and not any(frequency.get(key, 0) for key in term.word.keys)
    )
    return Reading(terms, supports, shorts(plan, terms, supports[:_FOR_SHORT]), absent, len(found))


def _closest(supporter: Supporter, found: Sequence[Evidence]) -> list[Evidence]:
    """The sentences with the most of the question in them; of equals those of better passages."""
    ranked = sorted(found, key=lambda evidence: (-supporter.rough(evidence) + 0.01 * evidence.rank, evidence.rank))
    return ranked[:_CLOSE]
