"""What the stance model is trained on in an epoch: statements with topics, some reworded, some turned around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from index.models.batches import batches
from index.models.onnx import padded
from index.statements.stance import known, pooling
from index.statements.train.judged import Judged, swapped
from index.statements.views import View, Viewer, joined

#: topics of a statement in an epoch that it says nothing about: of its article, and of others
_NEAR, _FAR = 2, 1


@dataclass(frozen=True, slots=True)
class Wordings:
    """Topics in other words.

    Attributes:
        ways: by the topic: other wordings, and whether one is the reverse.
        near: by the article: topics close to its own that nobody in it holds.
        alike: by the topic: topics of other articles, the most alike first.
    """

    ways: Mapping[str, Sequence[tuple[str, bool]]]
    near: Mapping[str, Sequence[str]]
    alike: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """One view with its label."""

    judged: Judged
    topic: str
    label: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Views as tensors."""

    inputs: tuple[Tensor, ...]
    labels: Tensor


def sample(judged: Sequence[Judged], wordings: Wordings, random: Generator) -> list[Example]:
    """The examples of one epoch."""
    found = []
    for one in judged:
        positive = [(topic, label) for topic, label in one.labels.items() if label]
        nothing = [topic for topic, label in one.labels.items() if not label]
        for topic, label in positive:
            found.append(Example(one, *_worded(topic, label, wordings, random)))
        # a statement on nothing teaches little: half of them are left out
        if not positive and random.random() < 0.5:
            continue
        for at in random.permutation(len(nothing))[: _NEAR if positive else 1]:
            found.append(Example(one, *_worded(nothing[int(at)], 0, wordings, random)))
        if random.random() < 0.4:
            continue
        others = list(wordings.near.get(one.article, ()))
        for topic in one.labels:
            others += wordings.alike.get(topic, ())[:6]
        others = [topic for topic in others if topic not in one.labels]
        for _ in range(_FAR if others else 0):
            found.append(Example(one, others[int(random.integers(len(others)))], 0))
    return found


def _worded(topic: str, label: int, wordings: Wordings, random: Generator) -> tuple[str, int]:
    ways = wordings.ways.get(topic, ())
    if not ways or random.random() < 0.5:
        return topic, label
    way, reverse = ways[int(random.integers(len(ways)))]
    return way, swapped(label) if reverse else label


def views(examples: Sequence[Example], viewer: Viewer, made: dict[int, View]) -> list[View]:
    """The views of examples; what does not depend on the topic is made once and kept in ``made``."""
    found = []
    for example in examples:
        key = id(example.judged)
        if key not in made:
            made[key] = viewer.statement(example.judged.shown)
        found.append(joined([viewer.topic(example.topic), made[key]]))
    return found


def collate(examples: Sequence[Example], shown: Sequence[View]) -> Batch:
    """The tensors of some views."""
    ids, mask = padded([view.ids.tolist() for view in shown])
    features, _ = padded([view.features.tolist() for view in shown])
    parts, _ = padded([view.parts.tolist() for view in shown])
    told = np.stack([known(one.judged.act, one.judged.stance, one.judged.certainty) for one in examples])
    arrays = (ids, features, mask.astype(bool), parts, pooling(parts, mask), told)
    labels = torch.tensor([example.label for example in examples])
    return Batch(tuple(map(torch.from_numpy, arrays)), labels)


def grouped(lengths: Sequence[int], tokens: int, random: Generator) -> list[list[int]]:
    """Numbers of views of like length together, in random order."""
    shaken = [length + int(random.integers(0, 16)) for length in lengths]
    groups = list(batches(shaken, limit=tokens))
    return [groups[int(at)] for at in random.permutation(len(groups))]
