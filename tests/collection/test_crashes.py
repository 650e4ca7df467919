"""A process killed at any moment costs at most the batch in flight."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.build import check
from index.collection import Collection
from index.collection.disk import remove_folder
from index.models.embedder import HashingEmbedder
from tests.collection import child
from tests.collection.making import EMBEDDER, CouncillorReader, fill, write_article, write_articles

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.collection.child"])

JOBS = ["first ingest", "ingest", "other model", "other reader", "remove", "rebuild", "statements"]
INGESTS = ["ingest", "other model", "other reader"]


@dataclass(frozen=True)
class Stage:
    """A collection about to be worked on, and what it must hold when the work has been finished."""

    job: str
    root: Path
    sources: Path  # outside of root: every copy of the collection knows its files by the same names

    @property
    def folder(self) -> Path:
        return self.root / "collection"

    def copy(self, root: Path) -> Stage:
        shutil.copytree(self.root, root)
        return Stage(self.job, root, self.sources)

    def start(self, *, kill_at: int | None = None, names: Path | None = None):  # type: ignore[no-untyped-def]
        job = "ingest" if self.job == "first ingest" else self.job
        arguments = (job, self.folder, self.sources, self.root / "said", kill_at, names)
        process = _PROCESSES.Process(target=child.work, args=arguments)
        process.start()
        return process

    @property
    def embedder(self) -> HashingEmbedder:
        return HashingEmbedder(EMBEDDER.dimension * 2) if self.job == "other model" else EMBEDDER

    @property
    def readers(self) -> list[int]:
        """Versions of the readers that may have read an article before and after the job; the last has read all."""
        return [1, child.OTHER_READER] if self.job in ("other reader", "statements") else [1]

    def said(self) -> set[str]:
        path = self.root / "said"
        return set(path.read_text().split()) if path.exists() else set()


@dataclass(frozen=True)
class Whole:
    """A job that nobody stopped: what was there before and after, the points it passed, and its seconds."""

    before: set[str]
    after: set[str]
    points: list[str]
    seconds: float


def _ids(folder: Path) -> set[str]:
    with Collection.open(folder) as collection:
        return {article.id for article in collection.articles()}


@pytest.fixture(scope="module")
def stages(memory: Path) -> dict[str, Stage]:
    """One collection for each job, of 12 articles; two have changed and five are new since it was filled."""
    made = {}
    for job in JOBS:
        place = memory / job.replace(" ", "-")
        stage = Stage(job, place / "stage", place / "sources")
        stage.root.mkdir(parents=True)
        write_articles(stage.sources, 12)
        if job != "first ingest":
            fill(stage.folder, stage.sources, reader=CouncillorReader())
            (stage.root / "to-remove").write_text(min(_ids(stage.folder)))
        if job in INGESTS:
            write_article(stage.sources / "003.md", 903)
            write_article(stage.sources / "004.md", 904)
            for number in range(12, 17):
                write_article(stage.sources / f"{number:03d}.md", number)
        made[job] = stage
    return made


def _finished(stage: Stage) -> set[str]:
    """Do the job in this process, to the end; gives what the collection then holds."""
    child.JOBS["ingest" if stage.job == "first ingest" else stage.job](stage.folder, stage.sources)
    return _ids(stage.folder)


def _ledgers_are_whole(collection: Collection, readers: list[int]) -> None:
    """Each article has all the statements that one of these readers finds in it, and no others."""
    ids = [article.id for article in collection.articles()]
    ledgers = collection.statements(ids)
    assert list(ledgers) == ids
    for article_id, ledger in ledgers.items():
        article = collection.article(article_id)
        assert article is not None
        assert ledger in [CouncillorReader(version).of(article.text) for version in readers]
        assert ledger.statements
    assert collection.count_statements() == sum(len(ledger.statements) for ledger in ledgers.values())


def _examine(stage: Stage, whole: Whole) -> None:
    """The collection as a kill left it answers, is sound and holds what was said; done again, all is well."""
    if (stage.folder / "collection.sqlite").exists() and stage.job != "first ingest":
        with Collection.open(stage.folder) as collection:
            found = {article.id for article in collection.articles()}
            assert found <= whole.before | whole.after
            assert stage.said() <= found
            if stage.job in INGESTS:
                assert found >= whole.before & whole.after
            _ledgers_are_whole(collection, stage.readers)
            hits = collection.search("ferry petition vote", None, limit=50)
            assert hits
            for hit in hits:
                article = collection.article(hit.article_id)
                assert article is not None
                assert article.text[hit.start : hit.end] == hit.text
        report = check(stage.folder)
        assert report.problems == ()
    if stage.said():
        assert stage.said() <= _ids(stage.folder)
    assert _finished(stage) == whole.after
    assert check(stage.folder).problems == ()
    with Collection.open(stage.folder, embedder_digest=stage.embedder.digest) as collection:
        assert collection.status().pending == 0
        _ledgers_are_whole(collection, stage.readers[-1:])
        vector = stage.embedder.encode(["the ferry petition"])[0]
        assert collection.search("ferry", vector, limit=5)


def _whole(stage: Stage, scratch: Path) -> Whole:
    before = _ids(stage.folder) if stage.job != "first ingest" else set()
    copy = stage.copy(scratch / f"whole-{stage.job}")
    names = scratch / f"names-{stage.job}"
    began = time.perf_counter()
    process = copy.start(names=names)
    process.join()
    seconds = time.perf_counter() - began
    assert process.exitcode == 0
    after = _ids(copy.folder)
    if stage.job in INGESTS:
        assert len(after) == 17
        assert len(before - after) == 2
    return Whole(before, after, names.read_text().splitlines(), seconds)


@pytest.mark.parametrize("job", JOBS)
def test_killed_at_every_fail_point(job: str, stages: dict[str, Stage], scratch: Path) -> None:
    whole = _whole(stages[job], scratch)
    names = whole.points
    # the first and the last time that each is reached
    last = {name: place for place, name in enumerate(names)}
    places = sorted({names.index(name) for name in names} | set(last.values()))
    assert len(places) >= 8
    for place in places:
        stage = stages[job].copy(scratch / f"at-{place}")
        process = stage.start(kill_at=place)
        process.join()
        assert process.exitcode == -signal.SIGKILL, names[place]
        _examine(stage, whole)


def _kill_often(stages: dict[str, Stage], scratch: Path, *, times: int, seed: int, at_points: bool) -> None:
    """Kill one job after another, at random moments or else at random fail points."""
    choice = random.Random(seed)
    known = {job: _whole(stages[job], scratch) for job in JOBS}
    for number in range(times):
        job = choice.choice(JOBS)
        whole = known[job]
        stage = stages[job].copy(scratch / f"{number}")
        if at_points:
            process = stage.start(kill_at=choice.randrange(len(whole.points)))
        else:
            process = stage.start()
            time.sleep(choice.uniform(0.0, whole.seconds))
            process.kill()
        process.join()
        _examine(stage, whole)
        remove_folder(stage.root)


def test_killed_at_50_random_moments(stages: dict[str, Stage], scratch: Path) -> None:
    _kill_often(stages, scratch, times=50, seed=1, at_points=False)


@pytest.mark.stress
@pytest.mark.parametrize("at_points", [False, True])
def test_killed_1000_times(at_points: bool, stages: dict[str, Stage], scratch: Path) -> None:
    _kill_often(stages, scratch, times=500, seed=2, at_points=at_points)
