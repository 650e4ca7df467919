"""The project's own question set, over the sample collection, with the command and the gates that anybody would use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import index.sample
from assistant.engine import Engine
from index.collection import Hit
from tests.cli.cli_runs import onrecord
from tests.language.worded import Request, serving

SET = Path(__file__).parents[1] / "questions" / "sample.jsonl"
#: what the answers reached when this was written, less what a change elsewhere may cost
GATES = {
    "span.f1": 0.48,
    "list.f1": 0.17,
    "position.accuracy": 0.3,
    "abstain.recall": 0.7,
    "cite.exact": 1.0,
    "cite.recall": 0.6,
    "R@10": 0.88,
    "RR@10": 0.85,
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("own") / "collection"
    articles = Path(index.sample.__file__).parent / "articles"
    assert onrecord("ingest", str(articles), "-c", str(folder)).code == 0
    return str(folder)


@pytest.fixture(scope="module")
def good(sample: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "good"
    gates = [word for name, bound in GATES.items() for word in ("--fail-under", f"{name}={bound}")]
    run = onrecord("eval", str(SET), "-c", sample, "--out", str(out), *gates)
    assert (run.code, run.err) == (0, "")
    return out


def _scores(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "scores.json").read_text()))


def test_the_gates_hold(good: Path) -> None:
    scores = _scores(good)
    assert scores["errors"] == 0
    assert scores["questions"] == len(SET.read_text().splitlines())
    assert scores["missing_evidence"] == []


def test_the_same_run_has_the_same_scores(good: Path, sample: str, tmp_path: Path) -> None:
    run = onrecord(
        "eval", str(SET), "-c", sample, "--out", str(tmp_path), "--workers", "2", "--no-worse-than", str(good)
    )
    assert (run.code, run.err) == (0, "")
    first, again = _scores(good), _scores(tmp_path)
    for scores in (first, again):
        for name in ("latency.p50", "latency.p95"):
            del scores["measures"][name]
    assert first["measures"] == again["measures"]


def test_a_broken_search_is_caught(good: Path, sample: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Engine.search

    def worst(engine: Engine, question: str, **options: Any) -> list[Hit]:
        return whole(engine, question, **options)[:-6:-1]

    monkeypatch.setattr(Engine, "search", worst)
    run = onrecord("eval", str(SET), "-c", sample, "--out", str(tmp_path), "--no-worse-than", str(good))
    assert run.code == 1
    for name in ("R@5", "R@10", "nDCG@10", "RR@10"):
        assert f"Missed: {name} is " in run.err
    named = run.err.split("Missed: RR@10")[1]
    assert len([one for one in _scores(good)["by_question"] if f"{one['id']}," in named]) > 10


def test_a_model_that_lies_changes_no_score_and_is_counted(good: Path, sample: str, tmp_path: Path) -> None:
    def lies(request: Request) -> None:
        request.begin()
        request.say("Zed Omega, the king of Mars, called for 9,999 wars [1]. It is all a hoax [1].")
        request.end()

    with serving(lies) as server:
        words = ["--llm", "openai:liar", "--llm-url", server.url, "--no-worse-than", str(good)]
        run = onrecord("eval", str(SET), "-c", sample, "--out", str(tmp_path), *words)
    assert (run.code, run.err) == (0, "")
    honest, lied = _scores(good), _scores(tmp_path)
    for scores in (honest, lied):
        for name in ("latency.p50", "latency.p95"):
            del scores["measures"][name]
    assert lied["measures"] == honest["measures"]
    assert lied["language_model"]["model"] == "openai:liar"
    assert (lied["sentences"]["shown"], lied["sentences"]["plain"] > 20) == (0, True)
    assert lied["sentences"]["dropped"] == 2 * lied["sentences"]["plain"]
    assert "Zed Omega" not in (tmp_path / "answers.jsonl").read_text()
