"""``onrecord positions``: everybody who takes a position on a topic, each with the words that prove it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.answer.list import Listing, listing
from assistant.answer.rows import Place, Row
from assistant.cli import explain, sheet
from assistant.cli.arguments import Arguments
from assistant.cli.progress import Shown
from assistant.cli.screen import Part, Screen
from assistant.engine import Engine, ensure_sample
from assistant.positions import find_positions
from index.settings import from_environment

#: columns of ``--csv``, one row a holder and citation; the offsets are half-open characters into the article
COLUMNS = (
    "holder type count role stance date act attribution reporter article source outlet title article_date "
    "start end text"
).split()
_HEADS = ("holder", "stance", "role", "date", "article", "evidence")


def positions(arguments: Arguments, screen: Screen) -> int:
    """Lists the positions on one topic; that there are none is an answer too, and exits with 0."""
    settings = from_environment(arguments.collection)
    with Shown(screen, f"The collection {settings.collection} is empty: building the sample first.") as progress:
        ensure_sample(settings, progress)
    with Engine.open(settings) as engine:
        began = time.perf_counter()
        article = cache(engine.collection.article)
        found = find_positions(engine.collection, engine.embedder, arguments.topic, filters=arguments.filters)
        made = listing(found, article, stance=arguments.stance)
        answer = made.answer.timed(total=(time.perf_counter() - began) * 1000)
        why = explain.why(found, answer, article) if arguments.explain else None
    _print(arguments, screen, replace(made, answer=answer), why)
    return 0


def _print(arguments: Arguments, screen: Screen, made: Listing, why: explain.Why | None) -> None:
    if screen.json:
        screen.document({**made.answer.to_json(), **({"explain": why.to_json()} if why else {})})
        return
    if arguments.csv:
        sheet.write(COLUMNS, _csv_rows(made.rows), sys.stdout)
    elif screen.terminal:
        _show(made, screen)
    else:
        screen.table(_HEADS, list(_rows(made.rows, repeat=True)))
    if arguments.csv or not screen.terminal:
        # other programs read stdout: what was screened is for the person who watches
        for sentence in _remarks(made):
            screen.note(sentence)
    if why:
        explain.show(why, screen)


def _show(made: Listing, screen: Screen) -> None:
    lead = made.answer.text.split("\n\n")[0]
    screen.line(Part(lead, "bold" if made.answer.answered else "yellow"))
    if made.rows:
        screen.table(_HEADS, list(_rows(made.rows, repeat=False)))
        for sentence in _remarks(made):
            screen.line(Part(sentence, "dim"))


def _remarks(made: Listing) -> list[str]:
    """What stands below a table: where articles disagree, and what was screened."""
    told = [
        f"Articles disagree about {conflict.about}: {', '.join(f'[{n}]' for n in conflict.citations)}"
        for conflict in made.answer.conflicts
    ]
    return [*told, made.answer.text.split("\n\n")[-1]]


def _rows(rows: Sequence[Row], *, repeat: bool) -> Iterator[tuple[str, ...]]:
    """A line for each holder and citation; a holder's own cells in all of its lines, or in the first only."""
    for row in rows:
        one = row.position
        own = (one.name, one.stance.value, one.role or "", one.date.isoformat() if one.date else "")
        for i, place in enumerate(row.places):
            yield (*(own if repeat or i == 0 else ("",) * len(own)), _article(place), _evidence(place))


def _article(place: Place) -> str:
    citation = place.citation
    copies = f" (and {place.articles - 1:,} with the same text)" if place.articles > 1 else ""
    title = ": ".join(part for part in (citation.outlet, citation.title or citation.source) if part)
    return f"[{citation.n}] {title}{copies}"


def _evidence(place: Place) -> str:
    reporter = place.evidence.reporter
    # our own marks are single: those inside belong to the article
    quoted = f"‘{place.citation.text}’"
    return f"according to {reporter.name}: {quoted}" if reporter else quoted


def _csv_rows(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        one = row.position
        own = (one.name, one.type, one.count, one.role, one.stance, one.date)
        for place in row.places:
            statement, citation = place.evidence.statement, place.citation
            reporter = place.evidence.reporter
            said = (statement.act, citation.attribution, reporter.name if reporter else None)
            where = (citation.article, citation.source, citation.outlet, citation.title, citation.date)
            cells = (*own, *said, *where, citation.start, citation.end, citation.text)
            yield tuple("" if value is None else str(value) for value in cells)
