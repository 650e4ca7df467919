"""The command line: parse, call, print. ``main`` is the entry point ``onrecord``.

Exit codes: 0 done; 1 an evaluation gate was missed, or some sources could not be read; 2 bad usage or bad
input; 3 the collection is missing, damaged or made by an incompatible version; 70 a fault of this program
itself; 130 stopped by the user; 141 the reader of our output went away. An error is one sentence on stderr;
with ``--json`` stdout then holds ``{"error": that sentence}``, so that it stays one JSON document whatever
happens.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from assistant.cli.arguments import Arguments, parse, wants
from assistant.cli.screen import Screen
from index.errors import OnRecordError

__all__ = ["main"]

FAULT = 70  # EX_SOFTWARE of BSD's sysexits.h
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
PIPE_CLOSED = 141  # 128 + SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; ``argv`` is without the program's name.

    Raises:
        SystemExit: only after ``--help`` and ``--version``.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    screen = Screen(sys.stdout, sys.stderr, json=wants(words, "--json"))
    try:
        code = _guarded(words, screen)
        screen.flush()
    except BrokenPipeError:
        _abandon_stdout()
        return PIPE_CLOSED
    return code


def _guarded(words: list[str], screen: Screen) -> int:
    """The command's own exit code, or that of the error it ended with."""
    try:
        return _run(parse(words), screen)
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a user gets a sentence, never a traceback
        if wants(words, "--debug"):
            screen.trace(error)
        code, sentence = _verdict(error)
        screen.error(sentence)
        return code


def _verdict(error: BaseException) -> tuple[int, str]:
    """The exit code for an error, and the sentence that says what it was."""
    if isinstance(error, OnRecordError):
        return error.exit_code, str(error)
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, str(error) or "stopped"
    known = f"{type(error).__name__}: {error}"
    return FAULT, f"something went wrong inside On Record ({known}): run it again with --debug to see where"


def _run(arguments: Arguments, screen: Screen) -> int:
    """Imports only the command that was asked for: a cold question must not pay for the others."""
    command = importlib.import_module(f"assistant.cli.{arguments.module}")
    code: int = getattr(command, arguments.command)(arguments, screen)
    return code


def _abandon_stdout() -> None:
    """Python flushes stdout once more at exit: send that nowhere, or it complains about the closed pipe."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file (a test's, or closed already)
        return
