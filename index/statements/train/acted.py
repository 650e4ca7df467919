"""Acts from articles with positions: the cue that was found for a position gets the position's act.

The marked-up passages have few examples of an act; what a cue is called does not need its exact span.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.passages import split_sentences
from index.statements.labels import Act
from index.statements.measure.holders import fit
from index.statements.pairs import layout
from index.statements.pieces import Piecer
from index.statements.reader import StatementReader
from index.statements.train.data import Example, Span, Words
from index.types import Article

#: the stance of a position is toward its topic, not toward the words of the content: it is not learned from here
NO_STANCE = -100


def acted(rows: Sequence[Mapping[str, Any]], reader: StatementReader, piecer: Piecer) -> Iterator[Example]:
    """One example an article in which a cue was found for a position; only acts are marked up in it."""
    articles = [Article(str(row["id"]), row["text"], row["title"]) for row in rows]
    ledgers = reader.read(articles, [split_sentences(article.text) for article in articles])
    for row, ledger in zip(rows, ledgers, strict=True):
        pieces = piecer.cut(row["text"])
        words = Words(pieces)
        decided: dict[Span, tuple[int, int]] = {}
        claims: dict[Span, Span] = {}
        for one in ledger.statements:
            cue = words.of((one.cue.start, one.cue.end))
            if one.holder is None or cue is None:
                continue
            holder = ledger.holders[one.holder]
            for gold in row["positions"]:
                begin, end = gold["evidence"]
                if (
                    begin < one.cue.end
                    and one.cue.start < end
                    and fit(gold, holder.name, holder.count, row["positions"])
                ):
                    decided[cue] = (list(Act).index(Act(gold["act"])), NO_STANCE)
                    claim = words.of((one.content[0].start, one.content[0].end)) if one.content else None
                    if claim is not None:
                        claims[cue] = claim
                    break
        if decided:
            yield Example(str(row["id"]), pieces, layout(row["text"], pieces), {}, {}, decided=decided, claims=claims)
