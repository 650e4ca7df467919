from __future__ import annotations

import asyncio
import threading

import pytest

from assistant.chat.desk import BusyError, Desk


def test_work_is_done_in_a_thread_and_its_result_returned() -> None:
    assert asyncio.run(Desk().run(threading.get_ident)) != threading.get_ident()


def test_an_error_of_the_work_is_raised_and_its_place_is_free_again() -> None:
    async def scene() -> int:
        desk = Desk(running=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await desk.run(lambda: 1 // 0)
        return await desk.run(lambda: 7)

    assert asyncio.run(scene()) == 7


def test_who_finds_no_room_is_told_at_once_and_who_waits_too_long_later() -> None:
    async def scene() -> list[object]:
        desk, done = Desk(running=1, waiting=1, patience=0.2), threading.Event()
        first = asyncio.create_task(desk.run(lambda: done.wait(20)))
        await asyncio.sleep(0)  # the first takes the place,
        second = asyncio.create_task(desk.run(lambda: True))
        await asyncio.sleep(0)  # the second the only chair
        third = await asyncio.gather(desk.run(lambda: True), return_exceptions=True)
        waited = await asyncio.gather(second, return_exceptions=True)
        done.set()
        return [await first, type(waited[0]), type(third[0]), await desk.run(lambda: True)]

    assert asyncio.run(scene()) == [True, BusyError, BusyError, True]
