"""``onrecord serve``: the chat in a browser."""

from __future__ import annotations

from assistant.cli.arguments import Arguments, settings_of
from assistant.cli.progress import Shown
from assistant.cli.screen import Screen
from assistant.engine import ensure_sample
from index.errors import UsageError


def serve(arguments: Arguments, screen: Screen) -> int:
    """Runs the server until it is stopped; an empty default collection gets the sample articles first."""
    if screen.json:
        raise UsageError("serve prints no result: leave --json out, or ask over HTTP at /api/ask")
    settings = settings_of(arguments)
    with Shown(screen, f"The collection {settings.collection} is empty: building the sample first.") as progress:
        ensure_sample(settings, progress)
    from assistant import api

    def announce(sentence: str) -> None:
        screen.line(sentence)
        screen.flush()

    api.serve(settings, host=arguments.host, port=arguments.port, runs=arguments.runs, announce=announce)
    return 0
