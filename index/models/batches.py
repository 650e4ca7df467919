"""Token sequences to padded batches: texts of like length together, no batch too large for the caches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


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
