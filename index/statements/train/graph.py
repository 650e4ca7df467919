"""The trained networks as ONNX graphs in 8 bits: the layers that they share, the tagger's own, the stance model's own.

``shared`` goes from word pieces to ``hidden``, the other two from there: ``tagger`` to the scores of tags and the parts
of spans, ``stance`` to the hidden states that stances are decided from.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper

from index.models.bert import Graph, Linear, Shape, Weights, block, embed, finish
from index.statements.labels import HEADS

Arrays = Mapping[str, NDArray[np.float32]]
_MASK = {"attention_mask": TensorProto.INT32}


def shared_graph(state: Arrays, shape: Shape, linear: Linear, layers: int, *, taps: bool = False) -> ModelProto:
    """From ``input_ids``, ``features`` and ``attention_mask`` to ``hidden``. *Shape:* ``(texts, length, width)``."""
    weights = _bert(state)
    graph = Graph()
    words = graph.add("Add", _words(graph, weights), _marks(graph, state))
    hidden = embed(graph, weights, shape, words, halved=True)
    for number in range(layers):
        hidden = block(graph, weights, shape, number, hidden, linear)
    _name(graph, "hidden", hidden)
    inputs = {"input_ids": TensorProto.INT64, "features": TensorProto.INT64, **_MASK}
    return finish(graph, inputs, {"hidden": ["texts", "length", shape.width]}, taps=taps)


def tagger_graph(state: Arrays, shape: Shape, linear: Linear, layers: int, *, taps: bool = False) -> ModelProto:
    """From ``hidden``, after ``layers``, to ``tags``, ``first`` and ``last``. *Shape:* ``(texts, length, …)`` each.

    ``tags`` are the scores of all heads side by side; ``first`` and ``last`` are what a word adds to the vector of a
    span that begins, or ends, with it.
    """
    graph = Graph()
    hidden = "hidden"
    for number in range(layers, shape.layers):
        hidden = block(graph, _bert(state), shape, number, hidden, linear)
    return _own(graph, shape, _tags(graph, state, hidden), taps=taps)


def stance_graph(state: Arrays, shape: Shape, linear: Linear, layers: int, *, taps: bool = False) -> ModelProto:
    """From ``hidden``, after ``layers``, with ``parts``, to ``judged``. *Shape:* ``(texts, length, width)``."""
    graph = Graph()
    hidden = graph.add("Add", "hidden", graph.add("Gather", graph.constant(state["part.weight"]), "parts"))
    weights = {f"encoder.{name}": value for name, value in state.items() if name.startswith("layer.")}
    for number in range(layers, shape.layers):
        hidden = block(graph, weights, shape, number, hidden, linear)
    _name(graph, "judged", hidden)
    return _own(graph, shape, {"judged": ["texts", "length", shape.width]}, {"parts": TensorProto.INT64}, taps=taps)


def _own(
    graph: Graph,
    shape: Shape,
    outputs: Mapping[str, list[str | int]],
    given: Mapping[str, int] | None = None,
    *,
    taps: bool,
) -> ModelProto:
    inputs = {"hidden": TensorProto.FLOAT, **_MASK, **(given or {})}
    return finish(graph, inputs, outputs, taps=taps, shapes={"hidden": ["texts", "length", shape.width]})


def _bert(state: Arrays) -> Weights:
    return {name.removeprefix("bert."): value for name, value in state.items() if name.startswith("bert.")}


def _tags(graph: Graph, state: Arrays, hidden: str) -> dict[str, list[str | int]]:
    tags = np.concatenate([state[f"tags.{head}.weight"] for head in HEADS])
    bias = np.concatenate([state[f"tags.{head}.bias"] for head in HEADS])
    span, width = state["span.weight"], state["span.weight"].shape[1] // 2
    made = {"tags": (tags, bias), "first": (span[:, :width], state["span.bias"]), "last": (span[:, width:], None)}
    for name, (weight, shift) in made.items():
        _name(graph, name, _linear(graph, hidden, weight, shift))
    return {name: ["texts", "length", len(weight)] for name, (weight, _) in made.items()}


def _linear(graph: Graph, given: str, weight: NDArray[np.float32], bias: NDArray[np.float32] | None) -> str:
    # 16 bits: half of the file, and far finer than what goes in
    halved = graph.add("Cast", graph.constant(weight.T, np.float16), to=TensorProto.FLOAT)
    product = graph.add("MatMul", given, halved)
    return product if bias is None else graph.add("Add", product, graph.constant(bias))


def _name(graph: Graph, name: str, value: str) -> None:
    graph.nodes.append(helper.make_node("Identity", [value], [name]))


def _words(graph: Graph, weights: Weights) -> str:
    """The vectors of the word pieces, from a table in 4 bits with a scale for every 32 channels.

    Two neighbours share a byte: the lower half of the channels is in its lower bits.
    """
    levels, scales = four_bits(weights["embeddings.word_embeddings.weight"])
    half = levels.shape[1] // 2
    packed = (levels[:, :half] + 8) | ((levels[:, half:] + 8) << 4)
    rows = graph.add("Gather", graph.constant(packed, np.uint8), "input_ids")
    low = graph.add("BitwiseAnd", rows, graph.constant(15, np.uint8))
    high = graph.add("BitShift", rows, graph.constant(4, np.uint8), direction="RIGHT")
    both = graph.add("Cast", graph.add("Concat", low, high, axis=2), to=TensorProto.FLOAT)
    centred = graph.add("Sub", both, graph.constant(8.0))
    groups = scales.shape[1]
    split = graph.add("Reshape", centred, graph.constant([0, 0, groups, -1], np.int64))
    found = graph.add(
        "Cast", graph.add("Gather", graph.constant(scales, np.float16), "input_ids"), to=TensorProto.FLOAT
    )
    wide = graph.add("Mul", split, graph.add("Unsqueeze", found, graph.constant([3], np.int64)))
    return graph.add("Reshape", wide, graph.constant([0, 0, levels.shape[1]], np.int64))


def four_bits(table: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """A table as whole numbers from -7 to 7 and scales. *Shape:* as the table; ``(rows, channels // 32)``."""
    groups = table.reshape(len(table), -1, 32)
    scales = np.maximum(np.abs(groups).max(axis=2), 1e-6) / 7
    best = _clipped(groups, scales)
    levels = np.clip(np.round(groups / best[..., None]), -7, 7).astype(np.int64)
    return levels.reshape(table.shape), best


def _clipped(groups: NDArray[np.float32], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of a few smaller scales the one with the least squared error: outliers are cut, the rest is finer."""
    best, least = scales, np.full(scales.shape, np.inf, dtype=np.float32)
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        tried = (scales * share).astype(np.float16).astype(np.float32)
        made = np.clip(np.round(groups / tried[..., None]), -7, 7) * tried[..., None]
        error = ((made - groups) ** 2).sum(axis=2)
        best, least = np.where(error < least, tried, best), np.minimum(error, least)
    return best


def _marks(graph: Graph, state: Arrays) -> str:
    """The vectors of the features: one for each combination of case, gap and quotation."""
    case, gap, quoted = (state[f"{name}.weight"] for name in ("case", "gap", "quoted"))
    table = case[:, None, None] + gap[None, :, None] + quoted[None, None, :]
    halved = graph.constant(table.reshape(-1, table.shape[-1]), np.float16)
    return graph.add("Cast", graph.add("Gather", halved, "features"), to=TensorProto.FLOAT)
