"""What a user may type. Every bad argument is gathered before anything stops."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.cli.parser import EVAL_COMMANDS, parser
from index.errors import UsageError
from index.settings import Settings, from_environment
from index.statements.labels import Stance
from index.types import Filters

_MOST = 10_000  # of anything that can be counted on the command line


class Arguments(argparse.Namespace):
    """One command with its arguments, checked.

    Attributes:
        module: the module under ``assistant.cli`` that holds the command.
        command: the name of its function there.
        collection: the folder, or None where the environment or the default decides.
        gates: for ``eval``: a measure and the value that it must reach.
        statements: for ``rebuild``: whether to read the stored articles for statements anew as well.
    """

    module: str
    command: str
    collection: Path | None = None
    json: bool = False
    debug: bool = False
    sources: list[str]
    question: str
    topic: str
    stance: Stance | None
    csv: bool
    explain: bool
    filters: Filters
    article: str
    host: str
    port: int
    runs: Path | None
    sets: list[Path]
    out: Path | None
    gates: list[tuple[str, float]]
    against: Path | None
    no_worse_than: Path | None
    workers: int
    repeat: int
    llm: str | None = None
    llm_url: str | None = None
    file: Path
    most: int
    statements: bool


def settings_of(arguments: Arguments) -> Settings:
    """Settings as the environment and the arguments have them.

    Raises:
        UsageError: one of them is not what it should be.
    """
    return from_environment(arguments.collection, language=arguments.llm, language_url=arguments.llm_url)


def parse(words: Sequence[str]) -> Arguments:
    """The command that ``words`` ask for.

    Raises:
        UsageError: all that is wrong with the arguments, in one sentence.
        SystemExit: after ``--help`` and ``--version``.
    """
    arguments = Arguments()
    _, unknown = parser().parse_known_args(_joined(words), namespace=arguments)
    faults = [f"{word} is not an argument of this command" for word in unknown]
    if arguments.command == "ask":
        faults += _check_question(arguments)
    elif arguments.command == "positions":
        faults += _check_topic(arguments)
    elif arguments.command == "serve":
        faults += _check_port(arguments)
    elif arguments.command == "evaluate":
        faults += [*_check_gates(arguments), *_check_number(arguments, "workers"), *_check_number(arguments, "repeat")]
    elif arguments.command == "suggest":
        faults += _check_number(arguments, "most")
    if faults:
        raise UsageError(f"{'; '.join(faults)} (see onrecord --help)")
    return arguments


def _joined(words: Sequence[str]) -> list[str]:
    """``eval`` and what follows it as one command, where that is no set."""
    made = list(words)
    for at, word in enumerate(made[:-1]):
        if word == "eval" and made[at + 1] in EVAL_COMMANDS:
            return [*made[:at], f"eval {made[at + 1]}", *made[at + 2 :]]
    return made


def wants(words: Sequence[str], option: str) -> bool:
    """Whether ``option`` is among the options: known even where the rest cannot be parsed."""
    end = words.index("--") if "--" in words else len(words)
    return option in words[:end]


def _check_question(arguments: Arguments) -> list[str]:
    """Fills ``question`` and ``filters``; returns what is wrong with them."""
    from assistant.question import MAX_QUESTION_CHARS

    faults: list[str] = []
    arguments.question = " ".join(arguments.words).strip()
    if not arguments.question:
        faults.append("the question is empty")
    if len(arguments.question) > MAX_QUESTION_CHARS:
        faults.append(f"the question has {len(arguments.question):,} characters and may have {MAX_QUESTION_CHARS:,}")
    _check_filters(arguments, faults)
    return faults


def _check_topic(arguments: Arguments) -> list[str]:
    """Fills ``topic``, ``stance`` and ``filters``; returns what is wrong with them."""
    from assistant.answer.list import topic_faults

    arguments.topic = " ".join(arguments.words).strip()
    faults = topic_faults(arguments.topic)
    if arguments.stance is not None:
        try:
            arguments.stance = Stance(arguments.stance)
        except ValueError:
            faults.append(f"--stance {arguments.stance} is none of {', '.join(Stance)}")
    if arguments.csv and arguments.json:
        faults.append("--csv and --json cannot both be printed")
    if arguments.csv and arguments.explain:
        faults.append("--explain has no room in --csv: leave one of them out, or ask for --json")
    _check_filters(arguments, faults)
    return faults


def _check_filters(arguments: Arguments, faults: list[str]) -> None:
    """Fills ``filters``; adds what is wrong with them to ``faults``."""
    first = _day("--from", arguments.date_from, faults)
    last = _day("--to", arguments.date_to, faults)
    if first and last and first > last:
        faults.append(f"--from {first} is later than --to {last}")
    arguments.filters = Filters(date_from=first, date_to=last, outlet=arguments.outlet)


def _day(option: str, text: str | None, faults: list[str]) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        faults.append(f"{option} {text} is not a day: write it as 2023-10-27")
        return None


def _check_port(arguments: Arguments) -> list[str]:
    text = str(arguments.port)
    if text.isascii() and text.isdigit() and int(text[:6]) < 65_536:
        arguments.port = int(text)
        return []
    return [f"--port {text} is not a port: give a number up to 65535 (0 for any that is free)"]


def _check_gates(arguments: Arguments) -> list[str]:
    """Fills ``gates``; returns what is wrong with them."""
    from assistant.evaluate.measures import MEASURES

    faults: list[str] = []
    arguments.gates = []
    for gate in arguments.fail_under:
        name, _, value = gate.partition("=")
        if name not in MEASURES:
            faults.append(f"--fail-under {gate}: there is no measure {name!r}, but {', '.join(MEASURES)}")
            continue
        bound = _number(value)
        if bound is None:
            faults.append(f"--fail-under {gate}: write MEASURE=VALUE with a number, such as span.f1=0.8")
        else:
            arguments.gates.append((name, bound))
    return faults


def _check_number(arguments: Arguments, name: str) -> list[str]:
    """Makes an option a number of at least 1; returns what is wrong with it."""
    text = str(getattr(arguments, name))
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= _MOST:
        setattr(arguments, name, int(text))
        return []
    return [f"--{name} {text} is no number from 1 to {_MOST:,}"]


def _number(text: str) -> float | None:
    """A finite number: nothing is under NaN, so such a gate could never be missed."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
