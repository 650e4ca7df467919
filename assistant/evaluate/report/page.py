"""The report: one HTML page, plots and script in it, nothing fetched from anywhere. Everything is escaped by Jinja."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from markupsafe import Markup

from assistant.evaluate import names
from assistant.evaluate.compare import Comparison
from assistant.evaluate.measures import MEASURES, Texts
from assistant.evaluate.measures.retrieval import DEPTH
from assistant.evaluate.report import plots
from assistant.evaluate.report.junit import RIGHT
from assistant.evaluate.results import Row, bootstrapped
from assistant.evaluate.run import Outcome
from assistant.templates import template
from assistant.types import Citation, Kind

#: characters around a citation
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation in what stands around it."""

    citation: Citation
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for the page.

    Attributes:
        gold: the gold answer in words.
        missed, wrong, forbidden: names of a list.
    """

    row: Row
    outcome: Outcome
    gold: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    forbidden: tuple[str, ...]
    quoted: tuple[Quoted, ...]

    @property
    def state(self) -> str:
        """``error``, ``right``, ``partly``, ``wrong``, or ``ungraded`` where the set has no gold answer."""
        right = self.row.right
        if self.row.error is not None:
            return "error"
        if right is None:
            return "ungraded"
        return "right" if right >= 1 else "partly" if right >= RIGHT else "wrong"


def page(
    scores: Mapping[str, Any],
    rows: Sequence[Row],
    outcomes: Sequence[Outcome],
    texts: Texts,
    *,
    missed: Sequence[str] = (),
    comparison: Comparison | None = None,
) -> str:
    """The page of a run.

    Args:
        scores: what ``scores.json`` has.
        missed: a sentence for every gate that was missed.
    """
    text = cache(texts)
    asked = [_asked(row, outcome, text) for row, outcome in zip(rows, outcomes, strict=True)]
    return template(__package__, "page.html.j2").render(
        scores=scores,
        measures=MEASURES,
        asked=asked,
        missed=missed,
        comparison=comparison,
        # drawn from numbers and the names of kinds alone
        drawn=[(plot.title, Markup(plot.svg)) for plot in _plots(rows, outcomes)],
        kinds=list(dict.fromkeys(row.kind for row in rows)),
        states=list(dict.fromkeys(one.state for one in asked)),
    )


def _plots(rows: Sequence[Row], outcomes: Sequence[Outcome]) -> list[plots.Plot]:
    kinds = []
    for kind in dict.fromkeys(row.kind for row in rows):
        right = np.array([row.right for row in rows if row.kind == kind and row.right is not None])
        if len(right):
            kinds.append(
                (kind, float(right.mean()), bootstrapped(lambda drawn: drawn.mean(axis=-1), right), len(right))
            )
    curve = plots.risk_coverage(rows)
    made = [
        plots.by_kind(kinds) if kinds else None,
        plots.risk(curve) if curve else None,
        plots.abstention(rows),
        plots.recall(outcomes, DEPTH),
        plots.latency(outcomes) if outcomes else None,
    ]
    return [plot for plot in made if plot]


def _asked(row: Row, outcome: Outcome, texts: Texts) -> Asked:
    question, answer = outcome.question, outcome.answer
    holders = answer.holders if answer else ()
    pairs = names.pair(holders, question.names) if question.kind is Kind.LIST else []
    barred = {names.normal(name) for name in question.forbidden}
    return Asked(
        row,
        outcome,
        gold="; ".join(name.name for name in question.names if not name.optional) or " / ".join(question.golds),
        missed=tuple(gold.name for gold in question.names if not gold.optional and gold not in pairs),
        wrong=tuple(holder.name for holder, found in zip(holders, pairs, strict=False) if found is None),
        forbidden=tuple(holder.name for holder in holders if names.normal(holder.name) in barred),
        quoted=tuple(_quoted(citation, texts(citation.article)) for citation in (answer.citations if answer else ())),
    )


def _quoted(citation: Citation, text: str | None) -> Quoted:
    whole = text or ""
    before = whole[max(0, citation.start - _AROUND) : citation.start]
    after = whole[citation.end : citation.end + _AROUND]
    lead = "…" if citation.start > _AROUND else ""
    rest = "…" if citation.end + _AROUND < len(whole) else ""
    return Quoted(citation, lead + before, citation.text, after + rest)
