"""Examples for the stance model: a statement, a topic, and whether and how the one takes a position on the other.

Statements are those that the tagger and linker find, so that the model learns from what it will be shown. From the
marked-up passages come statements on their own contents, and on the reverse of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from numpy.random import Generator

from index.passages import split_sentences
from index.statements.labels import Act, Stance
from index.statements.measure.holders import fit
from index.statements.reader import StatementReader
from index.statements.records import Ledger, Statement
from index.statements.views import Shown
from index.types import Article, Sentence, Span

#: what a statement is to a topic: nothing, or one of the stances
LABELS = ("none", *map(str, Stance))
_SWAPPED = {"for": "against", "against": "for"}
_REVERSALS = ("an end to {}", "the scrapping of {}", "opposition to {}", "a halt to {}", "dropping {}", "stopping {}")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement with the topics that it is known to be about, and those it is not.

    Attributes:
        act, stance: as the linker has them.
        labels: topic -> place in ``LABELS``; none for topics of its article that it says nothing about.
    """

    article: str
    shown: Shown
    act: Act
    stance: Stance
    certainty: float
    labels: Mapping[str, int]


def of_articles(rows: Sequence[Row], reader: StatementReader) -> Iterator[Judged]:
    """The statements of articles with positions, as found, and the positions that no statement was found for."""
    for row in rows:
        text = row["text"]
        sentences = split_sentences(text)
        day = date.fromisoformat(row["date"]) if row.get("date") else None
        article = Article(str(row["id"]), text, row["title"], day)
        ledger = reader.read([article], [sentences])[0]
        shown = [_shown(row, sentences, one) for one in ledger.statements]
        covered: set[int] = set()
        for statement, view in zip(ledger.statements, shown, strict=True):
            if statement.holder is None:
                continue
            labels, own = _labels(row, ledger, statement, sentences)
            covered |= own
            yield Judged(str(row["id"]), view, statement.act, statement.stance, statement.certainty, labels)
        yield from _missed(row, sentences, covered)


def _shown(row: Row, sentences: Sequence[Sentence], one: Statement) -> Shown:
    return Shown(row["title"] or "", row["text"], sentences, one.mention, one.cue, one.content)


def _labels(
    row: Row, ledger: Ledger, statement: Statement, sentences: Sequence[Sentence]
) -> tuple[dict[str, int], set[int]]:
    """The label of each topic of the article; a topic on which the holder's position stands elsewhere is left out."""
    holder = ledger.holders[statement.holder or 0]
    near = [s for s in sentences if s.start < statement.cue.end and s.end > statement.cue.start]
    first, last = near[0].start, near[-1].end
    labels: dict[str, int] = {}
    own: set[int] = set()
    elsewhere: set[str] = set()
    for number, gold in enumerate(row["positions"]):
        here = gold["evidence"][0] < last and gold["evidence"][1] > first
        mention = statement.mention
        span = gold["holder_span"]
        same = bool(span and mention and span[0] < mention.end and span[1] > mention.start) or bool(
            fit(gold, holder.name, holder.count, row["positions"])
        )
        if here and same:
            labels[gold["topic"]] = LABELS.index(gold["stance"])
            own.add(number)
        elif same:
            elsewhere.add(gold["topic"])
    for gold in row["positions"]:
        if gold["topic"] not in labels and gold["topic"] not in elsewhere:
            labels[gold["topic"]] = 0
    return labels, own


def _missed(row: Row, sentences: Sequence[Sentence], covered: set[int]) -> Iterator[Judged]:
    for number, gold in enumerate(row["positions"]):
        if number in covered or not gold["holder_span"]:
            continue
        cue = Span(*gold["evidence"])
        shown = Shown(row["title"] or "", row["text"], sentences, Span(*gold["holder_span"]), cue, ())
        labels = {gold["topic"]: LABELS.index(gold["stance"])}
        yield Judged(str(row["id"]), shown, Act(gold["act"]), Stance(gold["stance"]), 0.3, labels)


def of_passages(rows: Sequence[Row], random: Generator) -> Iterator[Judged]:
    """The cues of passages on their own contents, on the reverse, and on another content of the passage."""
    for row in rows:
        text = row["text"]
        sentences = split_sentences(text)
        mentions: dict[str, list[Span]] = {}
        for one in row["holders"]:
            mentions.setdefault(one["id"], []).append(Span(*one["span"]))
        contents = {name: " ".join(text[a:b] for a, b in spans) for name, spans in row["contents"].items()}
        for cue in row["cues"]:
            if not cue["holders"] or cue["content"] not in contents:
                continue
            chosen = mentions[cue["holders"][int(random.integers(len(cue["holders"])))]]
            at = Span(*cue["span"])
            mention = min(chosen, key=lambda span: abs(span.start - at.start))
            own = tuple(Span(*span) for span in row["contents"][cue["content"]])
            shown = Shown("", text, sentences, mention, at, own)
            labels = {}
            topic = _topic(contents[cue["content"]], random)
            stance = cue["stance"]
            if len(topic.split()) > 1 or len(topic) > 6:
                if stance in _SWAPPED and random.random() < 0.3:
                    turned = _REVERSALS[int(random.integers(len(_REVERSALS)))].format(topic)
                    labels[turned] = LABELS.index(_SWAPPED[stance])
                else:
                    labels[topic] = LABELS.index(stance)
            about = {one["content"] for one in row["cues"] if set(one["holders"]) & set(cue["holders"])}
            for name, content in contents.items():
                if name not in about and content.casefold() not in contents[cue["content"]].casefold():
                    labels[_topic(content, random)] = 0
            if labels:
                yield Judged("", shown, Act(cue["act"]), Stance(stance), 0.9, labels)


def _topic(content: str, random: Generator) -> str:
    """A content as a topic that someone might type: without what joins it to the cue, some words lost."""
    words = content.strip("“”\"'‘’.,;: ").split()
    while words and words[0].casefold() in {"that", "to", "for", "of", "the", "a", "an", "having", "being"}:
        words.pop(0)
    kept = [word for word in words if random.random() > 0.1] or words
    return " ".join(kept[:14])


def variants(rows: Sequence[Row]) -> dict[str, list[tuple[str, bool]]]:
    """Other wordings of topics, and whether a wording is the reverse."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for row in rows:
        for topic, ways in (row.get("topics") or {}).items():
            found[topic] = [(way, False) for way in ways.get("same", [])]
            found[topic] += [(way, True) for way in ways.get("opposite", [])]
    return found


def swapped(label: int) -> int:
    """The label toward the reverse of a topic."""
    return LABELS.index(_SWAPPED.get(LABELS[label], LABELS[label]))


def names(rows: Sequence[Row]) -> list[str]:
    """All topics, each once."""
    return sorted({gold["topic"] for row in rows for gold in row["positions"]})
