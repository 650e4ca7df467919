"""Ingest: sources -> articles -> sentences and passages -> vectors and statements -> a collection, batch by batch.

A batch is on the disk when it is committed; killed or stopped at any moment, ingest goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import files
from index.build.progress import Progress, silent
from index.build.run import Run
from index.collection import store
from index.collection.writer import Writer
from index.errors import SourceError
from index.models.embedder import Embedder
from index.passages import CHUNKER
from index.reading import Found, find_sources
from index.settings import Settings
from index.statements.records import Reader


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the articles, and how many the collection has now.

    Attributes:
        skipped: the sources that could not be read, and why; all others went in.
        seconds: of wall time, with making the search index.
        notes: sentences for whoever ran it.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[SourceError, ...]
    articles: int
    passages: int
    seconds: float
    notes: tuple[str, ...] = ()


def ingest(
    arguments: Sequence[str],
    settings: Settings,
    embedder: Embedder,
    *,
    reader: Reader | None = None,
    progress: Progress = silent,
) -> IngestReport:
    """Bring the collection up to date with the files and folders named; what is unchanged is not read again.

    Args:
        reader: finds the statements in new articles, and in stored ones that it has not read; None leaves those
            that are stored as they are, and new articles without any.

    Raises:
        ModelError: the embedding model or the reader fails; what was committed before is safe.
        CollectionError: another process writes, the disk is full, the collection is damaged or too new.
        KeyboardInterrupt: stopped; its message says what is safe and how to go on.
    """
    began = time.perf_counter()
    listed = list(find_sources(arguments))
    found = [source for source in listed if isinstance(source, Found)]
    skipped = [source for source in listed if isinstance(source, SourceError)]
    if not found and not store.exists(settings.collection):
        return IngestReport(0, 0, 0, 0, tuple(skipped), 0, 0, time.perf_counter() - began)
    with Writer.open(settings.collection, embedder=embedder, chunker=CHUNKER) as writer:
        run = Run(writer, settings, embedder, progress, reader=reader)
        try:
            run.all(found)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_how_to_go_on(writer)) from None
        articles, passages = writer.totals()
        missing = _vanished(writer, arguments, found)
    tally = run.tally
    return IngestReport(
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        removed=tally.removed,
        skipped=(*skipped, *run.skipped),
        articles=articles,
        passages=passages,
        seconds=time.perf_counter() - began,
        notes=(*run.notes, *missing),
    )


def _how_to_go_on(writer: Writer) -> str:
    articles, _ = writer.totals()
    return f"stopped with {articles} articles safe in {writer.folder}: run the same command again to go on"


def _vanished(writer: Writer, arguments: Sequence[str], found: Sequence[Found]) -> list[str]:
    """A note where files of an earlier ingest are no longer in the folders named."""
    here = {files.name_of(source.path) for source in found}
    folders = [folder for folder in map(Path, arguments) if folder.is_dir()]
    known = {path for folder in folders for path in writer.known_under(files.name_of(folder))}
    # a file that is there and was skipped this time has not vanished
    gone = sum(not Path(path).exists() for path in known - here)
    if not gone:
        return []
    told = "1 file is gone since an earlier ingest; its" if gone == 1 else f"{gone} files are gone; their"
    return [f"{told} articles stay until `onrecord articles remove`"]
