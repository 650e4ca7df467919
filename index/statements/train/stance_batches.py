"""What the stance model is trained on in an epoch: articles with topics, some reworded, some turned around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from index.models.batches import batches
from index.models.onnx import padded
from index.statements.stance import Floats
from index.statements.train.judged import Judged, Labels, swapped
from index.statements.views import Segment, View, Viewer, joined

#: how often an article is shown a topic that nobody in it holds: one close to its own, one of another article
_NEAR, _FAR = 0.6, 0.5
#: how often a topic is turned around, where that has a wording, and how often it is as it was if it is not
_TURNED, _UNCHANGED = 0.4, 0.5
#: how often what the linker says is kept from the model: it is wrong at times
_UNTOLD = 0.15


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


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A window of an article with a topic.

    Attributes:
        topic: the beginning of ``whole``, which is what the network reads.
        told, labels: of the view's statements.
    """

    view: View
    topic: Segment
    whole: Segment
    told: Floats
    labels: Labels


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as tensors. *Shape:* ``(examples, pieces)`` each."""

    examples: Sequence[Example]
    ids: Tensor
    features: Tensor
    mask: Tensor
    parts: Tensor


def sample(judged: Sequence[Judged], wordings: Wordings, random: Generator) -> Iterator[tuple[Judged, str, Labels]]:
    """The articles of one epoch with the topics that they are shown."""
    for one in judged:
        for topic, labels in one.labels.items():
            yield (one, *_worded(topic, labels, wordings, random))
        none = np.zeros(len(one.told), dtype=np.int64)
        near = wordings.near.get(one.article, ())
        if near and random.random() < _NEAR:
            yield one, near[int(random.integers(len(near)))], none
        far = [other for topic in one.labels for other in wordings.alike.get(topic, ()) if other not in one.labels]
        if far and random.random() < _FAR:
            yield one, far[int(random.integers(len(far)))], none


def _worded(topic: str, labels: Labels, wordings: Wordings, random: Generator) -> tuple[str, Labels]:
    ways = wordings.ways.get(topic, ())
    turned = random.random() < _TURNED
    some = [way for way, reverse in ways if reverse == turned]
    if not some or (not turned and random.random() < _UNCHANGED):
        return topic, labels
    return some[int(random.integers(len(some)))], swapped(labels) if turned else labels


def examples(
    given: Iterable[tuple[Judged, str, Labels]], viewer: Viewer, made: dict[str, list[View]], random: Generator
) -> Iterator[Example]:
    """The windows of articles with topics; those of articles with a name are made once, and kept in ``made``."""
    for judged, topic, labels in given:
        views = made.get(judged.article) if judged.article else None
        if views is None:
            views = viewer.article(judged.shown)
            if judged.article:
                made[judged.article] = views
        head = viewer.topic(topic)
        for view in views:
            own = list(view.statements)
            told = judged.told[own].copy()
            told[random.random(len(own)) < _UNTOLD] = 0.0
            yield Example(view, head, joined(head, view), told, labels[own])


def collate(some: Sequence[Example]) -> Batch:
    """The tensors of some examples."""
    ids, mask = padded([one.whole.ids.tolist() for one in some])
    features, _ = padded([one.whole.features.tolist() for one in some])
    parts, _ = padded([one.whole.parts.tolist() for one in some])
    tensors = (torch.from_numpy(made) for made in (ids, features, mask.astype(bool), parts))
    return Batch(some, *tensors)


def grouped(some: Sequence[Example], tokens: int, random: Generator) -> list[list[Example]]:
    """Examples of like length together, in random order."""
    shaken = [len(one.whole.ids) + int(random.integers(0, 24)) for one in some]
    groups = list(batches(shaken, limit=tokens))
    return [[some[at] for at in groups[int(number)]] for number in random.permutation(len(groups))]
