"""What a user may type. Every bad argument is gathered before anything stops."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from index.errors import UsageError
from index.types import Filters


class Arguments(argparse.Namespace):
    """One command with its arguments, checked.

    Attributes:
        module: the module under ``assistant.cli`` that holds the command.
        command: the name of its function there.
        collection: the folder, or None where the environment or the default decides.
        gates: for ``eval``: a measure and the value that it must reach.
    """

    module: str
    command: str
    collection: Path | None = None
    json: bool = False
    debug: bool = False
    sources: list[str]
    question: str
    filters: Filters
    article: str
    host: str
    port: int
    sets: list[Path]
    out: Path | None
    gates: list[tuple[str, float]]


def parse(words: Sequence[str]) -> Arguments:
    """The command that ``words`` ask for.

    Raises:
        UsageError: all that is wrong with the arguments, in one sentence.
        SystemExit: after ``--help`` and ``--version``.
    """
    arguments = Arguments()
    _, unknown = _parser().parse_known_args(list(words), namespace=arguments)
    faults = [f"{word} is not an argument of this command" for word in unknown]
    if arguments.command == "ask":
        faults += _check_question(arguments)
    elif arguments.command == "serve":
        faults += _check_port(arguments)
    elif arguments.command == "evaluate":
        faults += _check_gates(arguments)
    if faults:
        raise UsageError(f"{'; '.join(faults)} (see onrecord --help)")
    return arguments


def wants(words: Sequence[str], option: str) -> bool:
    """Whether ``option`` is among the options: known even where the rest cannot be parsed."""
    end = words.index("--") if "--" in words else len(words)
    return option in words[:end]


class _Parser(argparse.ArgumentParser):
    """argparse, with its errors as ours and without guessing at shortened options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("onrecord")
        except PackageNotFoundError:
            found = "(not installed)"
        parser.exit(message=f"onrecord {found}\n")


def _parser() -> _Parser:
    shared = _Parser(add_help=False)
    # left out of the result unless given, so that they may stand before the command or after it
    shared.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks")
    where = "the collection's folder (default: ONRECORD_COLLECTION, or the user's data folder)"
    shared.add_argument("-c", "--collection", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=where)
    asked = "print one JSON document on stdout and nothing else"
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=asked)
    about = "Answers questions about who took which position in the news, with citations."
    parser = _Parser(prog="onrecord", description=about, parents=[shared])
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = _Commands(parser, shared)
    _add_main_commands(commands)
    _add_upkeep_commands(commands)
    return parser


class _Commands:
    """The commands of one parser, each with the shared options."""

    def __init__(self, parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
        self._shared = shared
        self._group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(self, name: str, target: str, text: str) -> argparse.ArgumentParser:
        """A command that the function ``target`` ("module.function") runs."""
        command = self._group.add_parser(name, parents=[self._shared], help=text, description=text)
        module, _, function = target.partition(".")
        command.set_defaults(module=module, command=function)
        return command

    def group(self, name: str, text: str) -> _Commands:
        """A command that has commands of its own."""
        return _Commands(self._group.add_parser(name, help=text, description=text), self._shared)


def _add_main_commands(commands: _Commands) -> None:
    ingest = commands.add(
        "ingest", "ingest.ingest", "read articles into the collection; run again for what changed"
    )
    kinds = "files and folders: .txt .md .html .jsonl .csv .pdf .docx"
    ingest.add_argument("sources", nargs="+", metavar="SOURCE", help=kinds)

    ask = commands.add("ask", "ask.ask", "answer a question with citations")
    ask.add_argument("words", nargs="+", metavar="QUESTION")
    ask.add_argument(
        "--from", dest="date_from", metavar="D", help="only articles of this day or later: 2023-10-27"
    )
    ask.add_argument("--to", dest="date_to", metavar="D", help="only articles of this day or earlier")
    ask.add_argument("--outlet", metavar="NAME", help="only articles of this outlet")

    serve = commands.add("serve", "serve.serve", "open the chat in a browser")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    serve.add_argument("--port", default="7860", help="port to listen on (default: 7860)")

    evaluate = commands.add(
        "eval", "evaluate.evaluate", "run question sets over the collection and score the answers"
    )
    evaluate.add_argument("sets", nargs="+", type=Path, metavar="SET", help="question sets: .jsonl or .csv")
    evaluate.add_argument("--out", type=Path, metavar="DIR", help="write answers.jsonl and scores.json there")
    gate = "exit with 1 where the measure is worse than the value; may be repeated"
    evaluate.add_argument("--fail-under", action="append", default=[], metavar="MEASURE=VALUE", help=gate)


def _add_upkeep_commands(commands: _Commands) -> None:
    articles = commands.group("articles", "list, show or remove articles")
    articles.add("list", "articles.list_articles", "list the articles")
    show = articles.add("show", "articles.show", "print an article")
    show.add_argument("article", metavar="ID", help="an article's id, or the start of it (6 digits or more)")
    remove = articles.add("remove", "articles.remove", "remove an article from the collection")
    remove.add_argument(
        "article", metavar="ID", help="an article's id, or the start of it (6 digits or more)"
    )
    commands.add("status", "upkeep.status", "say what the collection holds and what made it")
    commands.add("check", "upkeep.check", "look for damage in the collection")
    commands.add("rebuild", "upkeep.rebuild", "make the search indexes anew from what is stored")


def _check_question(arguments: Arguments) -> list[str]:
    """Fills ``question`` and ``filters``; returns what is wrong with them."""
    from assistant.question import MAX_QUESTION_CHARS

    faults: list[str] = []
    arguments.question = " ".join(arguments.words).strip()
    if not arguments.question:
        faults.append("the question is empty")
    if len(arguments.question) > MAX_QUESTION_CHARS:
        faults.append(
            f"the question has {len(arguments.question):,} characters and may have {MAX_QUESTION_CHARS:,}"
        )
    first = _day("--from", arguments.date_from, faults)
    last = _day("--to", arguments.date_to, faults)
    if first and last and first > last:
        faults.append(f"--from {first} is later than --to {last}")
    arguments.filters = Filters(date_from=first, date_to=last, outlet=arguments.outlet)
    return faults


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


def _number(text: str) -> float | None:
    """A finite number: nothing is under NaN, so such a gate could never be missed."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
