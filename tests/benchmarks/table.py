"""A benchmark's result, as a table for people and as JSON for the script that collects them."""

from __future__ import annotations

import argparse
import json
import shlex
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One table of figures.

    Attributes:
        command: what makes it again.
        notes: what a reader must know to trust the figures.
    """

    title: str
    command: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        """The table under its title, with its command and its notes."""
        lines = [f"## {self.title}", "", f"`{self.command}`", ""]
        lines += [_row(self.heads), _row(["---"] * len(self.heads)), *map(_row, self.rows), ""]
        return "\n".join([*lines, *(f"- {note}" for note in self.notes), ""])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def parser(description: str | None) -> argparse.ArgumentParser:
    """Arguments that every benchmark has."""
    made = argparse.ArgumentParser(description=description, allow_abbrev=False)
    made.add_argument("--json", action="store_true", help="print the table as JSON")
    return made


def command(module: str) -> str:
    """The command line that is running, as a user would type it."""
    words = [word for word in sys.argv[1:] if word != "--json"]
    return shlex.join(["python", "-m", f"tests.benchmarks.{module}", *words])


def show(table: Table, *, as_json: bool) -> None:
    """Prints the table."""
    print(json.dumps(asdict(table)) if as_json else table.markdown())


def spread(values: Sequence[float], form: str = ".1f") -> str:
    """Median with minimum and maximum."""
    low, middle, high = (format(value, form) for value in (min(values), statistics.median(values), max(values)))
    return f"{middle} ({low} to {high})"
