"""The seam to whoever shows how far a long work has come, and the one who shows nothing."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Who wants to know how far it is."""

    def total(self, n: int) -> None:
        """There are ``n`` steps in all."""

    def advance(self, n: int = 1) -> None:
        """``n`` more of them are done: on the disk, found unchanged, or skipped."""

    def describe(self, text: str) -> None:
        """What is being done now, in a few words."""


class _Silent:
    def total(self, n: int) -> None:
        """Nobody asked."""

    def advance(self, n: int = 1) -> None:
        """Nobody asked."""

    def describe(self, text: str) -> None:
        """Nobody asked."""


silent: Progress = _Silent()
