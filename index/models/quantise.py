"""Linear layers in 8 bits, at a small loss that is measured.

ONNX Runtime's own dynamic quantisation takes one scale for all activations of a batch: a text's vector then
depends on the texts beside it, and one large activation drowns the others. Here

- inputs of three layers out of four have a fixed range, measured on ``calibration.py``'s texts with room to
  spare, after each channel was divided by a factor that its weights are multiplied by (SmoothQuant, Xiao et
  al. 2023, arXiv:2211.10438, equation 4);
- what comes out of GELU varies most from word to word: every row has a scale of its own;
- weights have one scale an output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.bert import MICROSOFT, Graph, Layer

_MIGRATED = 0.8  # SmoothQuant's alpha: how much of the difficulty goes from activations to weights
_ROOM = 1.25  # a range this much wider than any that was measured
_LEVELS = 255
# GELU is never below -0.17; with rows divided by 1.7 at least, 26 of 255 levels are enough below zero
_GELU_LEAST, _GELU_ZERO = 1.7, 26


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest value of each channel of a layer's input. *Shape:* ``(channels,)`` each."""

    low: NDArray[np.float32]
    high: NDArray[np.float32]

    @staticmethod
    def of(values: NDArray[np.float32]) -> Range:
        """The range of rows of channels. *Shape:* ``(rows, channels)``."""
        return Range(values.min(axis=0), values.max(axis=0))

    def joined(self, other: Range) -> Range:
        """The range of both."""
        return Range(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Quantised:
    """A ``Linear`` for ``bert.build``: layers in 8 bits, for ranges measured, by the layer's name."""

    ranges: Mapping[str, Range]

    def __call__(self, graph: Graph, layer: Layer, given: str) -> list[str]:
        if layer.name.endswith(".down"):
            return [self._by_row(graph, layer, given)]
        return self._fixed(graph, layer, given)

    def _fixed(self, graph: Graph, layer: Layer, given: str) -> list[str]:
        measured = self.ranges[layer.name]
        factors = _factors(measured, np.concatenate(layer.weights, axis=1))
        low = min(0.0, float((measured.low / factors).min())) * _ROOM
        high = max(1e-6, float((measured.high / factors).max())) * _ROOM
        step = (high - low) / _LEVELS
        smooth = graph.add("Mul", given, graph.constant(1 / factors))
        scale, zero = graph.constant(step), graph.constant(round(-low / step), np.uint8)
        quantised = graph.add("QuantizeLinear", smooth, scale, zero)
        bias = () if layer.bias is None else (graph.constant(layer.bias),)
        return [_multiply(graph, quantised, scale, zero, weight * factors[:, None], *bias) for weight in layer.weights]

    def _by_row(self, graph: Graph, layer: Layer, given: str) -> str:
        (weight,) = layer.weights
        highest = graph.add("ReduceMax", given, graph.constant([-1], np.int64), keepdims=1)
        size = graph.add("Max", highest, graph.constant([_GELU_LEAST]))
        scale, zero = graph.constant(1 / (_LEVELS - _GELU_ZERO)), graph.constant(_GELU_ZERO, np.uint8)
        quantised = graph.add("QuantizeLinear", graph.add("Div", given, size), scale, zero)
        product = graph.add("Mul", _multiply(graph, quantised, scale, zero, weight), size)
        return product if layer.bias is None else graph.add("Add", product, graph.constant(layer.bias))


def _factors(measured: Range, weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """What each channel is divided by; their geometric mean is 1."""
    activations = np.maximum(np.maximum(-measured.low, measured.high), 1e-5)
    weights = np.maximum(np.abs(weight).max(axis=1), 1e-5)
    logs = _MIGRATED * np.log(activations) - (1 - _MIGRATED) * np.log(weights)
    factors: NDArray[np.float32] = np.exp(logs - logs.mean()).astype(np.float32)
    return factors


def _multiply(graph: Graph, given: str, scale: str, zero: str, weight: NDArray[np.float32], *bias: str) -> str:
    """8-bit activations by 8-bit weights, to floats."""
    steps = np.maximum(np.abs(weight).max(axis=0), 1e-9) / 127
    levels = graph.constant(np.clip(np.round(weight / steps), -127, 127), np.int8)
    zeros = graph.constant(np.zeros(len(steps)), np.int8)
    inputs = [given, levels, scale, graph.constant(steps), zero, zeros, *bias]
    return graph.add("MatMulIntegerToFloat", *inputs, domain=MICROSOFT)
