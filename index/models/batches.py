"""Token sequences to padded batches: texts of like length together, no batch too large for the caches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor


def batches(lengths: Sequence[int], *, limit: int) -> Iterator[list[int]]:
    """Indices of the sequences, longest first, in batches of at most ``limit`` tokens, padding included.

    A sequence longer than ``limit`` is a batch of its own.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > limit:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def run_each(run: Callable[[list[int]], None], todo: Sequence[list[int]], *, threads: int) -> None:
    """Run every batch, a thread for each and not all threads on one: they need not wait for one another."""
    if threads == 1 or len(todo) < 2:
        for batch in todo:
            run(batch)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, todo))
