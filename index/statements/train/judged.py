"""Examples for the stance model: the statements of an article, topics, and what each of them is to each topic.

Statements are those that the tagger and linker find, so that the model learns from what it will be shown, and the
positions for which they find none. From the marked-up passages come statements on their own contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from index.passages import split_sentences
from index.statements.labels import Act, Stance
from index.statements.measure.holders import fit
from index.statements.reader import StatementReader
from index.statements.records import Ledger, Statement
from index.statements.stance import LABELS, Floats, known
from index.statements.views import Marked, Shown
from index.types import Article, Sentence, Span

#: a statement whose label is not known: the position of its holder stands elsewhere in the article
UNKNOWN = -100
_SWAPPED = {"for": "against", "against": "for"}
_REVERSALS = ("an end to {}", "the scrapping of {}", "opposition to {}", "a halt to {}", "dropping {}", "stopping {}")
_MISSED = 0.3  # certainty of a position for which no statement was found

Row = Mapping[str, Any]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Judged:
    """An article with its statements.

    Attributes:
        told: as ``known`` has it. *Shape:* ``(statements, 17)``.
        labels: by topic: places in ``LABELS``, or ``UNKNOWN``. *Shape:* ``(statements,)`` each.
    """

    article: str
    shown: Shown
    told: Floats
    labels: Mapping[str, Labels]


def of_articles(rows: Sequence[Row], reader: StatementReader) -> Iterator[Judged]:
    """Articles with positions, with the statements that were found and the positions for which none was."""
    for row in rows:
        sentences = split_sentences(row["text"])
        day = date.fromisoformat(row["date"]) if row.get("date") else None
        ledger = reader.read([Article(str(row["id"]), row["text"], row["title"], day)], [sentences])[0]
        held = [one for one in ledger.statements if one.holder is not None]
        marked = [Marked(one.mention, one.cue, one.content) for one in held]
        told = [known(one.act, one.stance, one.certainty) for one in held]
        labels = {topic: labelled(row, topic, ledger, held, sentences) for topic in topics(row)}
        for gold in row["positions"]:
            if not gold["holder_span"] or _is_found(row, gold, ledger, held, sentences):
                continue
            marked.append(Marked(Span(*gold["holder_span"]), Span(*gold["evidence"]), ()))
            told.append(known(Act(gold["act"]), Stance(gold["stance"]), _MISSED))
            for topic, own in labels.items():
                label = LABELS.index(gold["stance"]) if topic == gold["topic"] else UNKNOWN
                labels[topic] = np.append(own, label)
        if marked:
            shown = Shown(row["title"] or "", row["text"], sentences, marked)
            yield Judged(str(row["id"]), shown, np.stack(told), labels)


def topics(row: Row) -> list[str]:
    """The topics of an article, each once, in order."""
    return list(dict.fromkeys(gold["topic"] for gold in row["positions"]))


def labelled(
    row: Row, topic: str, ledger: Ledger, statements: Sequence[Statement], sentences: Sequence[Sentence]
) -> Labels:
    """What statements are to a topic: the stance of the position that they show, or none. *Shape:* ``(statements,)``.

    Of several statements of a holder in the sentence of the evidence, those that touch the evidence show the position;
    of the others, and of those elsewhere in the article, it is not known.
    """
    found = np.zeros(len(statements), dtype=np.int64)
    sure = np.zeros(len(statements), dtype=np.int64)
    for gold in row["positions"]:
        if gold["topic"] != topic:
            continue
        levels = np.array([_shows(row, gold, ledger, one, sentences) for one in statements], dtype=np.int64)
        best = levels.max(initial=0)
        for number, level in enumerate(levels.tolist()):
            if level >= 2 and level == best and level > sure[number]:
                found[number], sure[number] = LABELS.index(gold["stance"]), level
            elif level and not sure[number]:
                found[number] = UNKNOWN
    return found


def _shows(row: Row, gold: Row, ledger: Ledger, one: Statement, sentences: Sequence[Sentence]) -> int:
    """3: of the same holder, and touches the evidence; 2: in a sentence of it; 1: elsewhere; 0: of someone else."""
    holder = ledger.holders[one.holder or 0]
    span, (begin, end) = gold["holder_span"], gold["evidence"]
    named = bool(span and one.mention and span[0] < one.mention.end and one.mention.start < span[1])
    if not named and not fit(gold, holder.name, holder.count, row["positions"]):
        return 0
    if any(begin < part.end and part.start < end for part in (one.cue, *one.content)):
        return 3
    near = [sentence for sentence in sentences if sentence.start < one.cue.end and sentence.end > one.cue.start]
    return 2 if near and begin < near[-1].end and near[0].start < end else 1


def _is_found(
    row: Row, gold: Row, ledger: Ledger, statements: Sequence[Statement], sentences: Sequence[Sentence]
) -> bool:
    return any(_shows(row, gold, ledger, one, sentences) >= 2 for one in statements)


def of_passages(rows: Sequence[Row], random: Generator) -> Iterator[Judged]:
    """Passages with the holders of all cues, and one content as the topic, or the reverse of it."""
    for row in rows:
        contents = {name: " ".join(row["text"][a:b] for a, b in spans) for name, spans in row["contents"].items()}
        usable = [name for name, content in contents.items() if len(content) > 6]
        if not usable:
            continue
        chosen = usable[int(random.integers(len(usable)))]
        marked, told, labels = _of_passage(row, chosen)
        if not marked:
            continue
        topic = _topic(contents[chosen], random)
        if random.random() < 0.25:
            topic = _REVERSALS[int(random.integers(len(_REVERSALS)))].format(topic)
            labels = swapped(labels)
        if random.random() < 0.5:
            told = np.zeros_like(told)  # what the linker says there is all too true: it must not be leaned on
        yield Judged("", Shown("", row["text"], split_sentences(row["text"]), marked), told, {topic: labels})


def _of_passage(row: Row, chosen: str) -> tuple[list[Marked], Floats, Labels]:
    mentions: dict[str, list[Span]] = {}
    for one in row["holders"]:
        mentions.setdefault(one["id"], []).append(Span(*one["span"]))
    takers = {holder for cue in row["cues"] if cue["content"] == chosen for holder in cue["holders"]}
    marked, told, labels = [], [], []
    for cue in row["cues"]:
        at = Span(*cue["span"])
        content = tuple(Span(*span) for span in row["contents"].get(cue["content"], ()))
        for holder in cue["holders"]:
            mention = min(mentions[holder], key=lambda span: abs(span.start - at.start))
            marked.append(Marked(mention, at, content))
            told.append(known(Act(cue["act"]), Stance(cue["stance"]), 0.9))
            if cue["content"] == chosen:
                labels.append(LABELS.index(cue["stance"]))
            else:
                labels.append(UNKNOWN if holder in takers else 0)
    empty = np.zeros((0, len(known(Act.SAYS, Stance.OTHER, 0))), dtype=np.float32)
    return marked, np.stack(told) if told else empty, np.array(labels, dtype=np.int64)


def _topic(content: str, random: Generator) -> str:
    """A content as a topic that someone might type: without what joins it to the cue, some words lost."""
    words = content.strip("“”\"'‘’.,;: ").split()
    while len(words) > 1 and words[0].casefold() in {"that", "to", "for", "of", "the", "a", "an", "having", "being"}:
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


def swapped(labels: Labels) -> Labels:
    """The labels toward the reverse of a topic."""
    turned = labels.copy()
    for ours, theirs in _SWAPPED.items():
        turned[labels == LABELS.index(ours)] = LABELS.index(theirs)
    return turned


def names(rows: Sequence[Row]) -> list[str]:
    """All topics, each once."""
    return sorted({gold["topic"] for row in rows for gold in row["positions"]})
