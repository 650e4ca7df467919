"""What whole articles with positions teach the tagger: mentions of holders, which are the same, and acts.

Only holders of positions are marked up in them. The rest is taken from the tagger itself, as it finds it; where gold
says otherwise, gold holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.passages import split_sentences
from index.statements.labels import Act, HolderType
from index.statements.measure.holders import fit
from index.statements.pairs import layout
from index.statements.pieces import Piecer
from index.statements.reader import StatementReader
from index.statements.records import Ledger
from index.statements.train.data import Example, Span, Words
from index.types import Article

#: the stance of a position is toward its topic, not toward the words of the content: it is not learned from here
NO_STANCE = -100

Row = Mapping[str, Any]


def acted(rows: Sequence[Row], reader: StatementReader, piecer: Piecer) -> Iterator[Example]:
    """One example an article."""
    articles = [Article(str(row["id"]), row["text"], row["title"]) for row in rows]
    ledgers = reader.read(articles, [split_sentences(article.text) for article in articles])
    for row, ledger in zip(rows, ledgers, strict=True):
        pieces = piecer.cut(row["text"])
        words = Words(pieces)
        named = _mentions(row, ledger, words)
        mentions = sorted(((*span, kind) for span, (kind, _) in named.items()), key=lambda one: (one[0] - one[1], one))
        same = {
            (later, earlier)
            for later, (_, who) in named.items()
            for earlier, (_, other) in named.items()
            if earlier < later and who == other
        }
        decided, claims = _acts(row, ledger, words)
        yield Example(
            str(row["id"]),
            pieces,
            layout(row["text"], pieces),
            {"mention": mentions},
            {"same": same},
            decided=decided,
            claims=claims,
        )


def _mentions(row: Row, ledger: Ledger, words: Words) -> dict[Span, tuple[int, str]]:
    """Spans of words with the type of the holder, and who it is."""
    types = list(HolderType)
    named: dict[Span, tuple[int, str]] = {}
    for gold in row["positions"]:
        span = words.of(gold["holder_span"]) if gold["holder_span"] else None
        if span is not None:
            named.setdefault(span, (types.index(HolderType(gold["type"])), gold["holder"]))
    taken = list(named)
    for number, holder in enumerate(ledger.holders):
        names = {gold["holder"] for gold in row["positions"] if fit(gold, holder.name, holder.count, row["positions"])}
        who = names.pop() if len(names) == 1 else f"{number}. {holder.name}"
        for mention in holder.mentions:
            span = words.of((mention.start, mention.end))
            if span is not None and not any(a < span[1] and span[0] < b for a, b in taken):
                named.setdefault(span, (types.index(holder.type), who))
    return named


def _acts(row: Row, ledger: Ledger, words: Words) -> tuple[dict[Span, tuple[int, int]], dict[Span, Span]]:
    """The acts of the cues that were found for positions, and the contents that they are decided with."""
    decided: dict[Span, tuple[int, int]] = {}
    claims: dict[Span, Span] = {}
    for one in ledger.statements:
        cue = words.of((one.cue.start, one.cue.end))
        if one.holder is None or one.certainty == 0.0 or cue is None:
            continue
        holder = ledger.holders[one.holder]
        for gold in row["positions"]:
            begin, end = gold["evidence"]
            near = begin < one.cue.end and one.cue.start < end
            if near and fit(gold, holder.name, holder.count, row["positions"]):
                decided[cue] = (list(Act).index(Act(gold["act"])), NO_STANCE)
                claim = words.of((one.content[0].start, one.content[0].end)) if one.content else None
                if claim is not None:
                    claims[cue] = claim
                break
    return decided, claims
