"""A second process that goes through all but the first batch of a step, on the same weights.

On a few cores, two processes with a thread each get through half as much again as one with two threads: most products
of a small network are too small to be shared out.
"""

from __future__ import annotations

import mmap
import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn


def backward(network: Any, batches: Sequence[Any], loss: Callable[[Any, Any], Tensor]) -> float:
    """Add the gradients of some batches to those of the parameters; gives the sum of the losses."""
    summed = 0.0
    for batch in batches:
        value = loss(network, batch)
        if not value.requires_grad:  # nothing of this batch is marked up
            continue
        value.backward()  # type: ignore[no-untyped-call]
        summed += float(value.detach())
    return summed


class Beside:
    """The second process; it ends with this one. Forked, so that it has the batches without their being sent."""

    def __init__(self, network: nn.Module, run: Callable[[int], float]) -> None:
        """Args:
        run: what is done for a step, by its number: adds to the gradients, gives the loss.
        """
        trained = [one for one in network.parameters() if one.requires_grad]
        self._pairs = [(one, _shared(torch.zeros_like(one.data))) for one in trained]
        for one in trained:
            one.data = _shared(one.data)
        fork = multiprocessing.get_context("fork")
        self._ours, theirs = fork.Pipe()
        fork.Process(target=_serve, args=(self._pairs, run, theirs, self._ours), daemon=True).start()
        theirs.close()

    def begin(self, number: int) -> None:
        """Start on a step."""
        self._ours.send(number)

    def end(self) -> float:
        """Wait for it, and add its gradients to ours; gives its loss."""
        found: float = self._ours.recv()
        for parameter, gradient in self._pairs:
            if parameter.grad is None:
                parameter.grad = gradient.clone()
            else:
                parameter.grad += gradient
        return found


def _serve(pairs: Sequence[tuple[nn.Parameter, Tensor]], run: Callable[[int], float], line: Any, other: Any) -> None:
    other.close()  # or its end would never be seen
    torch.set_num_threads(1)  # threads of the process that was forked are not there
    for parameter, gradient in pairs:
        parameter.grad = gradient
    while True:
        try:
            number = line.recv()
        except (EOFError, KeyboardInterrupt):
            return
        for _, gradient in pairs:
            gradient.zero_()
        line.send(run(number))


def _shared(given: Tensor) -> Tensor:
    """The same in memory that forked processes share: not a file, for which there may be little room."""
    memory = mmap.mmap(-1, max(1, given.numel() * given.element_size()))
    made = torch.frombuffer(memory, dtype=given.dtype, count=given.numel()).view(given.shape)
    made.copy_(given)
    return made
