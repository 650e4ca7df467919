"""Who does what with which content, passage by passage: precision, recall and F1 of (cue, holder) pairs.

A prediction is right where its holder's span is one of the gold holder's mentions, its cue overlaps the gold cue, its
content overlaps a piece of the gold content, and act and stance are the gold ones. Each gold pair is taken once, by
the prediction that overlaps it most. A gold cue that nobody is said to hold is no pair; a prediction that gives it a
holder is wrong. Micro over passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import UsageError
from index.statements.labels import Act
from index.statements.measure.figures import Figures, figures, share

_Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A cue with one holder. ``mentions`` has all of a gold holder's, and the one span of a predicted one."""

    mentions: _Spans
    cue: tuple[int, int]
    content: _Spans
    act: str
    stance: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What must agree for a pair to be right, besides that the cues overlap."""

    holder: str = "exact"  # exact, or overlap
    content: bool = True
    act: bool = True
    stance: bool = True


#: names of the figures, and what each asks for
RULES = {
    "full": Rule(),
    "without act": Rule(act=False),
    "without stance": Rule(stance=False),
    "without content": Rule(content=False),
    "link": Rule(act=False, stance=False),
    "holder": Rule(content=False, act=False, stance=False),
    "holder overlaps": Rule(holder="overlap", content=False, act=False, stance=False),
}
_Matched = list[tuple[Pair, Pair]]


def score_relations(
    gold: Sequence[Mapping[str, Any]], predicted: Sequence[Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """Figures under each of ``RULES``, and how many acts and stances are right where the link is.

    Args:
        gold: passages with ``holders``, ``cues`` and ``contents``.
        predicted: for each passage its relations: ``{"holder": [s, e] or None, "cue": [s, e], "content": [[s, e], ...],
            "act", "stance"}``; those without holder count neither for nor against.

    Raises:
        UsageError: there are not as many predictions as passages.
    """
    if len(gold) != len(predicted):
        raise UsageError(
            f"There are {len(gold):,} gold passages and {len(predicted):,} predicted ones: give one for each."
        )
    golds = [list(_gold_pairs(row)) for row in gold]
    given = [list(_predicted_pairs(rows)) for rows in predicted]
    totals = sum(map(len, given)), sum(map(len, golds))
    matched = {
        name: [pair for ours, theirs in zip(golds, given, strict=True) for pair in _match(ours, theirs, rule)]
        for name, rule in RULES.items()
    }
    scores: dict[str, Any] = {name: figures(len(pairs), *totals) for name, pairs in matched.items()}
    linked = matched["link"]
    return scores | {
        "acts": _labels(linked, "act"),
        "stances": _labels(linked, "stance"),
        "refusals": _refusals(linked),
    }


def _gold_pairs(row: Mapping[str, Any]) -> Iterator[Pair]:
    mentions: dict[str, list[tuple[int, int]]] = {}
    for holder in row["holders"]:
        mentions.setdefault(holder["id"], []).append(_span(holder["span"]))
    for cue in row["cues"]:
        content = tuple(map(_span, row["contents"].get(cue["content"], ())))
        for holder in cue["holders"]:
            yield Pair(tuple(mentions[holder]), _span(cue["span"]), content, cue["act"], cue["stance"])


def _predicted_pairs(rows: Sequence[Mapping[str, Any]]) -> Iterator[Pair]:
    for row in rows:
        if row["holder"] is not None:
            content = tuple(map(_span, row["content"]))
            yield Pair((_span(row["holder"]),), _span(row["cue"]), content, row["act"], row["stance"])


def _span(ends: Sequence[int]) -> tuple[int, int]:
    return ends[0], ends[1]


def _match(gold: list[Pair], predicted: list[Pair], rule: Rule) -> _Matched:
    """Pairs of gold and prediction that agree, each taken once: those that overlap most first."""
    agreeing = [
        (_overlap(ours, theirs), -there, -here)
        for there, ours in enumerate(gold)
        for here, theirs in enumerate(predicted)
        if _agree(ours, theirs, rule)
    ]
    found: _Matched = []
    free_gold, free_predicted = set(range(len(gold))), set(range(len(predicted)))
    for _, there, here in sorted(agreeing, reverse=True):
        if -there in free_gold and -here in free_predicted:
            free_gold.remove(-there)
            free_predicted.remove(-here)
            found.append((gold[-there], predicted[-here]))
    return found


def _agree(gold: Pair, predicted: Pair, rule: Rule) -> bool:
    if not _common((gold.cue,), (predicted.cue,)):
        return False
    if rule.holder == "exact" and predicted.mentions[0] not in gold.mentions:
        return False
    if rule.holder == "overlap" and not _common(gold.mentions, predicted.mentions):
        return False
    # a cue that needs no content ("voted against") is not held to have one
    if rule.content and gold.content and not _common(gold.content, predicted.content):
        return False
    return (not rule.act or gold.act == predicted.act) and (not rule.stance or gold.stance == predicted.stance)


def _overlap(gold: Pair, predicted: Pair) -> int:
    return _common((gold.cue,), (predicted.cue,)) + _common(gold.content, predicted.content)


def _common(some: _Spans, others: _Spans) -> int:
    """Characters that both have."""
    return sum(max(0, min(end, stop) - max(start, begin)) for start, end in some for begin, stop in others)


def _labels(linked: _Matched, field: str) -> dict[str, Any]:
    """The share of right labels, the figures of each, and what was taken for what."""
    seen = Counter((str(getattr(gold, field)), str(getattr(predicted, field))) for gold, predicted in linked)
    names = sorted({name for pair in seen for name in pair})
    each = {
        name: figures(
            seen[name, name],
            sum(count for (_, given), count in seen.items() if given == name),
            sum(count for (there, _), count in seen.items() if there == name),
        )
        for name in names
    }
    wrong = {f"{there} as {given}": count for (there, given), count in seen.most_common() if there != given}
    return {"accuracy": share(sum(seen[name, name] for name in names), seen.total()), "each": each, "confused": wrong}


def _refusals(linked: _Matched) -> Figures:
    """Of the gold refusals that were linked: how many are read as refusals, with the right stance, with both."""
    found = [(gold, predicted) for gold, predicted in linked if gold.act == Act.REFUSES]
    acts = [predicted.act == Act.REFUSES for _, predicted in found]
    stances = [gold.stance == predicted.stance for gold, predicted in found]
    both = [act and stance for act, stance in zip(acts, stances, strict=True)]
    return {
        "act": share(sum(acts), len(found)),
        "stance": share(sum(stances), len(found)),
        "both": share(sum(both), len(found)),
        "linked": len(found),
    }
