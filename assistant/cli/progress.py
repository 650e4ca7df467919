"""How far a long command is: a bar on a terminal's stderr, nothing in a pipe."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.cli.plain import plain
from assistant.cli.screen import Screen

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Shown:
    """``index.build.Progress`` on the screen, for the length of a ``with``.

    The bar is made at the first sign of work: a command that turns out to have none prints nothing.
    """

    def __init__(self, screen: Screen, announcement: str = "") -> None:
        """``announcement`` is one sentence that the first sign of work prints before it."""
        self._screen = screen
        self._announcement = announcement
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def total(self, n: int) -> None:
        """There are ``n`` steps in all."""
        self._begin()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=n, completed=0)

    def advance(self, n: int = 1) -> None:
        """``n`` more of them are done."""
        self._begin()
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, n)

    def describe(self, text: str) -> None:
        """What is being done now."""
        self._begin()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=plain(text))

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        if self._announcement:
            self._screen.note(self._announcement)
        if self._screen.bars:
            self._bar, self._task = _bar()


def _bar() -> tuple[Progress, TaskID]:
    """A started bar on stderr. The description is shown as it is: names of files are no markup."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.start()
    return bar, bar.add_task("", total=None)
