"""SQuAD's normalisation of short answers and its overlap of words.

Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text", evaluate-v1.1.py:
lower case, ASCII punctuation out, articles out, white space folded. One step comes first: NFKC and
typographic quotation marks, dashes and apostrophes as their ASCII forms, or they would survive a rule that
was written for ASCII.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter

from assistant.evaluate.questions import Question
from assistant.evaluate.run import Outcome
from assistant.types import Kind

#: kinds whose answers are short spans
SPAN_KINDS = frozenset({Kind.COUNT, Kind.WHEN, Kind.WHY, Kind.PASSAGE})

_ASCII = str.maketrans("‘’‚‛“”„‟′″«»‐‑‒–—―", '\'\'\'\'""""\'"""------')
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")


def normal(text: str) -> str:
    """``text`` as SQuAD compares it."""
    lowered = unicodedata.normalize("NFKC", text).translate(_ASCII).lower()
    return " ".join(_ARTICLES.sub(" ", lowered.translate(_NO_PUNCTUATION)).split())


def exact(predicted: str, gold: str) -> float:
    """1.0 where both are the same after normalisation, else 0.0."""
    return float(normal(predicted) == normal(gold) != "")


def f1(predicted: str, gold: str) -> float:
    """Harmonic mean of precision and recall of words, repeated words counted as often as they stand."""
    ours, theirs = normal(predicted).split(), normal(gold).split()
    shared = sum((Counter(ours) & Counter(theirs)).values())
    # with 2PR/(P+R), P = shared/ours and R = shared/theirs: 0 where nothing is shared
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def is_span(question: Question) -> bool:
    """Whether a question asks for a span, and has a gold one."""
    return question.kind in SPAN_KINDS and question.answerable and bool(question.golds)


def short(outcome: Outcome) -> str:
    """The bare answer, "" where there is none."""
    return (outcome.answer.short or "") if outcome.answer else ""
