"""The loss of a linear-chain conditional random field (Lafferty et al. 2001), for several at once."""

from __future__ import annotations

import torch
from torch import Tensor

from index.statements.tags import ILLEGAL


def negative_log_likelihood(emissions: Tensor, tags: Tensor, lengths: Tensor, transitions: Tensor) -> Tensor:
    """Of the gold tags of each sequence.

    Args:
        emissions: *Shape:* ``(sequences, words, tags)``, 32-bit floats.
        tags: *Shape:* ``(sequences, words)``.
        lengths: words of each sequence, 1 at least. *Shape:* ``(sequences,)``.
        transitions: *Shape:* ``(sequences, tags + 1, tags + 1)``, the last row and column the outside of the text.

    Returns:
        *Shape:* ``(sequences,)``.
    """
    count = emissions.shape[2]
    inner, begin, end = transitions[:, :count, :count], transitions[:, count, :count], transitions[:, :count, count]
    inside = torch.arange(1, emissions.shape[1]).unsqueeze(0) < lengths.unsqueeze(1)
    steps = torch.where(inside[:, :, None, None], inner.unsqueeze(1) + emissions[:, 1:].unsqueeze(2), _nothing(count))
    score = begin + emissions[:, 0]
    if steps.shape[1]:
        score = torch.logsumexp(score.unsqueeze(2) + _product(steps), dim=1)
    return torch.logsumexp(score + end, dim=1) - _gold(emissions, tags, lengths, transitions)


def _nothing(count: int) -> Tensor:
    """A step that changes no score."""
    return torch.full((count, count), ILLEGAL).fill_diagonal_(0.0)


def _product(steps: Tensor) -> Tensor:
    """The product of a sequence of steps, neighbours first: it takes log2 of their number of passes, not all of it."""
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, _nothing(steps.shape[2]).expand(len(steps), 1, -1, -1)], dim=1)
        steps = torch.logsumexp(steps[:, 0::2].unsqueeze(4) + steps[:, 1::2].unsqueeze(2), dim=3)
    return steps[:, 0]


def _gold(emissions: Tensor, tags: Tensor, lengths: Tensor, transitions: Tensor) -> Tensor:
    rows, words, count = emissions.shape
    inside = torch.arange(words).unsqueeze(0) < lengths.unsqueeze(1)
    own = emissions.gather(2, tags.unsqueeze(2)).squeeze(2)
    row = torch.arange(rows).unsqueeze(1)
    steps = transitions[row, tags[:, :-1], tags[:, 1:]]
    number = torch.arange(rows)
    last = tags[number, lengths - 1]
    ends = transitions[number, count, tags[:, 0]] + transitions[number, last, count]
    return (own * inside).sum(1) + (steps * inside[:, 1:]).sum(1) + ends
