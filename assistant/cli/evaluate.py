"""``onrecord eval``: question sets over a collection, scored."""

from __future__ import annotations

from assistant.cli.arguments import Arguments
from assistant.cli.progress import Shown
from assistant.cli.screen import Part, Screen
from assistant.engine import Engine
from assistant.evaluate import Outcome, load, missed, run, scores_document, write
from assistant.evaluate.measures import Score, score
from index.settings import from_environment


def evaluate(arguments: Arguments, screen: Screen) -> int:
    """Runs every question; 1 where a gate was missed."""
    questions = load(arguments.sets)
    with Engine.open(from_environment(arguments.collection)) as engine, Shown(screen) as progress:
        progress.total(len(questions))
        progress.describe("Asking")
        outcomes = list(run(questions, engine, done=progress.advance))

        def text(article: str) -> str | None:
            found = engine.collection.article(article)
            return found.text if found else None

        scores = score(outcomes, text)
    document = scores_document(scores, outcomes, arguments.sets)
    if arguments.out is not None:
        write(arguments.out, outcomes, document)
    if screen.json:
        screen.document(document)
    else:
        _show(scores, outcomes, screen)
    failed = missed(scores, arguments.gates)
    for sentence in failed:
        screen.note(f"Missed: {sentence}")
    return 1 if failed else 0


def _show(scores: dict[str, Score], outcomes: list[Outcome], screen: Screen) -> None:
    rows = [
        (name, "-" if found.value is None else f"{found.value:.3f}", f"{found.counted:,}")
        for name, found in scores.items()
    ]
    screen.table(("measure", "value", "over"), rows)
    errors = [outcome for outcome in outcomes if outcome.error is not None]
    screen.line(f"{len(outcomes):,} questions, {len(errors):,} failed.")
    for outcome in errors:
        screen.line(Part(f"{outcome.question.id}: ", "red"), f"{outcome.error}")
