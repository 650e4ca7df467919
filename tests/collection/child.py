"""What a child process does before it is killed. It says on a file what it was told is safe."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from index.build import anew, rebuild, remove_article, run
from index.collection import failpoints
from index.collection.entries import Entry, FileRead, Tally
from index.collection.writer import Writer
from index.models.embedder import HashingEmbedder
from tests.collection.making import EMBEDDER, CouncillorReader, fill

#: so that a small folder needs several batches
SMALL_BATCH = 4
#: version of the reader that comes after the one that read the collection
OTHER_READER = 2

_commit = Writer.commit


def work(job: str, folder: Path, sources: Path, said: Path, kill_at: int | None, names: Path | None) -> None:
    """Do one job, noting each fail point in ``names``; die at the one with the number ``kill_at``."""
    reached = 0

    def at_point(name: str) -> None:
        nonlocal reached
        if names is not None:
            _append(names, name)
        if reached == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        reached += 1

    failpoints.arm(at_point)
    for module in (run, anew):
        vars(module)["_BATCH_ARTICLES"] = SMALL_BATCH
    Writer.commit = _saying(said)  # type: ignore[method-assign]
    JOBS[job](folder, sources)


def _saying(said: Path):  # type: ignore[no-untyped-def]
    def commit(writer: Writer, entries: Sequence[Entry | FileRead]) -> Tally:
        tally = _commit(writer, entries)
        for entry in entries:
            if isinstance(entry, Entry):
                _append(said, entry.article.id)
        return tally

    return commit


def _append(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(line + "\n")


def _ingest(folder: Path, sources: Path) -> None:
    fill(folder, sources, reader=CouncillorReader())


def _ingest_other_model(folder: Path, sources: Path) -> None:
    fill(folder, sources, embedder=HashingEmbedder(EMBEDDER.dimension * 2), reader=CouncillorReader())


def _ingest_other_reader(folder: Path, sources: Path) -> None:
    fill(folder, sources, reader=CouncillorReader(OTHER_READER))


def _remove(folder: Path, sources: Path) -> None:
    del sources
    remove_article(folder, (folder.parent / "to-remove").read_text())


def _rebuild(folder: Path, sources: Path) -> None:
    del sources
    rebuild(folder)


def _rebuild_statements(folder: Path, sources: Path) -> None:
    del sources
    rebuild(folder, statements=True, reader=CouncillorReader(OTHER_READER))


JOBS = {
    "ingest": _ingest,
    "other model": _ingest_other_model,
    "other reader": _ingest_other_reader,
    "remove": _remove,
    "rebuild": _rebuild,
    "statements": _rebuild_statements,
}
