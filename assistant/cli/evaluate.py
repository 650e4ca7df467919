"""``onrecord eval``: question sets over a collection, scored, compared with another run, and reported."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cli.arguments import Arguments, settings_of
from assistant.cli.parser import installed_version
from assistant.cli.progress import Shown
from assistant.cli.screen import Part, Screen
from assistant.engine import Engine
from assistant.evaluate import Outcome, Question, Ranking, in_order, load, run, starter, stored
from assistant.evaluate.compare import Comparison, compare
from assistant.evaluate.evidence import Gold, ranked, texts_of
from assistant.evaluate.gates import missed, worse
from assistant.evaluate.journal import Journal
from assistant.evaluate.measures import MEASURES, Score, Texts
from assistant.evaluate.measures.retrieval import DEPTH
from assistant.evaluate.results import Row, rows, scores
from assistant.language.write import dropped
from assistant.types import Turn
from index.collection import Collection
from index.settings import from_environment
from index.statements.weights import FOLDER as WEIGHTS
from index.statements.weights import MANIFEST

#: quotes that are named on the screen
_NAMED = 10
#: what no answer depends on: a run that was cut short may go on with another number of them
_OF_NO_MATTER = ("workers", "repeats", "python")


@dataclass(frozen=True, slots=True)
class _Run:
    """All that one command has found.

    Attributes:
        repeats: the outcomes of each run; ``rows`` are those of the first, in figures, and ``scores`` theirs.
        failed: a sentence for every gate that was missed.
    """

    repeats: list[list[Outcome]]
    rows: list[Row]
    scores: dict[str, Score]
    document: dict[str, Any]
    comparison: Comparison | None
    failed: list[str]


def evaluate(arguments: Arguments, screen: Screen) -> int:
    """Runs every question; 1 where a gate was missed."""
    questions = load(arguments.sets)
    bound = arguments.no_worse_than
    # the one to be shown comes first; mostly they are one and the same
    others = {folder: stored.read(folder) for folder in (arguments.against, bound) if folder}
    with Engine.open(settings_of(arguments)) as engine:
        gold, texts = Gold(engine.collection), texts_of(engine.collection)
        about = _about(arguments, questions, engine, gold)
        told = [_asked(questions, engine, gold, arguments, about, number, screen) for number in range(arguments.repeat)]
        repeats = [rows(outcomes, texts) for outcomes in told]
        found = scores(repeats[0])
        compared = {folder: compare(repeats[0], theirs, folder.name) for folder, theirs in others.items()}
        comparison = next(iter(compared.values()), None)
        failed = missed(found, arguments.gates)
        if bound:
            failed += worse(repeats[0], others[bound], compared[bound])
        document = stored.document(repeats[0], about, comparison, repeats=repeats)
        if engine.writer is not None:
            document["sentences"] = dropped([outcome.answer for outcomes in told for outcome in outcomes])
        made = _Run(told, repeats[0], found, document, comparison, failed)
        if arguments.out is not None:
            _write(arguments.out, made, texts)
    if screen.json:
        screen.document(document)
    else:
        _show(made, screen)
    for sentence in failed:
        screen.note(f"Missed: {sentence}")
    return 1 if failed else 0


def init(arguments: Arguments, screen: Screen) -> int:
    """Writes a set with an example of every kind."""
    found = starter.examples()
    starter.write(arguments.file, found)
    return _told(arguments, found, "examples to replace with your own", screen)


def suggest(arguments: Arguments, screen: Screen) -> int:
    """Writes a set of drafts from what the collection says."""
    with Collection.open(from_environment(arguments.collection).collection) as collection:
        found = starter.drafts(collection, arguments.most)
    starter.write(arguments.file, found)
    return _told(
        arguments, found, "drafts for a person to check and mend: the reader of articles makes mistakes", screen
    )


def measures(arguments: Arguments, screen: Screen) -> int:
    """Prints the definition of every measure."""
    del arguments
    if screen.json:
        screen.document({name: measure.about for name, measure in MEASURES.items()})
        return 0
    for text in dict.fromkeys(measure.about for measure in MEASURES.values()):
        screen.line(text.strip())
        screen.line()
    return 0


def _told(arguments: Arguments, found: Sequence[dict[str, Any]], what: str, screen: Screen) -> int:
    if screen.json:
        screen.document({"file": str(arguments.file), "questions": len(found)})
    else:
        screen.line(f"{arguments.file}: {len(found):,} questions, {what}.")
    return 0


def _about(arguments: Arguments, questions: Sequence[Question], engine: Engine, gold: Gold) -> dict[str, Any]:
    """What is run, and on what: all that the answers depend on."""
    absent = [(one, item) for one in questions for item in gold.missing(one)]
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in arguments.sets}
    status = engine.collection.status()
    return {
        "sets": [path.name for path in arguments.sets],
        "set_sha256": digests,
        "drafts": sum(one.is_draft for one in questions),
        "missing_evidence": [{"id": one.id, "source": item.source, "quote": item.quote} for one, item in absent],
        "collection": {
            "generation": status.generation,
            "articles": status.articles,
            "passages": status.passages,
            "statements": status.statements,
        },
        "models": {
            "embedding": status.model_name,
            "embedding_digest": status.model_digest,
            "statement_reader": status.reader,
            "stance_manifest_sha256": hashlib.sha256((WEIGHTS / MANIFEST).read_bytes()).hexdigest(),
        },
        "language_model": _language(engine),
        "version": installed_version(),
        "python": platform.python_version(),
        "workers": arguments.workers,
        "repeats": arguments.repeat,
    }


def _language(engine: Engine) -> dict[str, Any] | None:
    """The model that words answers, and the templates that it sees."""
    writer = engine.writer
    return None if writer is None else {"model": writer.generator.name, "prompts": writer.prompts.digests}


def _asked(
    questions: Sequence[Question],
    engine: Engine,
    gold: Gold,
    arguments: Arguments,
    about: dict[str, Any],
    number: int,
    screen: Screen,
) -> list[Outcome]:
    """The outcomes of one run, in the order of the questions; those of a run that was cut short are not asked again."""

    def rank(question: Question, history: Sequence[Turn]) -> Ranking:
        relevant = gold.relevant(question)
        if not relevant:
            return Ranking()
        return Ranking(ranked(engine.search(question.question, limit=DEPTH, history=history), relevant), relevant)

    with Shown(screen) as progress:
        progress.total(len(questions))
        progress.describe("Asking" if arguments.repeat == 1 else f"Asking, run {number + 1} of {arguments.repeat}")
        header = {name: value for name, value in about.items() if name not in _OF_NO_MATTER}
        path = _journal(arguments.out, number) if arguments.out else None
        with Journal(path, {**header, "run": number + 1}, questions) if path else nullcontext() as journal:
            found = list(journal.finished.values()) if journal else []
            finished = {one.question.id: one for one in found}
            progress.advance(len(found))
            for outcome in run(questions, engine, workers=arguments.workers, finished=finished, rank=rank):
                found.append(outcome)
                if journal:
                    journal.add(outcome)
                progress.advance()
    return in_order(questions, found)


def _journal(folder: Path, number: int) -> Path:
    """Where the outcomes of a run are kept while it lasts."""
    return folder / f"{stored.JOURNAL}{number + 1}"


def _write(folder: Path, made: _Run, texts: Texts) -> None:
    # Jinja and matplotlib take a second: only for a report
    from assistant.evaluate.report import junit, page

    first, *others = made.repeats
    files = {
        stored.ANSWERS: stored.answers(first),
        **{f"answers-{number}.jsonl": stored.answers(more) for number, more in enumerate(others, 2)},
        stored.SCORES: stored.dumped(made.document),
        stored.REPORT: page(made.document, made.rows, first, texts, missed=made.failed, comparison=made.comparison),
        stored.JUNIT: junit(made.rows, first, made.failed),
    }
    stored.write(folder, files)
    for number in range(len(made.repeats)):
        _journal(folder, number).unlink(missing_ok=True)


def _show(made: _Run, screen: Screen) -> None:
    if made.comparison is None:
        screen.table(("measure", "value", "over"), [(name, *_shown(score)) for name, score in made.scores.items()])
    else:
        _show_comparison(made.comparison, made.scores, screen)
    if made.document.get("spread"):
        screen.table(
            ("over the runs", "mean", "deviation"),
            [
                (name, f"{one['mean']:.3f}", f"{one['deviation']:.3f}")
                for name, one in made.document["spread"].items()
                if one
            ],
        )
    if told := made.document.get("sentences"):
        screen.line(
            f"Of the language model's sentences {told['shown']:,} were shown and {told['dropped']:,} dropped; "
            f"{told['plain']:,} answers stayed plain."
        )
    errors = [row for row in made.rows if row.error is not None]
    screen.line(f"{len(made.rows):,} questions, {len(errors):,} failed.")
    for row in errors:
        screen.line(Part(f"{row.id}: ", "red"), f"{row.error}")
    absent = made.document["missing_evidence"]
    for one in absent[:_NAMED]:
        screen.note(f"{one['id']}: its evidence is not in this collection: {one['source']}, “{one['quote']}”")
    if len(absent) > _NAMED:
        screen.note(f"{len(absent) - _NAMED:,} more quotes are not in it; scores.json names them all.")
    if made.document["drafts"]:
        screen.note(f"{made.document['drafts']:,} of the questions are drafts that nobody has checked.")


def _shown(score: Score) -> tuple[str, str]:
    return "-" if score.value is None else f"{score.value:.3f}", f"{score.counted:,}"


def _show_comparison(comparison: Comparison, found: dict[str, Score], screen: Screen) -> None:
    lines = []
    for name, score in found.items():
        one = comparison.differences.get(name)
        theirs = (f"{one.theirs:.3f}", f"{one.difference:+.3f}", f"{one.p:.3f}") if one else ("-", "-", "-")
        lines.append((name, *_shown(score), *theirs))
    screen.table(("measure", "value", "over", comparison.name, "difference", "p"), lines)
    for word, changes in (("Better", comparison.better), ("Worse", comparison.worse)):
        for change in changes:
            screen.line(f"{word}: {change.id} ({change.theirs:.2f} to {change.ours:.2f}) {change.question}")
