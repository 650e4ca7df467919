"""The losses of a batch, summed over its windows and divided by its words."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from index.statements.labels import HEADS, LINKS
from index.statements.train.batches import Batch, Piece, gold_pairs, gold_tags
from index.statements.train.crf import negative_log_likelihood
from index.statements.train.model import SPAN, Network

#: what a part weighs against the tags
ENTITY, LINK, DECIDE = 0.3, 1.0, 1.0


def loss(network: Network, batch: Batch) -> Tensor:
    """All that is marked up in the batch's windows."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = network.encode(batch.ids, batch.features, batch.mask)
    words = [network.dropout(row[first]).float() for row, first in zip(hidden, batch.first, strict=True)]
    total = _tags(network, batch, words)
    for piece, own in zip(batch.pieces, words, strict=True):
        total = total + LINK * _links(network, piece, own) + DECIDE * _decided(network, piece, own)
    return total / max(1, sum(map(len, words)))


def _tags(network: Network, batch: Batch, words: list[Tensor]) -> Tensor:
    lengths = torch.tensor([len(own) for own in words])
    together = nn.utils.rnn.pad_sequence(words, batch_first=True)
    total = together.new_zeros(())
    marked = [head for head in (*HEADS, "entity") if head in batch.pieces[0].example.spans]
    of_kinds: dict[int, list[str]] = {}
    for head in marked:
        if head == "entity":
            gold = nn.utils.rnn.pad_sequence([gold_tags(p, head) for p in batch.pieces], True, padding_value=-100)
            scores = network.entity(together)
            total = total + ENTITY * nn.functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), reduction="sum")
        else:
            of_kinds.setdefault(HEADS[head], []).append(head)
    for heads in of_kinds.values():  # heads of one size go through the recursion together
        emissions = torch.cat([network.tags[head](together) for head in heads])
        gold = torch.cat(
            [nn.utils.rnn.pad_sequence([gold_tags(p, head) for p in batch.pieces], True) for head in heads]
        )
        transitions = torch.cat([network.transition(head).expand(len(words), -1, -1) for head in heads])
        total = total + negative_log_likelihood(emissions, gold, lengths.repeat(len(heads)), transitions).sum()
    return total


def _links(network: Network, piece: Piece, words: Tensor) -> Tensor:
    total = words.new_zeros(())
    for name in LINKS:
        pairs = gold_pairs(piece, name)
        if pairs is None:
            continue
        anchors, arguments = network.spans(words, pairs.anchors), network.spans(words, pairs.arguments)
        scores = network.links[name](anchors, arguments, pairs.features)
        wrong = nn.functional.binary_cross_entropy_with_logits(scores, pairs.together, reduction="none")
        if name == "same":  # an argument is an earlier mention
            wrong = wrong * (pairs.arguments[:, 0].unsqueeze(0) < pairs.anchors[:, 0].unsqueeze(1))
        total = total + wrong.sum()
    return total


def _decided(network: Network, piece: Piece, words: Tensor) -> Tensor:
    made = decisions(network, piece, words)
    if made is None:
        return words.new_zeros(())
    act, stance, gold = made
    entropy = nn.functional.cross_entropy
    return entropy(act, gold[:, 0], reduction="sum") + entropy(stance, gold[:, 1], reduction="sum")


def decisions(network: Network, piece: Piece, words: Tensor) -> tuple[Tensor, Tensor, Tensor] | None:
    """Logits of acts and stances of a window's gold cues, and the gold: act and stance. None without a cue."""
    example, window = piece.example, piece.window
    cues = [cue for cue in example.decided if window.first <= cue[0] and cue[1] <= window.last]
    if not cues:
        return None
    acts = network.spans(words, torch.tensor(cues) - window.first)
    claims = []
    for cue in cues:
        own = example.claims.get(cue)
        inside = own is not None and window.first <= own[0] and own[1] <= window.last
        given = network.spans(words, torch.tensor([own]) - window.first)[0] if inside else words.new_zeros(SPAN)
        claims.append(given)
    act, stance = network.decided(acts, torch.stack(claims))
    return act, stance, torch.tensor([example.decided[cue] for cue in cues])
