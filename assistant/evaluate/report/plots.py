"""The plots of a report, as SVG to stand in a page; drawn by matplotlib, the same from the same run."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from assistant.evaluate.measures.base import Floats
from assistant.evaluate.results import Interval, Row
from assistant.evaluate.run import Outcome

_INK, _SOFT, _GOOD, _BAD = "#1f3a5f", "#9fb3c8", "#2e7d5b", "#b3452f"
_STYLE: Any = {
    "svg.hashsalt": "onrecord",  # or every drawing would have ids of its own
    "svg.fonttype": "none",  # text stays text
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#66788a",
    "axes.labelcolor": "#33424f",
    "xtick.color": "#33424f",
    "ytick.color": "#33424f",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@dataclass(frozen=True, slots=True)
class Plot:
    """An SVG element, and what it shows."""

    title: str
    svg: str


def _drawn(draw: Callable[[Any], None], title: str, *, size: tuple[float, float] = (5.2, 3.2)) -> Plot:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.subplots())
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(
        r'<svg [^>]*viewBox="([^"]+)"[^>]*>', rf'<svg viewBox="\1" role="img" aria-label="{title}">', svg, count=1
    )
    # ids are the page's: two plots may not share one
    prefix = re.sub(r"\W+", "-", title.lower())
    return Plot(title, re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{prefix}-", svg))


def by_kind(kinds: Sequence[tuple[str, float, Interval | None, int]]) -> Plot:
    """How right the answers are, by kind, with the intervals."""

    def draw(axes: Any) -> None:
        places = range(len(kinds))
        axes.barh(places, [value for _, value, _, _ in kinds], color=_SOFT, height=0.6)
        for place, (_, _, found, _) in zip(places, kinds, strict=True):
            if found:
                axes.plot(found, [place, place], color=_INK, linewidth=2)
        axes.set_yticks(places, [f"{kind or 'other'} ({number})" for kind, _, _, number in kinds])
        axes.set_xlim(0, 1)
        axes.invert_yaxis()
        axes.set_xlabel("how right, with 95% intervals")

    return _drawn(draw, "How right the answers are, by kind", size=(5.2, 0.8 + 0.42 * max(2, len(kinds))))


def risk_coverage(rows: Sequence[Row]) -> tuple[Floats, Floats] | None:
    """Coverage and risk as less and less sure answers are given (El-Yaniv and Wiener 2010); None without such answers.

    Risk is one less how right the answers given are, on average; coverage is over all questions with a gold answer.
    Answers of one confidence are given together.
    """
    graded = [row for row in rows if row.right is not None]
    given = [row for row in graded if not row.declined and row.error is None and row.confidence is not None]
    if not given:
        return None
    given.sort(key=lambda row: -(row.confidence or 0.0))
    sure = np.array([row.confidence for row in given])
    wrong = np.cumsum([1 - (row.right or 0.0) for row in given]) / np.arange(1, len(given) + 1)
    last = np.append(sure[1:] != sure[:-1], True)
    return (np.arange(1, len(given) + 1) / len(graded))[last], wrong[last]


def risk(curve: tuple[Floats, Floats]) -> Plot:
    """The risk-coverage curve."""

    def draw(axes: Any) -> None:
        axes.step(*curve, where="post", color=_INK, marker="o", markersize=3)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel("coverage: share of the questions answered")
        axes.set_ylabel("risk: share of that which is wrong")

    return _drawn(draw, "Risk by coverage")


def abstention(rows: Sequence[Row]) -> Plot:
    """What was answered and what was declined, where there was an answer and where there was none."""
    graded = [row for row in rows if row.error is None]
    kinds = (("with an answer", False), ("without one", True))
    most = max(sum((row.kind == "none") is none for row in graded) for _, none in kinds)
    room = most / 50

    def draw(axes: Any) -> None:
        for place, (_, none) in enumerate(kinds):
            own = [row for row in graded if (row.kind == "none") is none]
            declined = sum(row.declined for row in own)
            good, bad = (declined, len(own) - declined) if none else (len(own) - declined, declined)
            axes.barh(place, good, color=_GOOD, height=0.55)
            axes.barh(place, bad, left=good, color=_BAD, height=0.55)
            told = ("declined", "answered") if none else ("answered", "declined")
            axes.text(good + bad + room, place, f"{good} {told[0]}, {bad} {told[1]}", va="center")
        axes.set_yticks(range(2), [name for name, _ in kinds])
        axes.invert_yaxis()
        axes.set_xlim(0, most * 1.7 or 1)
        axes.set_xlabel("questions: green as it should be, red not")

    return _drawn(draw, "Reliability of abstention", size=(5.2, 1.9))


def latency(outcomes: Sequence[Outcome]) -> Plot:
    """The share of the questions answered within a time."""
    times = np.sort([outcome.milliseconds for outcome in outcomes])

    def draw(axes: Any) -> None:
        axes.step(times, np.arange(1, len(times) + 1) / len(times), where="post", color=_INK)
        axes.set_xscale("log")
        axes.set_ylim(0, 1)
        axes.set_xlabel("milliseconds")
        axes.set_ylabel("share of the questions")

    return _drawn(draw, "Latency")


def recall(outcomes: Sequence[Outcome], depth: int) -> Plot | None:
    """Recall of the gold passages by the number of passages looked at; None where no question has any."""
    asked = [one.ranking for one in outcomes if one.question.answerable and one.ranking.relevant]
    if not asked:
        return None
    curve = [
        np.mean([len(one.relevant.intersection(one.passages[:k])) / len(one.relevant) for one in asked])
        for k in range(1, depth + 1)
    ]

    def draw(axes: Any) -> None:
        axes.plot(range(1, depth + 1), curve, color=_INK, marker="o", markersize=3)
        axes.set_ylim(0, 1)
        axes.set_xlabel("passages looked at (k)")
        axes.set_ylabel("R@k")

    return _drawn(draw, "Recall of passages")
