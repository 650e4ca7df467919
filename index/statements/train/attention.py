"""Attention with a backward pass made of matrix products: on CPUs without a kernel for it they are twice as fast."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import sdpa_mask

#: the name under which an encoder asks for it
NAME = "products"


class _Attention(torch.autograd.Function):
    """softmax(Q Kᵀ / √d) V, and its gradients (Vaswani et al. 2017, equation 1)."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float) -> Tensor:
        scores = (query @ key.transpose(-1, -2)).mul_(scaling)
        if mask is not None:
            scores.masked_fill_(~mask, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        ctx.save_for_backward(query, key, value, weights)
        ctx.scaling = scaling
        found: Tensor = weights @ value
        return found

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, above: Tensor) -> tuple[Tensor | None, ...]:
        query, key, value, weights = ctx.saved_tensors
        inner = above @ value.transpose(-1, -2)
        scores = torch._softmax_backward_data(inner, weights, -1, weights.dtype).mul_(ctx.scaling)
        return scores @ key, scores.transpose(-1, -2) @ query, weights.transpose(-1, -2) @ above, None, None


def attention(
    _module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    **_given: Any,
) -> tuple[Tensor, None]:
    """As transformers calls it, without dropout. *Shape:* ``(texts, heads, pieces, size)``; mask True where seen.

    Returns:
        *Shape:* ``(texts, pieces, heads, size)``.
    """
    scaling = query.shape[-1] ** -0.5 if scaling is None else scaling
    if torch.is_grad_enabled():
        found = _Attention.apply(query, key, value, attention_mask, scaling)  # type: ignore[no-untyped-call]
    else:
        found = nn.functional.scaled_dot_product_attention(query, key, value, attention_mask, scale=scaling)
    return found.transpose(1, 2), None


AttentionInterface.register(NAME, attention)
AttentionMaskInterface.register(NAME, sdpa_mask)
