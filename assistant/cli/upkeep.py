"""``onrecord status``, ``check`` and ``rebuild``: what looks after a collection."""

from __future__ import annotations

from dataclasses import asdict

from assistant.cli.arguments import Arguments
from assistant.cli.progress import Shown
from assistant.cli.screen import Part, Screen
from index import build
from index.collection import Collection
from index.collection.store import open_to_read
from index.errors import CollectionError
from index.settings import Settings, from_environment

_DAMAGED = CollectionError.exit_code


def status(arguments: Arguments, screen: Screen) -> int:
    """What the collection holds, and what made it."""
    folder = from_environment(arguments.collection).collection
    with Collection.open(folder) as collection:
        facts = {"collection": str(folder), **asdict(collection.status())}
    if screen.json:
        screen.document(facts)
    else:
        screen.facts([(name.replace("_", " "), _shown(value)) for name, value in facts.items()])
    return 0


def check(arguments: Arguments, screen: Screen) -> int:
    """Looks at everything that can be damaged, and repairs nothing; 3 where something is."""
    report = build.check(from_environment(arguments.collection).collection)
    if screen.json:
        screen.document({**asdict(report), "folder": str(report.folder), "ok": report.ok})
    elif report.ok:
        counts = f"{report.articles:,} articles, {report.passages:,} passages"
        screen.line(f"Nothing is wrong with {report.folder}: {counts}.")
    else:
        screen.line(Part(f"{report.folder} is damaged:", "red"))
        for problem in report.problems:
            screen.line(f"- {problem}")
    return 0 if report.ok else _DAMAGED


def rebuild(arguments: Arguments, screen: Screen) -> int:
    """Makes the search indexes, and the statements if asked, anew from what is stored; no file is opened."""
    settings = from_environment(arguments.collection)
    folder = settings.collection
    if not arguments.statements:
        facts: dict[str, object] = {"collection": str(folder), "generation": build.rebuild(folder)}
    else:
        facts = _read_anew(settings, screen)
    if screen.json:
        screen.document(facts)
        return 0
    screen.line(f"The search indexes of {folder} are new (generation {facts['generation']}).")
    if arguments.statements:
        screen.line(f"So are its statements: {facts['statements']:,} by {facts['holders']:,} holders.")
    return 0


def _read_anew(settings: Settings, screen: Screen) -> dict[str, object]:
    from index.statements import load_reader  # slow, and only needed here

    # a collection that is missing is said at once, not after a model has been loaded
    open_to_read(settings.collection).close()
    with Shown(screen) as progress:
        progress.describe("Preparing the reader of statements")
        generation = build.rebuild(
            settings.collection, statements=True, reader=load_reader(settings), progress=progress
        )
    with Collection.open(settings.collection) as collection:
        found = collection.status()
    return {
        "collection": str(settings.collection),
        "generation": generation,
        "statements": found.statements,
        "holders": found.holders,
        "reader": found.reader,
    }


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else str(value)
