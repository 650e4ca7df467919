"""Comma-separated values (RFC 4180) that are safe to open in a spreadsheet and to print on a terminal.

A cell is changed in two ways, and ``restored`` undoes both exactly:

- one that begins like a formula gets an apostrophe before it, as spreadsheets mark text themselves, and so does
  one that begins with an apostrophe of its own (OWASP, "CSV Injection");
- characters that command a terminal or hide are spelt out as ``‹U+001B›``, as everywhere on the command line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from assistant.cli.plain import plain

# the full-width forms too: some spreadsheets read them alike; and blanks before them, which some drop
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n']")
_FOLDED = re.compile(r"([ \t\n]+)")  # what ``plain`` makes one blank, and a cell keeps
_SPELT = re.compile(r"‹U\+([0-9A-F]{4,6})›")
_OPENING = "‹U+"


def write(heads: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """A line of ``heads``, then the ``rows``, every cell as ``cell`` makes it."""
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(heads)
    sheet.writerows([cell(text) for text in row] for row in rows)


def cell(text: str) -> str:
    """``text`` as a cell that is neither a formula nor a command."""
    # what looks like a character spelt out, and is not, must not be taken for one
    parts = _FOLDED.split(text.replace(_OPENING, "‹U+2039›U+"))
    shown = "".join(part if i % 2 else plain(part) for i, part in enumerate(parts))
    return f"'{shown}" if _FORMULA.match(shown) else shown


def restored(shown: str) -> str:
    """The text that ``cell`` made ``shown`` of."""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), shown.removeprefix("'"))
