"""Where everything that a command prints goes through: made plain here, styled on a terminal only."""

from __future__ import annotations

import re
import shutil
import textwrap
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from assistant.cli.plain import json_document, plain

if TYPE_CHECKING:
    from rich.console import Console

#: columns that text is wrapped to at most, and where there is no terminal
WIDTH = 100

# what an OSC 8 link may hold: printable ASCII, so that no URL can end the escape sequence or forge another
_LINKABLE = re.compile(r"https?://[!-~]+")


class Part(NamedTuple):
    """A run of text with a style of rich's (``bold``, ``dim``, ``red``) and, for a URL, where it leads."""

    text: str
    style: str = ""
    link: str | None = None


class Screen:
    """stdout and stderr. Untrusted text is neutralised by ``plain`` in every method.

    Attributes:
        json: stdout is for one JSON document, and ``document`` the only way to it.
    """

    def __init__(self, out: TextIO, err: TextIO, *, json: bool = False) -> None:
        self.json = json
        self._out = out
        self._err = err
        self._console: Console | None = None
        for stream in (out, err):
            # an old locale must not end a command half-way: what it cannot write is spelt out
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="backslashreplace")

    @property
    def width(self) -> int:
        """Columns to wrap to."""
        return min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)

    @property
    def terminal(self) -> bool:
        """Whether a person reads stdout."""
        return self._out.isatty()

    @property
    def bars(self) -> bool:
        """Whether stderr can show a progress bar."""
        return self._err.isatty()

    def document(self, value: Any) -> None:
        """The one JSON document of ``--json``."""
        self._out.write(json_document(value) + "\n")

    def line(self, *parts: Part | str, indent: int = 0) -> None:
        """One paragraph, wrapped, every line of it ``indent`` columns in."""
        pieces = [part if isinstance(part, Part) else Part(part) for part in parts]
        clean = [Part(plain(piece.text), piece.style, piece.link) for piece in pieces]
        if self.terminal:
            self._styled(clean, indent)
            return
        pad = " " * indent
        whole = "".join(piece.text for piece in clean)
        self._out.write(
            textwrap.fill(
                whole,
                self.width,
                initial_indent=pad,
                subsequent_indent=pad,
                break_long_words=False,
                break_on_hyphens=False,
            )
            + "\n"
        )

    def text(self, text: str) -> None:
        """Paragraphs as they are divided, wrapped on a terminal only: a pipe gets each whole."""
        for paragraph in text.split("\n"):
            if self.terminal:
                self.line(paragraph)
            else:
                self._out.write(plain(paragraph) + "\n")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Aligned columns on a terminal; tabs and whole cells in a pipe, for other programs."""
        clean = [[plain(cell) for cell in row] for row in rows]
        if not self.terminal:
            for row in [list(heads), *clean]:
                self._out.write("\t".join(row) + "\n")
            return
        from rich import box
        from rich.table import Table
        from rich.text import Text

        grid = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
        for row in clean:
            grid.add_row(*(Text(cell) for cell in row))
        self._rich().print(grid)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names and values, the values one below the other."""
        longest = max((len(name) for name, _ in facts), default=0)
        for name, value in facts:
            self._out.write(f"{plain(name):<{longest}}  {plain(value)}\n")

    def note(self, text: str) -> None:
        """Something to know that is not the result: on stderr."""
        self._err.write(plain(text) + "\n")

    def error(self, sentence: str) -> None:
        """What went wrong, on stderr; with ``--json`` as the document too, so that stdout stays JSON."""
        self._err.write(f"onrecord: {plain(sentence)}\n")
        if self.json:
            self.document({"error": sentence})

    def trace(self, error: BaseException) -> None:
        """Where an error came from, on stderr; its lines keep their indentation."""
        for line in "".join(traceback.format_exception(error)).splitlines():
            text = line.lstrip(" ")
            self._err.write(" " * (len(line) - len(text)) + plain(text) + "\n")

    def flush(self) -> None:
        """Writes out what is buffered, so that a closed pipe is noticed here."""
        self._out.flush()

    def _styled(self, parts: Sequence[Part], indent: int) -> None:
        from rich.padding import Padding
        from rich.style import Style
        from rich.text import Text

        whole = Text()
        for part in parts:
            linkable = part.link is not None and _LINKABLE.fullmatch(part.link)
            whole.append(part.text, Style.parse(part.style) + Style(link=part.link if linkable else None))
        self._rich().print(Padding(whole, (0, 0, 0, indent), expand=False))

    def _rich(self) -> Console:
        if self._console is None:
            from rich.console import Console

            self._console = Console(file=self._out, highlight=False, markup=False, emoji=False, width=self.width)
        return self._console
