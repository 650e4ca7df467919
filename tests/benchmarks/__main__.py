"""Runs the benchmarks and writes ``BENCHMARKS.md``: all of them, or those named, the other tables left as they are."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.data import ROOT
from tests.benchmarks.machine import describe
from tests.benchmarks.table import Table

BENCHMARKS = ("ingest", "latency", "cold", "evidence", "statements", "topics", "questions")


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


def report(tables: Mapping[str, str]) -> str:
    """The whole of ``BENCHMARKS.md``."""
    head = "# Benchmarks\n\nWritten by `make bench`; each table names the command that makes it alone.\n"
    return "\n".join([head, *(tables[name] for name in BENCHMARKS if name in tables)])


def sections(written: str) -> dict[str, str]:
    """The tables of a ``BENCHMARKS.md``, by the benchmark's name."""
    found = {}
    for section in re.split(r"^(?=## )", written, flags=re.MULTILINE)[1:]:
        if command := re.search(r"`python -m tests\.benchmarks\.(\w+)", section):
            found[command[1]] = section.rstrip("\n") + "\n"
    return found


def main() -> None:
    """Writes the file and prints where."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="BENCHMARK", choices=[[], *BENCHMARKS])
    names = arguments.parse_args().names or BENCHMARKS
    path = Path(ROOT / "BENCHMARKS.md")
    tables = sections(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for name in names:
        # tables may come from several machines: each names its own
        tables[name] = f"{run(name).markdown().rstrip()}\n- {'; '.join(describe())}\n"
    path.write_text(report(tables), encoding="utf-8")
    print(f"Wrote {path.name}")


if __name__ == "__main__":
    main()
