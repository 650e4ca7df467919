"""Question sets scored over the collections that they ask about, with intervals; risk by coverage; and how fast."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.engine import Engine
from assistant.evaluate import in_order, load, run
from assistant.evaluate.evidence import texts_of
from assistant.evaluate.measures import MEASURES
from assistant.evaluate.report.plots import risk_coverage
from assistant.evaluate.results import Row, interval, rows, scores
from index import build
from index.models.embed import load_embedder
from index.settings import Settings
from index.statements import load_reader
from tests.benchmarks.data import ROOT, SHARED, need
from tests.benchmarks.table import Table, command, parser, show

_QUESTIONS = ROOT / "tests" / "questions"
_SAMPLE = ROOT / "index" / "sample" / "articles"
#: by the name in the table: articles, and the set that asks about them
_SETS = {
    "seeds": (SHARED / "articles", SHARED / "questions" / "seeds.jsonl"),
    "sample": (_SAMPLE, _QUESTIONS / "sample.jsonl"),
    "positions": (_SAMPLE, _QUESTIONS / "positions.jsonl"),
}
_SHOWN = [name for name, measure in MEASURES.items() if not measure.is_noisy and not name.startswith(("R", "nDCG"))]
_COVERAGE = (0.25, 0.5, 0.75, 1.0)
#: questions of the timed run
_MANY = 1_000


def main() -> None:
    """Prints the table."""
    made = parser(__doc__)
    made.add_argument("--workers", type=int, default=2)
    arguments = made.parse_args()
    need(SHARED / "articles", SHARED / "questions")
    with TemporaryDirectory() as folder:
        engines = {articles: _engine(Path(folder), articles) for articles, _ in _SETS.values()}
        found = {name: _rows(engines[articles], path) for name, (articles, path) in _SETS.items()}
        many = _timed(engines[_SAMPLE], arguments.workers)
        for engine in engines.values():
            engine.close()
    lines = [(name, *(_cell(found[of], name) for of in found)) for name in _SHOWN]
    lines += [
        (f"risk at {coverage:.0%} coverage", *(_risk(found[of], coverage) for of in found)) for coverage in _COVERAGE
    ]
    lines.append((f"{_MANY:,} questions, {arguments.workers} at a time", "", f"{many:.0f} s", ""))
    show(
        Table(
            title="Question sets",
            command=command("questions"),
            heads=("measure", *(f"{name} ({len(some)})" for name, some in found.items())),
            rows=tuple(lines),
            notes=(
                "In brackets where the figure lies over questions drawn anew (bootstrap, 95%).",
                "`seeds` asks about five real articles, the others about the sample articles; what was tuned on them: "
                "see the README.",
                "Risk: the share of the answers that is wrong, when the surest are given first, up to that coverage of "
                "all questions with a gold answer; a dash where fewer are answered at all.",
                "The timed questions are those of `sample` and `positions` over and over, in one conversation each.",
            ),
        ),
        as_json=arguments.json,
    )


def _engine(folder: Path, articles: Path) -> Engine:
    settings = Settings(folder / articles.parent.name)
    build.ingest([str(articles)], settings, load_embedder(settings.model), reader=load_reader(settings))
    return Engine.open(settings)


def _rows(engine: Engine, path: Path) -> list[Row]:
    questions = load([path])
    return rows(in_order(questions, run(questions, engine)), texts_of(engine.collection))


def _timed(engine: Engine, workers: int) -> float:
    """Seconds for many questions."""
    lines = [
        {"question": line["question"], "answerable": True}
        for name in ("sample", "positions")
        for line in map(json.loads, _SETS[name][1].read_text(encoding="utf-8").splitlines())
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "many.jsonl"
        chosen = (json.dumps({"id": str(n), **lines[n % len(lines)]}) for n in range(_MANY))
        path.write_text("\n".join(chosen), encoding="utf-8")
        questions = load([path])
    began = time.perf_counter()
    for _ in run(questions, engine, workers=workers):
        pass
    return time.perf_counter() - began


def _cell(some: Sequence[Row], name: str) -> str:
    score = scores(some)[name]
    if score.value is None:
        return "-"
    spread = interval(some, MEASURES[name])
    return f"{score.value:.2f}" + (f" ({spread[0]:.2f} to {spread[1]:.2f})" if spread else "")


def _risk(some: Sequence[Row], coverage: float) -> str:
    curve = risk_coverage(some)
    if curve is None or curve[0][-1] < coverage:
        return "-"
    return f"{curve[1][int(np.searchsorted(curve[0], coverage))]:.2f}"


if __name__ == "__main__":
    main()
