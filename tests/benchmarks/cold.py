"""``onrecord ask`` from nothing: a process that starts, answers, ends; and the heavy libraries it loads."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index.sample import folder as sample_folder
from tests.benchmarks.data import ROOT
from tests.benchmarks.table import Table, command, parser, show, spread

HEAVY = ("torch", "transformers", "sentence_transformers", "llama_index", "gradio", "rich")
QUESTION = "How many Labour MPs voted for the ceasefire amendment?"

_MODULES = """
import sys
from assistant.cli import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


def _run(*words: str, python: tuple[str, ...] = ("-m", "assistant")) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *python, *words], cwd=ROOT, check=True, capture_output=True, text=True)


def table(runs: int) -> Table:
    """One row: wall seconds over ``runs`` runs."""
    times = []
    with tempfile.TemporaryDirectory() as made:
        collection = str(Path(made) / "collection")
        _run("ingest", str(sample_folder()), "-c", collection)
        for _ in range(runs):
            began = time.perf_counter()
            _run("ask", QUESTION, "-c", collection)
            times.append(time.perf_counter() - began)
        loaded = set(_run("ask", QUESTION, "-c", collection, python=("-c", _MODULES)).stderr.split())
    heavy = [name for name in HEAVY if name in loaded]
    return Table(
        f"Cold `onrecord ask`: {runs} processes on the sample collection",
        command("cold"),
        ("wall seconds", "modules imported", "heavy ones among them"),
        ((spread(times, ".2f"), f"{len(loaded):,}", ", ".join(heavy) or "none"),),
        (f"Median, with minimum and maximum. Heavy: {', '.join(HEAVY)}.",),
    )


def main() -> None:
    """Prints the table."""
    made = parser(__doc__)
    made.add_argument("--runs", type=int, default=10)
    arguments = made.parse_args()
    show(table(arguments.runs), as_json=arguments.json)


if __name__ == "__main__":
    main()
