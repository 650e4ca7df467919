"""``onrecord status``, ``check`` and ``rebuild``: what looks after a collection."""

from __future__ import annotations

from dataclasses import asdict

from assistant.cli.arguments import Arguments
from assistant.cli.screen import Part, Screen
from index import build
from index.collection import Collection
from index.errors import CollectionError
from index.settings import from_environment

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
    """Makes the search indexes anew from what is stored; nothing is read or embedded again."""
    folder = from_environment(arguments.collection).collection
    generation = build.rebuild(folder)
    if screen.json:
        screen.document({"collection": str(folder), "generation": generation})
    else:
        screen.line(f"The search indexes of {folder} are new (generation {generation}).")
    return 0


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else str(value)
