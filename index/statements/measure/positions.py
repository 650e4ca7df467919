"""Positions end to end: every topic of the gold is asked over all of its articles.

A line is one article, holder, topic and stance. A predicted line is found where a gold line of the same article and
topic has its holder, and right in full where the stance is the same too; each gold line is taken once. A gold line that
is ``optional`` counts neither for nor against. Micro over all lines of all topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from index.errors import UsageError
from index.statements.labels import Stance
from index.statements.measure.figures import figures, share
from index.statements.measure.holders import Fit, Position, fit

#: one line that was found: id (or source) of the gold article; name, type and count of the holder; stance
Predicted: TypeAlias = tuple[str, str, str, int | None, str]


@dataclass(frozen=True, slots=True)
class _Found:
    article: str
    holder: str
    type: str
    count: int | None
    stance: str


@dataclass(frozen=True, slots=True)
class _Pair:
    gold: Position
    found: _Found


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of the lines of one article on one topic."""

    pairs: tuple[_Pair, ...]
    missed: tuple[Position, ...]
    wrong: tuple[_Found, ...]


_Line = dict[str, Any]


def score_positions(gold: Sequence[Mapping[str, Any]], predicted: Mapping[str, Iterable[Predicted]]) -> dict[str, Any]:
    """Figures, and the lines that went wrong.

    Args:
        gold: articles with ``id`` (or ``source``) and ``positions``.
        predicted: for each topic of the gold what was found over all articles, as ``Predicted`` has it; a topic
            that is not there counts as one for which nothing was found.

    Returns:
        ``found`` (holder and topic are right) and ``full`` (the stance too), with precision, recall, F1 and counts;
        ``stances`` the same for each stance; ``wrong_stance`` the share of such among the found; ``types`` and ``acts``
        the recall of each, found and in full; ``topics`` the figures in full of each; and for reading the lines of
        ``missed``, ``wrong`` (with the topics on which that article does name the holder) and ``wrong_stances``.

    Raises:
        UsageError: something was found in an article, or on a topic, that gold does not have.
    """
    articles = {str(article.get("id", article.get("source"))): article["positions"] for article in gold}
    asked = {position["topic"]: None for positions in articles.values() for position in positions}
    found = {topic: list(dict.fromkeys(_Found(*line) for line in lines)) for topic, lines in predicted.items()}
    _check(articles, asked, found)
    outcomes = [
        (topic, article, _outcome(positions, topic, [line for line in found.get(topic, ()) if line.article == article]))
        for topic in asked
        for article, positions in articles.items()
    ]
    return _report(outcomes) | {
        "topics": {
            topic: _full([outcome for asked_for, _, outcome in outcomes if asked_for == topic]) for topic in asked
        },
        "missed": [
            _missed(topic, article, position) for topic, article, outcome in outcomes for position in outcome.missed
        ],
        "wrong": [
            _wrong(topic, line, articles[article]) for topic, article, outcome in outcomes for line in outcome.wrong
        ],
        "wrong_stances": [
            _missed(topic, article, pair.gold) | {"found": pair.found.stance}
            for topic, article, outcome in outcomes
            for pair in outcome.pairs
            if pair.gold["stance"] != pair.found.stance
        ],
    }


def _check(articles: Mapping[str, Any], asked: Mapping[str, Any], found: Mapping[str, Sequence[_Found]]) -> None:
    topics = [topic for topic in found if topic not in asked]
    sources = list(
        dict.fromkeys(line.article for lines in found.values() for line in lines if line.article not in articles)
    )
    for what, unknown in (("topics", topics), ("articles", sources)):
        if unknown:
            raise UsageError(
                f"The prediction has {len(unknown):,} {what} that gold lacks, the first of them {unknown[0]!r}."
            )


def _outcome(positions: Sequence[Position], topic: str, found: Sequence[_Found]) -> _Outcome:
    """The best fits first, among equal ones those of the same stance, then required ones; each line is taken once."""
    gold = [position for position in positions if position["topic"] == topic]
    fits = [
        (fitting, ours["stance"] == theirs.stance, not ours.get("optional"), -there, -here)
        for there, ours in enumerate(gold)
        for here, theirs in enumerate(found)
        if (fitting := fit(ours, theirs.holder, theirs.count, positions))
    ]
    pairs: list[_Pair] = []
    free_gold, free_found = dict(enumerate(gold)), dict(enumerate(found))
    for _, _, _, there, here in sorted(fits, reverse=True):
        if -there in free_gold and -here in free_found:
            pairs.append(_Pair(free_gold.pop(-there), free_found.pop(-here)))
    return _Outcome(
        pairs=tuple(pair for pair in pairs if not pair.gold.get("optional")),
        missed=tuple(position for position in free_gold.values() if not position.get("optional")),
        wrong=tuple(free_found.values()),
    )


def _report(outcomes: Sequence[tuple[str, str, _Outcome]]) -> dict[str, Any]:
    pairs = [pair for _, _, outcome in outcomes for pair in outcome.pairs]
    missed = [position for _, _, outcome in outcomes for position in outcome.missed]
    wrong = [line for _, _, outcome in outcomes for line in outcome.wrong]
    right = [pair for pair in pairs if pair.gold["stance"] == pair.found.stance]
    found, gold = len(pairs) + len(wrong), len(pairs) + len(missed)
    everything = [*(pair.gold for pair in pairs), *missed]
    return {
        "found": figures(len(pairs), found, gold),
        "full": figures(len(right), found, gold),
        "stances": dict(_stances(pairs, missed, wrong)),
        "wrong_stance": share(len(pairs) - len(right), len(pairs)),
        "types": _recalls("type", pairs, right, everything),
        "acts": _recalls("act", pairs, right, everything),
    }


def _full(outcomes: Sequence[_Outcome]) -> dict[str, float | int]:
    pairs = [pair for outcome in outcomes for pair in outcome.pairs]
    right = sum(pair.gold["stance"] == pair.found.stance for pair in pairs)
    found = len(pairs) + sum(len(outcome.wrong) for outcome in outcomes)
    return figures(right, found, len(pairs) + sum(len(outcome.missed) for outcome in outcomes))


def _stances(
    pairs: Sequence[_Pair], missed: Sequence[Position], wrong: Sequence[_Found]
) -> Iterator[tuple[str, dict[str, float | int]]]:
    gold = Counter([*(pair.gold["stance"] for pair in pairs), *(position["stance"] for position in missed)])
    found = Counter([*(pair.found.stance for pair in pairs), *(line.stance for line in wrong)])
    right = Counter(pair.gold["stance"] for pair in pairs if pair.gold["stance"] == pair.found.stance)
    for stance in dict.fromkeys([*map(str, Stance), *found]):
        yield str(stance), figures(right[stance], found[stance], gold[stance])


def _recalls(
    field: str, pairs: Sequence[_Pair], right: Sequence[_Pair], gold: Sequence[Position]
) -> dict[str, dict[str, float | int]]:
    there = Counter(position[field] for position in gold)
    found = Counter(pair.gold[field] for pair in pairs)
    full = Counter(pair.gold[field] for pair in right)
    return {
        name: {"found": share(found[name], count), "full": share(full[name], count), "gold": count}
        for name, count in there.most_common()
    }


def _missed(topic: str, article: str, position: Position) -> _Line:
    kept = {field: position.get(field) for field in ("holder", "as_written", "type", "act", "stance", "evidence")}
    return {"topic": topic, "article": article, **kept}


def _wrong(topic: str, line: _Found, positions: Sequence[Position]) -> _Line:
    held = [position for position in positions if fit(position, line.holder, line.count, positions) > Fit.NONE]
    elsewhere = dict.fromkeys(position["topic"] for position in held)
    return {"topic": topic, **asdict(line), "on": list(elsewhere)}
