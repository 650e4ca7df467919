"""``onrecord ask``: a question in, a cited answer out."""

from __future__ import annotations

from functools import cache

from assistant.cli import explain
from assistant.cli.arguments import Arguments, settings_of
from assistant.cli.progress import Shown
from assistant.cli.screen import Part, Screen
from assistant.engine import Engine, ensure_sample
from assistant.types import Answer, Citation, Holder

_PLAIN = "No statement was weighed: the answer comes from the sentences that are nearest to the question."
_HEADS = ("holder", "stance", "role", "date", "evidence")


def ask(arguments: Arguments, screen: Screen) -> int:
    """Answers one question; an answer that there is no evidence is an answer, and exits with 0."""
    settings = settings_of(arguments)
    with Shown(screen, f"The collection {settings.collection} is empty: building the sample first.") as progress:
        ensure_sample(settings, progress)
    with Engine.open(settings) as engine:
        answer = engine.ask(arguments.question, filters=arguments.filters)
        why = _why(arguments, engine, answer) if arguments.explain else None
    if screen.json:
        screen.document(
            {**answer.to_json(), **({"explain": why.to_json() if why else None} if arguments.explain else {})}
        )
        return 0
    show(answer, screen)
    if why:
        explain.show(why, screen)
    elif arguments.explain:
        screen.line(Part(_PLAIN, "dim"))
    return 0


def _why(arguments: Arguments, engine: Engine, answer: Answer) -> explain.Why | None:
    looked = engine.looked(arguments.question, filters=arguments.filters)
    return explain.why(looked.found(), answer, cache(engine.collection.article)) if looked else None


def show(answer: Answer, screen: Screen) -> None:
    """The answer for a reader: its text, then every place it rests on."""
    screen.line(Part(answer.text, "bold" if answer.answered else "yellow"))
    if answer.generated and answer.generated.note:
        screen.note(f"The language model {answer.generated.model}: {answer.generated.note}.")
    if len(answer.holders) > 1:
        screen.line()
        screen.table(_HEADS, [_row(holder) for holder in answer.holders])
    for conflict in answer.conflicts:
        numbers = ", ".join(f"[{n}]" for n in conflict.citations)
        screen.line(Part("Articles disagree", "yellow"), f" about {conflict.about}: {numbers}")
    for citation in answer.citations:
        _show_citation(citation, screen)
    coverage = answer.coverage
    screen.line()
    screen.line(Part(f"{coverage.screened:,} of {coverage.articles:,} articles screened.", "dim"))


def _row(holder: Holder) -> tuple[str, ...]:
    numbers = " ".join(f"[{n}]" for n in holder.citations)
    return holder.name, holder.stance.value, holder.role or "", holder.date or "", numbers


def _show_citation(citation: Citation, screen: Screen) -> None:
    known = ", ".join(part for part in (citation.outlet, citation.date) if part)
    title = citation.title or citation.source
    screen.line()
    screen.line(
        Part(f"[{citation.n}] ", "bold cyan"),
        Part(f"{known}: " if known else ""),
        Part(title, "italic", citation.url),
    )
    # our own marks are single: those inside belong to the article
    screen.line(f"‘{citation.text}’", indent=4)
    screen.line(Part(f"{citation.source}, characters {citation.start} to {citation.end}", "dim"), indent=4)
