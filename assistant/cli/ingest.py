"""``onrecord ingest``: sources into the collection."""

from __future__ import annotations

from assistant.cli.arguments import Arguments
from assistant.cli.progress import Shown
from assistant.cli.screen import Part, Screen
from index import build
from index.build import IngestReport
from index.models import embed
from index.settings import from_environment


def ingest(arguments: Arguments, screen: Screen) -> int:
    """Reads what is new or changed; 1 where some of the sources could not be read."""
    from index.statements import load_reader  # slow: it brings the model that reads

    settings = from_environment(arguments.collection)
    with Shown(screen) as progress:
        progress.describe("Preparing the models (longer the first time)")
        embedder, reader = embed.load_embedder(settings.model), load_reader(settings)
        report = build.ingest(arguments.sources, settings, embedder, reader=reader, progress=progress)
    for error in report.skipped:
        screen.note(f"Skipped {error}")
    if screen.json:
        screen.document(_document(report))
    else:
        _show(report, screen, str(settings.collection))
    return 1 if report.skipped else 0


def _document(report: IngestReport) -> dict[str, object]:
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "skipped": [
            {"source": error.source, "reason": error.reason, "error": type(error).__name__} for error in report.skipped
        ],
        "articles": report.articles,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "notes": list(report.notes),
    }


def _show(report: IngestReport, screen: Screen, folder: str) -> None:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "skipped": len(report.skipped),
    }
    done = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing to do"
    screen.line(Part("Ingested: ", "bold"), f"{done}, in {report.seconds:.1f} s.")
    if report.articles:
        screen.line(f"{report.articles:,} articles in {report.passages:,} passages are in {folder}.")
    for note in report.notes:
        screen.line(note)
