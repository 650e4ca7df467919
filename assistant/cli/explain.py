"""``--explain`` of ``ask`` and ``positions``: why each holder is in the answer or out, and what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer.list import merged
from assistant.cli.screen import Part, Screen
from assistant.types import Answer
from index.collection.records import StoredArticle
from index.statements.found import Evidence, FoundPositions, Position, SetAside
from index.types import Span

_Find = Callable[[str], StoredArticle | None]
#: by article and place the number of its citation
_Numbers = Mapping[tuple[str, int, int], int]


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons, as plain dicts and lists.

    Attributes:
        holders: those whom the answer has.
        left_out: those who were found, but are not what was asked for.
        set_aside: what was looked at, and is not sure enough.
    """

    holders: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    set_aside: list[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """What ``--json --explain`` adds to the answer as ``explain``."""
        return {"holders": self.holders, "left_out": self.left_out, "set_aside": self.set_aside}


def why(found: FoundPositions, answer: Answer, article: _Find) -> Why:
    """The reasons for an answer that was chosen from ``found``; texts come from ``article``.

    ``cited`` is the number of the citation that shows a statement, or None where a copy of its article, or a place
    around it, is cited instead. ``score`` is the topic's and stance's, ``certainty`` the statement's.
    """
    numbers = {(one.article, one.start, one.end): one.n for one in reversed(answer.citations)}
    chosen = {(one.name, one.type, one.count, one.stance.value) for one in answer.holders}
    rows: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for one in merged(found.positions):
        is_in = (one.name, one.type.value, one.count, one.stance.value) in chosen
        rows[0 if is_in else 1].append(_holder(one, numbers, article))
    return Why(*rows, [_set_aside(one, article) for one in found.set_aside])


def show(known: Why, screen: Screen) -> None:
    """The same for a reader."""
    for head, holders in (
        ("Why each holder is listed", known.holders),
        ("Found, and not asked for", known.left_out),
    ):
        if holders:
            screen.line()
            screen.line(Part(head, "bold"))
        for holder in holders:
            screen.line(Part(holder["name"], "bold"), f", {holder['stance']}:")
            for one in holder["evidence"]:
                _show_evidence(one, screen)
            if holder["candidates"]:
                screen.line(f"perhaps the same, and not merged: {'; '.join(holder['candidates'])}", indent=2)
    screen.line()
    screen.line(Part(f"Set aside: {len(known.set_aside):,}", "bold"))
    for one in known.set_aside:
        screen.line(f"{one['holder'] or 'nobody named'}, {_where(one)}: ‘{one['evidence']['text']}’", indent=2)
        screen.line(Part(one["why"], "dim"), indent=4)


def _show_evidence(one: dict[str, Any], screen: Screen) -> None:
    number = f"[{one['cited']}] " if one["cited"] else ""
    screen.line(f"{number}{_where(one)}: ‘{one['evidence']['text']}’", indent=2)
    content = " … ".join(f"‘{piece['text']}’" for piece in one["content"]) or "none"
    reporter = f"; according to {one['reporter']}" if one["reporter"] else ""
    act = one["act"].replace("_", " ")
    screen.line(f"act: {act}, cue ‘{one['cue']['text']}’, content {content}{reporter}", indent=4)
    sure = f"score {one['score']:.2f}, certainty {one['certainty']:.2f}"
    screen.line(Part("; ".join([*one["reasons"], sure]), "dim"), indent=4)


def _where(one: dict[str, Any]) -> str:
    span = one["evidence"]
    return f"{one['source'] or one['article']}, characters {span['start']} to {span['end']}"


def _holder(one: Position, numbers: _Numbers, article: _Find) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type.value,
        "stance": one.stance.value,
        "candidates": list(one.candidates),
        "evidence": [_evidence(evidence, numbers, article) for evidence in one.evidence],
    }


def _evidence(one: Evidence, numbers: _Numbers, article: _Find) -> dict[str, Any]:
    statement, stored = one.statement, article(one.article_id)
    text = stored.text if stored else ""
    return {
        "article": one.article_id,
        "source": stored.source if stored else None,
        "cited": numbers.get((one.article_id, statement.evidence.start, statement.evidence.end)),
        "holder": one.holder.name,
        "reporter": one.reporter.name if one.reporter else None,
        "act": statement.act.value,
        "attribution": statement.kind.value,
        "when": statement.when.isoformat() if statement.when else None,
        "mention": _place(text, statement.mention) if statement.mention else None,
        "cue": _place(text, statement.cue),
        "content": [_place(text, piece) for piece in statement.content],
        "evidence": _place(text, statement.evidence),
        "score": one.score,
        "certainty": statement.certainty,
        "reasons": [*one.reasons, *statement.reasons],
    }


def _set_aside(one: SetAside, article: _Find) -> dict[str, Any]:
    stored = article(one.article_id)
    return {
        "article": one.article_id,
        "source": stored.source if stored else None,
        "holder": one.holder.name if one.holder else None,
        "act": one.statement.act.value,
        "evidence": _place(stored.text if stored else "", one.statement.evidence),
        "why": one.why,
    }


def _place(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}
