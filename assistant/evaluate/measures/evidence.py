"""Whether a citation stands on gold evidence: what ``cite.recall`` and ``cite.precision`` count."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.evaluate.measures.base import Texts
from assistant.evaluate.places import overlaps
from assistant.evaluate.questions import Evidence
from assistant.types import Citation


def supported(citation: Citation, evidence: Iterable[Evidence], texts: Texts) -> bool:
    """Whether the cited characters overlap a quote of the evidence, in the same source."""
    text = texts(citation.article)
    return text is not None and any(
        _same_source(citation.source, item.source) and overlaps(citation, item.quote, text) for item in evidence
    )


def _same_source(cited: str, gold: str) -> bool:
    # a set names its files as they lie in their folder; the collection may have been fed the folder above it
    return cited == gold or cited.endswith(f"/{gold}")
