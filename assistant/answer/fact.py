"""Answers to plain questions: a number, a date, a reason, a name, a place; or the sentences that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import judge
from assistant.answer.candidates import whole_list
from assistant.answer.read import Reading
from assistant.answer.short import Short, agree
from assistant.answer.support import Support
from assistant.cite import cite
from assistant.forms import Want
from assistant.question import Plan
from assistant.types import Answer, Citation, Coverage, Kind

#: sentences shown at most, each of another article
_SHOWN = 3
#: a further sentence is shown if it is at least this likely, relative to the first
_RELATIVE = 0.25
#: share of the question's names, by weight, that a sentence has which is shown for itself
_NAMED = 0.5
#: sentences stand in for a short answer that nothing gives only where they are this likely to answer
_LIST_LEAST = 0.85


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show: sentences (best first) and the short answer, or None where only sentences answer."""

    supports: tuple[Support, ...]
    short: str | None
    probability: float


def answer(plan: Plan, reading: Reading, coverage: Coverage) -> Answer | None:
    """The cited answer, or None where nothing is likely enough to be one."""
    choice = None if plan.want is Want.SENTENCE else choose_short(reading, plan.want)
    if choice is None and plan.kind is Kind.PASSAGE:  # also "who…" with several answers, none of them the one
        choice = choose_sentences(reading, least=0.0 if plan.want is Want.SENTENCE else _LIST_LEAST)
    if choice is None:
        return None
    citations = tuple(_citation(support, n) for n, support in enumerate(choice.supports, 1))
    return Answer(
        question=plan.question,
        kind=plan.kind,
        answered=True,
        text=_text(plan, choice, citations),
        short=choice.short,
        citations=citations,
        coverage=replace(coverage, rejected=coverage.candidates - len(citations)),
        confidence=round(min(choice.probability, 1.0), 4),
    )


def choose_short(reading: Reading, want: Want) -> Choice | None:
    """The likeliest short answer; other articles that give the same one are shown with it."""
    decide = judge.load("short")
    probabilities = decide.probabilities([short.features for short in reading.shorts])
    ranked = sorted(zip(probabilities, reading.shorts, strict=True), key=lambda pair: -pair[0])
    if not ranked:
        return None
    best = ranked[0][1]
    agreeing = [(p, short) for p, short in ranked if agree(short, best)]
    total = sum(p for p, _ in agreeing)
    if total < decide.threshold:
        return None
    shown = [short.support for p, short in agreeing if p >= _RELATIVE * ranked[0][0]]
    return Choice(_different(shown), _shown(best, want) or None, total)


def choose_sentences(reading: Reading, *, least: float = 0.0) -> Choice | None:
    """The sentences that bear on the question, of different articles; together at least as likely as ``least``."""
    if reading.absent:
        return None
    decide = judge.load("sentence")
    probabilities = decide.probabilities([support.features for support in reading.supports])
    ranked = sorted(zip(probabilities, reading.supports, strict=True), key=lambda pair: -pair[0])
    linked = [(p, support) for p, support in ranked if _is_about(support)]
    if least:
        linked = [(p, support) for p, support in linked if _states_it(support)]
    if not linked or sum(p for p, _ in linked) < max(decide.threshold, least):
        return None
    shown = [support for p, support in linked if p >= _RELATIVE * linked[0][0]]
    return Choice(_different(shown), None, sum(p for p, _ in linked))


def _is_about(support: Support) -> bool:
    """Whether the names of the question stand in the sentence: without them it is about somebody else."""
    return support.features["names_here"] >= _NAMED and not support.features["name_missing"]


def _states_it(support: Support) -> bool:
    """Whether the sentence says all that was asked, as asked: "who called for it" is not answered by who refused to."""
    return support.features["literal"] > 0.99 and not support.features["negation"]


def _different(supports: Sequence[Support]) -> tuple[Support, ...]:
    """The first of each article, and of each family of near-duplicates."""
    seen: set[object] = set()
    chosen = []
    for support in supports:
        article = support.evidence.article
        keys = {article.id, ("family", article.family) if article.family is not None else article.id}
        if not keys & seen:
            chosen.append(support)
        seen |= keys
    return tuple(chosen[:_SHOWN])


_PAIRS = (("“", "”"), ("‘", "’"), ("(", ")"))


def _shown(short: Short, want: Want) -> str:
    """The short answer without marks around it; inside it, none without its other half. Of several people, all."""
    text = short.candidate.short
    if want is Want.PERSON:
        text = whole_list(short.support.evidence.text, short.candidate.start, short.candidate.end)
    text = text.strip(" ,;:–—")
    for opening, closing in _PAIRS:
        if text.startswith(opening) and (text.endswith(closing) or closing not in text):
            text = text.removeprefix(opening).removesuffix(closing)
        if text.count(opening) == text.count(closing) + 1:
            text += closing
        if text.endswith(closing) and opening not in text and closing != "’":
            text = text.removesuffix(closing)
    return text


def _citation(support: Support, n: int) -> Citation:
    evidence = support.evidence
    sentence = evidence.sentence
    return cite(evidence.article, sentence.start, sentence.end, evidence.text, n=n)


def _text(plan: Plan, choice: Choice, citations: Sequence[Citation]) -> str:
    """The short answer, then the words of each article as they stand there."""
    lines = [f"{quotable(citation.text)} [{citation.n}]" for citation in citations]
    if choice.short is None:
        return "\n\n".join(lines)
    lead = quotable(readable(choice.short) if plan.want is Want.DATE else choice.short)
    stop = "" if lead[-1] in ".!?" else "."
    return "\n\n".join([f"{lead[:1].upper()}{lead[1:]}{stop}", *lines])


def quotable(words: str) -> str:
    """An article's words; brackets in them are not citations, so they are set apart from ours."""
    return words.replace("[", "(").replace("]", ")")


def readable(short: str) -> str:
    """An ISO day as people write it; anything else as it is."""
    try:
        day = date.fromisoformat(short)
    except ValueError:
        return short
    return f"{day.day} {day:%B %Y}"
