"""How well the network does on examples that it was not trained on: exact spans, and pairs of gold spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch

from index.statements.labels import HEADS, LINKS
from index.statements.tags import best_tags, to_spans
from index.statements.train.batches import batched, collate, cut, gold_pairs
from index.statements.train.data import Example
from index.statements.train.model import Network


def f1(right: int, found: int, gold: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / max(1, found + gold)


@torch.no_grad()
def evaluate(network: Network, examples: Sequence[Example], *, tokens: int = 4096) -> dict[str, float]:
    """F1 of the spans of each head (both ends and the kind exact), and of each scorer's pairs of gold spans."""
    counts: Counter[tuple[str, str]] = Counter()
    words: dict[int, list[np.ndarray]] = {id(example): [] for example in examples}
    by_example: dict[int, list[tuple[int, torch.Tensor]]] = {id(example): [] for example in examples}
    for pieces in batched(cut(examples), tokens):
        batch = collate(pieces)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = network.encode(batch.ids, batch.features, batch.mask).float()
        for piece, row, first in zip(pieces, hidden, batch.first, strict=True):
            by_example[id(piece.example)].append((piece.window.first, row[first]))
            _pairs(network, piece, row[first], counts)
    del words
    for example in examples:
        own = torch.cat([row for _, row in sorted(by_example[id(example)], key=lambda item: item[0])])
        for head in HEADS:
            if head not in example.spans:
                continue
            scores, steps = network.tags[head](own).numpy(), network.transition(head).detach().numpy()
            (tags,) = best_tags([scores], [steps])
            _count(counts, head, set(to_spans(tags)), set(example.spans[head]))
    names = {name for name, _ in counts}
    return {
        name: round(f1(counts[name, "right"], counts[name, "found"], counts[name, "gold"]), 4) for name in sorted(names)
    }


def _count(counts: Counter[tuple[str, str]], name: str, found: set, gold: set) -> None:  # type: ignore[type-arg]
    counts[name, "right"] += len(found & gold)
    counts[name, "found"] += len(found)
    counts[name, "gold"] += len(gold)


def _pairs(network: Network, piece, own: torch.Tensor, counts: Counter[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    for name in LINKS:
        pairs = gold_pairs(piece, name)
        if pairs is None:
            continue
        scores = network.links[name](
            network.spans(own, pairs.anchors), network.spans(own, pairs.arguments), pairs.features
        )
        found, gold = scores > 0, pairs.together > 0
        if name == "same":
            earlier = pairs.arguments[:, 0].unsqueeze(0) < pairs.anchors[:, 0].unsqueeze(1)
            found, gold = found & earlier, gold & earlier
        key = f"link.{name}"
        counts[key, "right"] += int((found & gold).sum())
        counts[key, "found"] += int(found.sum())
        counts[key, "gold"] += int(gold.sum())
    _decisions(network, piece, own, counts)


def _decisions(network: Network, piece, own: torch.Tensor, counts: Counter[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    from index.statements.train.losses import decisions

    made = decisions(network, piece, own)
    if made is None:
        return
    act, stance, gold = made
    for key, right in (("act.kind", act.argmax(1) == gold[:, 0]), ("act.stance", stance.argmax(1) == gold[:, 1])):
        counts[key, "right"] += int(right.sum())
        counts[key, "found"] += len(right)
        counts[key, "gold"] += len(right)
