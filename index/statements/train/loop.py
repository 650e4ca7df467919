"""The training loop: resumable, and the same from the same seed."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from index.statements.train.beside import Beside, backward
from index.statements.train.settings import Training

#: steps between two saves: a killed run loses so many at most
_SAVED_EVERY = 50
_LAYER = re.compile(r"\blayer\.(\d+)\.")
Say = Callable[[str], None]
Net = TypeVar("Net", bound=nn.Module)
#: parameters with their learning rate
Groups = list[dict[str, Any]]


def train(
    network: Net,
    epochs: Sequence[Sequence[Sequence[Any]]],
    loss: Callable[[Net, Any], Tensor],
    groups: Groups,
    settings: Training,
    checkpoint: Path,
    *,
    say: Say,
    after_epoch: Callable[[int, Net], None] | None = None,
) -> Net:
    """Train through all epochs, from the checkpoint where there is one.

    Args:
        epochs: of steps, of batches whose losses are added up.
        loss: of one batch.
        after_epoch: called with the averaged weights.

    Returns:
        A network with the averaged weights.
    """
    torch.set_num_threads(max(1, settings.threads // settings.workers))
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = settings.dropout
    total = sum(map(len, epochs))
    optimiser = torch.optim.AdamW(groups, weight_decay=settings.weight_decay, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        max_lr=[group["lr"] for group in optimiser.param_groups],
        total_steps=total + 1,
        pct_start=settings.warm,
        cycle_momentum=False,
    )
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    beside = _beside(network, epochs, loss, settings) if settings.workers > 1 else None
    run = _Run(network, optimiser, schedule, average, settings, checkpoint, beside)
    done = run.resume()
    say(f"{total} steps" if not done else f"going on after step {done} of {total}")
    network.train()
    number, began, summed = 0, time.perf_counter(), 0.0
    for epoch, steps in enumerate(epochs):
        for step in steps:
            number += 1
            if number <= done:
                continue
            summed += run.step(number, step, loss)
            if number % _SAVED_EVERY == 0 or number == total:
                run.save(number)
                pace = (time.perf_counter() - began) / (number - done)
                say(f"step {number} of {total}, loss {summed / _SAVED_EVERY:.3f}, {pace:.2f} s a step")
                summed = 0.0
        if after_epoch is not None and number > done:
            after_epoch(epoch, run.averaged())
    averaged: Net = run.averaged()
    return averaged


def _seed(settings: Training, number: int) -> None:
    # of the step's number alone: a run that was cut short goes on as if it had not been
    torch.manual_seed(settings.seed * 1_000_003 + number)


def _beside(
    network: nn.Module,
    epochs: Sequence[Sequence[Sequence[Any]]],
    loss: Callable[[Any, Any], Tensor],
    settings: Training,
) -> Beside:
    """The process that goes through all but the first batch of each step."""
    flat = [step for steps in epochs for step in steps]

    def others(number: int) -> float:
        _seed(settings, number)
        return backward(network, flat[number - 1][1:], loss)

    return Beside(network, others)


class _Run:
    """A network in training, with all that a later process needs to go on."""

    def __init__(
        self,
        network: Any,
        optimiser: torch.optim.Optimizer,
        schedule: Any,
        average: dict[str, Tensor],
        settings: Training,
        checkpoint: Path,
        beside: Beside | None,
    ) -> None:
        self._network = network
        self._parts = {"optimiser": optimiser, "schedule": schedule}
        self._average = average
        self._settings = settings
        self._beside = beside
        self._checkpoint = checkpoint

    def step(self, number: int, batches: Sequence[Any], loss: Callable[[Any, Any], Tensor]) -> float:
        """One step; gives its loss."""
        _seed(self._settings, number)
        if self._beside is not None:
            self._beside.begin(number)
        summed = backward(self._network, batches[:1] if self._beside else batches, loss)
        if self._beside is not None:
            summed += self._beside.end()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), self._settings.clip)
        self._parts["optimiser"].step()
        self._parts["schedule"].step()
        self._parts["optimiser"].zero_grad(set_to_none=True)
        self._follow(min(self._settings.average, number / (number + 10)))
        return summed

    def averaged(self) -> Any:
        """A copy with the averaged weights."""
        made = copy.deepcopy(self._network)
        made.load_state_dict(self._average)
        return made.eval()

    def save(self, number: int) -> None:
        """Write everything down, in one step."""
        self._checkpoint.parent.mkdir(parents=True, exist_ok=True)
        state = {name: part.state_dict() for name, part in self._parts.items()}
        state |= {"number": number, "settings": asdict(self._settings), "average": self._average}
        temporary = self._checkpoint.with_suffix(".new")
        torch.save(state | {"network": self._network.state_dict()}, temporary)
        temporary.replace(self._checkpoint)

    def resume(self) -> int:
        """How many steps a run with the same settings has done, its state put back."""
        if not self._checkpoint.is_file():
            return 0
        state = torch.load(self._checkpoint, weights_only=True)
        if state["settings"] != asdict(self._settings):
            return 0
        self._network.load_state_dict(state["network"])
        for name, part in self._parts.items():
            part.load_state_dict(state[name])
        self._average.update(state["average"])
        return int(state["number"])

    def _follow(self, kept: float) -> None:
        with torch.no_grad():
            for name, value in self._network.named_parameters():
                if value.requires_grad:
                    self._average[name].lerp_(value, 1 - kept)


def by_layer(network: nn.Module, settings: Training, layers: int) -> Groups:
    """Trained parameters with their learning rates: lower for lower layers of the encoder, of which there are so many.

    Layers are known by names that end in "layer", a number, and what stands in the layer.
    """
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if found := _LAYER.search(name):
            rate = settings.top * settings.decay ** (layers - 1 - int(found[1]))
        elif ".embeddings." in name:
            rate = settings.top * settings.decay**layers
        elif "transitions." in name:
            rate = settings.transitions
        else:
            rate = settings.heads
        groups.setdefault(rate, []).append(parameter)
    return [{"params": some, "lr": rate} for rate, some in groups.items()]
