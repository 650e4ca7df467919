"""How many questions are answered at once, how many wait, and what the others are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from index.errors import OnRecordError

T = TypeVar("T")


class BusyError(OnRecordError):
    """Too many questions at once: ask again in a moment."""

    def __init__(self) -> None:
        super().__init__("Too many questions are being answered just now: please ask again in a moment")


class Desk:
    """Runs blocking work in threads.

    Args:
        running: at once; more than the processor has cores only slows all of them.
        waiting: at most, beyond those; the next one is told at once.
        patience: seconds one waits before it is told too.
    """

    def __init__(self, *, running: int = 4, waiting: int = 32, patience: float = 0.8) -> None:
        self._places = asyncio.Semaphore(running)
        self._room = waiting
        self._patience = patience
        self._queued = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns, done in a thread of its own.

        Raises:
            BusyError: there was no place, or none in time.
        """
        await self._enter()
        try:
            return await asyncio.to_thread(work)
        finally:
            self._places.release()

    async def _enter(self) -> None:
        if self._places.locked() and self._queued >= self._room:
            raise BusyError
        self._queued += 1
        try:
            await asyncio.wait_for(self._places.acquire(), self._patience)
        except TimeoutError:
            raise BusyError from None
        finally:
            self._queued -= 1
