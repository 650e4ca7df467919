"""``cite.exact``: share of all citations whose text is found verbatim at its place in the stored article.

Code point for code point, and the hash is that of the text. This says that the words are there, and nothing
about whether they support the answer.
"""

from __future__ import annotations

import hashlib

from assistant.evaluate.measures.base import Measure, Part, Texts
from assistant.evaluate.run import Outcome
from assistant.types import Citation


def _part(outcome: Outcome, texts: Texts) -> Part | None:
    cited = outcome.answer.citations if outcome.answer else ()
    exact = sum(_exact(citation, texts(citation.article)) for citation in cited)
    return Part(exact, len(cited)) if cited else None


def _exact(citation: Citation, text: str | None) -> bool:
    if text is None or not 0 <= citation.start < citation.end <= len(text):
        return False
    there = text[citation.start : citation.end]
    return citation.text == there and citation.sha256 == hashlib.sha256(there.encode()).hexdigest()


MEASURE = Measure("cite.exact", _part, __doc__)
