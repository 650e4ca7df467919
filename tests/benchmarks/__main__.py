"""Runs every benchmark and writes ``BENCHMARKS.md``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.data import ROOT
from tests.benchmarks.machine import describe
from tests.benchmarks.table import Table

BENCHMARKS = ("ingest", "latency", "cold", "evidence", "statements", "topics")


def run(name: str) -> Table:
    """One benchmark with its defaults, in a process of its own."""
    print(f"Running tests.benchmarks.{name} ...", file=sys.stderr)
    words = [sys.executable, "-m", f"tests.benchmarks.{name}", "--json"]
    done = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    fields = json.loads(done.stdout.strip().split("\n")[-1])
    return Table(
        title=fields["title"],
        command=fields["command"],
        heads=tuple(fields["heads"]),
        rows=tuple(tuple(row) for row in fields["rows"]),
        notes=tuple(fields["notes"]),
    )


def report(tables: list[Table]) -> str:
    """The whole of ``BENCHMARKS.md``."""
    head = "# Benchmarks\n\nWritten by `make bench`; each table names the command that makes it alone.\n"
    machine = "\n".join(f"- {line}" for line in describe())
    return "\n".join([head, machine, "", *(table.markdown() for table in tables)])


def main() -> None:
    """Writes the file and prints where."""
    path = Path(ROOT / "BENCHMARKS.md")
    path.write_text(report([run(name) for name in BENCHMARKS]), encoding="utf-8")
    print(f"Wrote {path.name}")


if __name__ == "__main__":
    main()
