"""What somebody said, in their own words: verbatim, of one place, direct speech before paraphrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer.fact import quotable
from assistant.answer.list import Find
from assistant.answer.list_text import told
from assistant.answer.who import Fit, fit
from assistant.cite import cite
from assistant.intent import Intent
from assistant.positions import Looked
from assistant.types import Answer, Citation, Coverage, Holder, Kind, Stance
from index.collection import terms
from index.statements.decide import share
from index.statements.records import Holder as Figure
from index.statements.records import Kind as Manner
from index.statements.records import Ledger, Statement
from index.types import Span

if TYPE_CHECKING:
    from assistant.answer.stand import Source
    from index.collection.records import StoredArticle

#: quotations shown at most
_SHOWN = 4
#: the share of what a list needs that makes a statement relevant, and the share of the topic's words that does too
_ON, _SHARE = 0.4, 0.6
#: articles in which a person's words are looked for where no topic is named
_ARTICLES = 40
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)")
_MANNERS = (Manner.DIRECT, Manner.MIXED, Manner.INDIRECT, Manner.NARRATED)
_WORDS = 4  # a quotation with fewer is a phrase


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement of the person asked about.

    Attributes:
        words: the quotation itself, or the content in the article's words.
        on: how surely it is about what was asked.
    """

    article: StoredArticle
    holder: Figure
    statement: Statement
    fit: Fit
    words: Span
    direct: bool
    on: float


def answer(asked: Intent, looked: Looked | None, find: Find, source: Source) -> Answer | None:
    """The quotations; None where nothing that the person said is found."""
    name = asked.who[0]
    said = list(_on_topic(name, looked, find) if looked else _on_anything(name, source, find))
    best = max((one.fit for one in said), default=Fit.NONE)
    chosen = _apart(sorted((one for one in said if one.fit is best), key=_order))
    if not chosen:
        return None
    citations = tuple(_cite(one, n) for n, one in enumerate(chosen, 1))
    short = chosen[0].words.of(chosen[0].article.text)
    collection = source.collection
    counts = collection.count_articles(), collection.count_articles(source.filters)
    return Answer(
        question=asked.question,
        kind=Kind.QUOTE,
        answered=True,
        text="\n\n".join(_line(one, n) for n, one in enumerate(chosen, 1)),
        short=short,
        holders=tuple(_speakers(chosen)),
        citations=citations,
        coverage=Coverage(*counts, len(said), len(said) - len(chosen)),
    )


def _speakers(chosen: Sequence[_Said]) -> Iterator[Holder]:
    """Whoever said it: one, or several whom the question may mean."""
    for name in dict.fromkeys(one.holder.name for one in chosen):
        own = [(n, one) for n, one in enumerate(chosen, 1) if one.holder.name == name]
        holder = own[0][1].holder
        yield Holder(
            name=name,
            type=holder.type.value,
            role=next((role.text for role in holder.roles), None),
            count=holder.count,
            stance=Stance.UNCLEAR,
            date=_day(own[0][1]),
            citations=tuple(n for n, _ in own),
        )


def _on_topic(name: str, looked: Looked, find: Find) -> Iterator[_Said]:
    for one in looked.weighed:
        ledger, article = looked.read[one.article].ledger, find(one.article)
        if article is None:
            continue
        holder = ledger.holders[one.holder]
        level = fit(name, holder.name, holder.type, [role.text for role in holder.roles])
        if not level:
            continue
        words, direct = _words(article.text, one.statement)
        held = share(looked.topic, words.of(article.text))
        if one.on >= _ON * looked.needed or held >= _SHARE:
            yield _Said(article, holder, one.statement, level, words, direct, max(one.on, held))


def _on_anything(name: str, source: Source, find: Find) -> Iterator[_Said]:
    vector = source.embedder.encode([name])[0]
    hits = source.collection.search(name, vector, limit=_ARTICLES, filters=source.filters)
    ledgers: Mapping[str, Ledger] = source.collection.statements(list(dict.fromkeys(hit.article_id for hit in hits)))
    for key, ledger in ledgers.items():
        article = find(key)
        for statement in ledger.statements if article else ():
            if statement.holder is None or article is None:
                continue
            holder = ledger.holders[statement.holder]
            if level := fit(name, holder.name, holder.type, [role.text for role in holder.roles]):
                words, direct = _words(article.text, statement)
                yield _Said(article, holder, statement, level, words, direct, 1.0)


def _words(text: str, statement: Statement) -> tuple[Span, bool]:
    """The longest quotation that a statement's content touches, else its longest piece, else its evidence."""
    evidence, content = statement.evidence, statement.content
    quoted = [
        Span(evidence.start + match.start(match.lastindex or 0), evidence.start + match.end(match.lastindex or 0))
        for match in _QUOTED.finditer(evidence.of(text))
    ]
    own = [one for one in quoted if any(one.start < part.end and part.start < one.end for part in content)]
    if own:
        best = max(own, key=lambda one: one.end - one.start)
        if len(best.of(text).split()) >= _WORDS or not content:
            # in words that are only reported, a quotation may be somebody else's
            return _trimmed(text, best), statement.kind in (Manner.DIRECT, Manner.MIXED)
    if content:
        best = max(content, key=lambda one: one.end - one.start)
        return _trimmed(text, best), False
    return evidence, False


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in ' \n“"‘,':
        start += 1
    while start < end and text[end - 1] in ' \n”",':
        end -= 1
    return Span(start, end) if start < end else span


def _order(one: _Said) -> tuple[bool, bool, int, int]:
    """Direct speech first, whole sentences before phrases; then how sure it is, and how long."""
    return not one.direct, one.on < 1.0, _MANNERS.index(one.statement.kind), -(one.words.end - one.words.start)


def _apart(said: list[_Said]) -> list[_Said]:
    """The first of each place, and of the same words in several articles."""
    chosen: list[_Said] = []
    seen: set[tuple[str, ...]] = set()
    for one in said:
        words = tuple(terms(one.words.of(one.article.text)))
        evidence = one.statement.evidence
        inside = any(
            other.article.id == one.article.id
            and other.statement.evidence.start < evidence.end
            and evidence.start < other.statement.evidence.end
            for other in chosen
        )
        if words not in seen and not inside:
            chosen.append(one)
            seen.add(words)
    return chosen[:_SHOWN]


def _cite(one: _Said, n: int) -> Citation:
    start, end = one.statement.evidence.start, one.statement.evidence.end
    return cite(one.article, start, end, one.article.text[start:end], n=n, attribution=one.statement.kind.value)


def _line(one: _Said, n: int) -> str:
    words, day = quotable(one.words.of(one.article.text)), _day(one)
    name = f"{told(one.holder.name)}{f' ({day})' if day else ''}"
    return f"{name}: “{words}” [{n}]" if one.direct else f"{name}, in the article’s words: {words} [{n}]"


def _day(one: _Said) -> str | None:
    day = one.statement.when or one.article.date
    return day.isoformat() if day else None
