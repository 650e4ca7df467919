"""The commands and their options, as argparse has them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from index.errors import UsageError

#: what ``eval`` does besides running sets
EVAL_COMMANDS = ("init", "suggest", "measures")


class _Parser(argparse.ArgumentParser):
    """argparse, with its errors as ours and without guessing at shortened options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"onrecord {installed_version()}")
        parser.exit()


def installed_version() -> str:
    """The version of the package, as it is printed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "(not installed)"


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; it names a command's function as ``module`` and ``command``."""
    shared = _Parser(add_help=False)
    # left out of the result unless given, so that they may stand before the command or after it
    shared.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks")
    where = "the collection's folder (default: ONRECORD_COLLECTION, or the user's data folder)"
    shared.add_argument("-c", "--collection", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=where)
    asked = "print one JSON document on stdout and nothing else"
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=asked)
    about = "Answers questions about who took which position in the news, with citations."
    made = _Parser(prog="onrecord", description=about, parents=[shared])
    made.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = _Commands(made, shared)
    _add_main_commands(commands)
    _add_upkeep_commands(commands)
    return made


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
    ingest = commands.add("ingest", "ingest.ingest", "read articles into the collection; run again for what changed")
    kinds = "files and folders: .txt .md .html .jsonl .csv .pdf .docx"
    ingest.add_argument("sources", nargs="+", metavar="SOURCE", help=kinds)

    ask = commands.add("ask", "ask.ask", "answer a question with citations")
    ask.add_argument("words", nargs="+", metavar="QUESTION")
    ask.add_argument("--explain", action="store_true", help="say why each holder is in the answer or out of it")
    _add_filters(ask)
    _add_language(ask)

    positions = commands.add("positions", "positions.positions", "list everybody who takes a position on a topic")
    positions.add_argument("words", nargs="+", metavar="TOPIC", help='what it is about: "a ceasefire"')
    stances = "only those who are for it, against it, ask for less (partial), or are involved (other)"
    positions.add_argument("--stance", metavar="for|against|partial|other", help=stances)
    positions.add_argument("--csv", action="store_true", help="print one row for each holder and citation")
    positions.add_argument("--explain", action="store_true", help="say why each is listed, and what was set aside")
    _add_filters(positions)

    serve = commands.add("serve", "serve.serve", "open the chat in a browser")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", default="7860", help="port to listen on (default: 7860)")
    runs = "a folder of evaluation runs: shown at /runs, and answers can be marked right or wrong"
    serve.add_argument("--runs", type=Path, metavar="DIR", help=runs)
    _add_language(serve)

    evaluate = commands.add("eval", "evaluate.evaluate", "run question sets over the collection and score the answers")
    evaluate.add_argument("sets", nargs="+", type=Path, metavar="SET", help="question sets: .jsonl or .csv")
    files = "write answers.jsonl, scores.json, report.html and junit.xml there; a run that was stopped goes on"
    evaluate.add_argument("--out", type=Path, metavar="DIR", help=files)
    other = "another run's --out folder: show what differs, and which questions changed"
    evaluate.add_argument("--against", type=Path, metavar="RUN", help=other)
    no_worse = "exit with 1 where a measure is worse than in that run, and not by chance (p < 0.05; latency aside)"
    evaluate.add_argument("--no-worse-than", type=Path, metavar="RUN", help=no_worse)
    evaluate.add_argument("--workers", default="1", metavar="N", help="conversations that go on at a time (default: 1)")
    evaluate.add_argument("--repeat", default="1", metavar="N", help="run everything N times; gives mean and spread")
    gate = "exit with 1 where the measure is worse than the value; may be repeated"
    evaluate.add_argument("--fail-under", action="append", default=[], metavar="MEASURE=VALUE", help=gate)
    _add_language(evaluate)

    init = commands.add("eval init", "evaluate.init", "write a question set with an example of every kind")
    init.add_argument("file", type=Path, metavar="FILE", help="the .jsonl file to write")
    suggest = commands.add("eval suggest", "evaluate.suggest", "draft questions from the collection, for you to mend")
    suggest.add_argument("file", type=Path, metavar="FILE", help="the .jsonl file to write")
    suggest.add_argument("--most", default="60", metavar="N", help="so many questions at most (default: 60)")
    commands.add("eval measures", "evaluate.measures", "print what each measure means, and its source")


def _add_language(command: argparse.ArgumentParser) -> None:
    model = "a language model that words answers: ollama:NAME or openai:NAME (default: ONRECORD_LLM, or none)"
    command.add_argument("--llm", metavar="MODEL", help=model)
    command.add_argument(
        "--llm-url", metavar="URL", help="its server (default: ONRECORD_LLM_URL, or its provider's own)"
    )


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="date_from", metavar="D", help="only articles of this day or later: 2023-10-27")
    command.add_argument("--to", dest="date_to", metavar="D", help="only articles of this day or earlier")
    command.add_argument("--outlet", metavar="NAME", help="only articles of this outlet")


def _add_upkeep_commands(commands: _Commands) -> None:
    articles = commands.group("articles", "list, show or remove articles")
    articles.add("list", "articles.list_articles", "list the articles")
    show = articles.add("show", "articles.show", "print an article")
    show.add_argument("article", metavar="ID", help="an article's id, or the start of it (6 digits or more)")
    remove = articles.add("remove", "articles.remove", "remove an article from the collection")
    remove.add_argument("article", metavar="ID", help="an article's id, or the start of it (6 digits or more)")
    commands.add("status", "upkeep.status", "say what the collection holds and what made it")
    commands.add("check", "upkeep.check", "look for damage in the collection")
    rebuild = commands.add("rebuild", "upkeep.rebuild", "make the search indexes anew from what is stored")
    anew = "first read all stored articles anew for who takes which position"
    rebuild.add_argument("--statements", action="store_true", help=anew)
